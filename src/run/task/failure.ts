import type { Fault } from "../../model/errors.js";
import type { ResultValues } from "../../model/result.js";
import { formatPlace } from "../../model/source.js";

const UNREACHABLE = new Set([
  "CONNECTION_AUTH",
  "CONNECTION_FAILED",
  "CONNECTION_HOST_KEY",
  "CONNECTION_LOST",
  "SESSION_BROKEN",
]);

/** A fault of one task on one host as its result. */
export function failureFrom(fault: Fault): ResultValues {
  const unreachable = UNREACHABLE.has(fault.code);
  const values: ResultValues = { changed: false, msg: messageOf(fault) };
  if (fault.at && fault.code !== "UNDEFINED") values.at = formatPlace(fault.at);
  if (fault.hint && fault.code !== "UNDEFINED") values.hint = fault.hint;
  if (unreachable) values.unreachable = true;
  else values.failed = true;
  return values;
}

function messageOf(fault: Fault): string {
  if (fault.code === "UNDEFINED")
    return `The task includes an option with an undefined variable. The error was: ${fault.format()}`;
  return fault.message;
}
