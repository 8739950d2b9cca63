import { Fault, Faults } from "../model/errors.js";

/** Runs a part of reading; its faults are kept so that the next part is looked at too. */
export function collect<T>(faults: Fault[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Faults) faults.push(...error.faults);
    else if (error instanceof Fault) faults.push(error);
    else throw error;
    return undefined;
  }
}

/** Throws what was collected: one fault as itself, several together. */
export function throwCollected(faults: readonly Fault[]): void {
  const unique = [...new Map(faults.map((fault) => [identity(fault), fault])).values()];
  if (unique.length === 1) throw unique[0]!;
  if (unique.length > 1) throw new Faults(unique);
}

/** A role that is used twice has its faults once. */
function identity({ code, message, at }: Fault): string {
  return `${code} ${message} ${at ? `${at.path}:${at.line}:${at.column}` : ""}`;
}
