import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Value } from "../model/value.js";

/** The options of a lookup, as texts; an empty one counts as none. Fault: ARGUMENT_UNKNOWN. */
export function textOptions<N extends string>(
  lookup: string,
  names: readonly N[],
  given: Readonly<Record<string, Value>>,
): Readonly<Partial<Record<N, string>>> {
  const unknown = Object.keys(given).find((name) => !names.includes(name as N));
  if (unknown !== undefined)
    throw new Fault("ARGUMENT_UNKNOWN", `the lookup ${lookup} has no option \`${unknown}\``, {
      hint: suggest(unknown, names) ?? `its options are ${names.join(", ")}`,
    });
  const said = Object.entries(given).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)])) as Partial<Record<N, string>>;
}
