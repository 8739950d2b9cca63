import { Fault } from "../model/errors.js";
import { type Doing, type ErrorKind, inRegion, type SdkError } from "./doing.js";
import { firstLine, KINDS } from "./fault_kinds.js";

/** An error of the SDK as a fault of one line that says what to do; faults stay as they are. */
export function awsFault(error: unknown, doing: Doing): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error;
  const found = error as SdkError;
  const more = { at: doing.at, cause: error };
  const kind = [...(doing.also ? [doing.also] : []), ...KINDS].find(
    (one) => fits(one, found) && (one.when?.(doing) ?? true),
  );
  if (kind) {
    const [message, hint] = kind.say(doing, found);
    return new Fault(kind.code, message, { ...more, hint });
  }
  return new Fault(
    "AWS_FAILED",
    `AWS could not do ${doing.action}${inRegion(doing)}: ${found.name}: ${firstLine(found.message)}`,
    more,
  );
}

function fits({ names, messages }: ErrorKind, { name, code, message }: SdkError): boolean {
  return names?.test(name) || names?.test(code ?? "") || messages?.test(message) || false;
}

/** Runs calls of AWS; what they throw becomes a fault that names what was being done. */
export async function guarded<T>(doing: Doing, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw awsFault(error, doing);
  }
}
