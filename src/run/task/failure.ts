import { Fault, type FaultCode } from "../../model/errors.js";
import { PythonError } from "../../model/python_errors.js";
import type { ResultValues, TaskResult } from "../../model/result.js";
import { formatPlace, type Place } from "../../model/source.js";

const UNREACHABLE = new Set<FaultCode>([
  "CONNECTION_AUTH",
  "CONNECTION_FAILED",
  "CONNECTION_HOST_KEY",
  "CONNECTION_LOST",
  "SESSION_BROKEN",
]);

/** Was the way to a host lost, or is there none? */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Fault && UNREACHABLE.has(error.code);

/**
 * Whatever was thrown inside one task on one host as its result: one host's trouble is that host's. A defect of ours
 * is told as such. That the user stops the run is no result; it is thrown on.
 */
export function failureFrom(error: unknown, at?: Place): ResultValues {
  const fault = error instanceof Fault ? error : faultFrom(error, at);
  if (fault === undefined) return defectFrom(error, at);
  if (fault.code === "INTERRUPTED") throw fault;
  const values: ResultValues = { changed: false, ...fault.result, msg: messageOf(fault) };
  if (fault.at && !isUndefined(fault)) values.at = formatPlace(fault.at);
  if (fault.hint && !isUndefined(fault)) values.hint = fault.hint;
  if (fault.cause instanceof PythonError) values.exception = fault.cause.trace();
  if (UNREACHABLE.has(fault.code)) values.unreachable = true;
  else values.failed = true;
  return values;
}

/** Also where it is told plainly. */
const isUndefined = ({ code, cause }: Fault): boolean =>
  code === "UNDEFINED" || (cause instanceof Fault && cause.code === "UNDEFINED");

function messageOf(fault: Fault): string {
  if (fault.code === "UNDEFINED" && /^The (conditional check|field) '/.test(fault.message))
    return fault.format();
  if (fault.code === "UNDEFINED")
    return `The task includes an option with an undefined variable. The error was: ${fault.format()}`;
  if (fault.cause instanceof PythonError)
    return `Unexpected failure during module execution: ${fault.message}`;
  return fault.message;
}

/** What the platform throws because of what it was given: files, limits, patterns. Undefined: a defect of ours. */
function faultFrom(error: unknown, at: Place | undefined): Fault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  const make = (kind: FaultCode, message: string): Fault => new Fault(kind, message, { at, cause: error });
  if (typeof code === "string" && /^E[A-Z0-9]+$/.test(code)) return make("FILE_UNREADABLE", error.message);
  if (code === "ERR_INVALID_ARG_VALUE" || code === "ERR_STRING_TOO_LONG")
    return make("TEMPLATE_FAILED", error.message);
  // what is thrown where the stack is full may be of any kind
  if (error.message.includes("call stack")) return make("TEMPLATE_FAILED", TOO_DEEP);
  if (error instanceof RangeError || error instanceof SyntaxError || error instanceof URIError)
    return make("TEMPLATE_FAILED", error.message);
  return undefined;
}

const TOO_DEEP =
  "recursive loop detected: variables or values that refer to themselves, or that are nested too deeply";

function defectFrom(error: unknown, at: Place | undefined): ResultValues {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    changed: false,
    failed: true,
    msg: `this is a defect of tera, please report it: ${text}`,
    ...(at ? { at: formatPlace(at) } : {}),
    exception: error instanceof Error ? (error.stack ?? text) : text,
    [DEFECT]: true,
  };
}

/** results' keys; such keys are neither shown nor registered */
const DEFECT = "_ansible_tera_defect";
const NEVER_RUN = "_ansible_tera_never_run";

/**
 * The task could not even be evaluated: nothing judges that, nothing tries it again, and its loop ends with it.
 * Whether it has changed anything is not said. A host that is not reached is another matter.
 */
export function neverRun(error: unknown, at?: Place): ResultValues {
  const { changed, ...values } = failureFrom(error, at);
  return values.unreachable ? { changed, ...values } : { ...values, [NEVER_RUN]: true };
}

/** What is undefined in a loop or the name of an include is told as it is, not as an option's. */
export async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "UNDEFINED") throw error;
    throw new Fault("TEMPLATE_FAILED", error.message, { at: error.at, cause: error });
  }
}

export const hasNeverRun = (values: ResultValues): boolean => values[NEVER_RUN] === true;

/** Python's own errors in arguments are the failure of their round alone. */
export const endsLoop = (values: ResultValues): boolean =>
  hasNeverRun(values) && values.exception === undefined;

export function isDefect({ values, items = [] }: TaskResult): boolean {
  return values[DEFECT] === true || items.some(({ result }) => result.values[DEFECT] === true);
}
