import { Fault } from "../model/errors.js";
import { spending } from "../model/patience.js";
import type { Place } from "../model/source.js";

/** What is thrown where a value cannot be printed, where a text, list or number gets too big, or calls too many: a fault of the template. */
export function contained<T>(at: Place | undefined, work: () => T): T {
  try {
    return spending(work);
  } catch (error) {
    if (error instanceof TypeError) throw new Fault("TEMPLATE_FAILED", error.message, { at, cause: error });
    if (!(error instanceof RangeError)) throw error;
    // no pattern: at the end of the stack none can be compiled
    const deep = error.message.includes("call stack");
    const endless = /of computing$/.test(error.message);
    throw new Fault(
      "TEMPLATE_FAILED",
      deep
        ? "the template is nested too deeply, or calls itself without end"
        : endless
          ? `the template does not come to an end: ${error.message}`
          : `the template makes something too big: ${error.message}`,
      { at, cause: error },
    );
  }
}

/** With `error_on_undefined_vars = false`, what reads something undefined gives `otherwise`. */
export function unlessUndefined<T>(
  context: { keepsUndefined?: boolean },
  otherwise: T,
  evaluate: () => T,
): T {
  if (!context.keepsUndefined) return evaluate();
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Fault && error.code === "UNDEFINED") return otherwise;
    throw error;
  }
}
