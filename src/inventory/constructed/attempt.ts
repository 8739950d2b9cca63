import { Fault } from "../../model/errors.js";
import type { Place } from "../../model/source.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { PluginContext } from "../plugins.js";
import type { ConstructedOptions } from "./config.js";
import type { Sanitise } from "./names.js";

/** What groups and variables are constructed by, for all hosts of a file. */
export interface Constructing {
  options: ConstructedOptions;
  context: Pick<PluginContext, "inventory" | "evaluate" | "warn" | "path" | "extraVars">;
  sanitise: Sanitise;
}

/** Where an expression stands, and what it sees. */
export interface Site {
  scope: PlainDict;
  at: Place | undefined;
  work: Constructing;
}

/**
 * The value of an expression; undefined where it fails and that is to be passed over. `what` ends "cannot ...".
 * Fault: INVENTORY_INVALID where `strict` is set.
 */
export function attempt(expression: Value, site: Site, what: () => string): Value | undefined {
  const { scope, at, work } = site;
  const { options, context } = work;
  if (typeof expression !== "string") return expression;
  try {
    return context.evaluate(expression, scope, at);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (options.strict)
      throw new Fault("INVENTORY_INVALID", `cannot ${what()}: ${error.message}`, {
        at: at ?? error.at,
        hint: error.hint ?? "`strict: false` passes over expressions that fail",
        cause: error,
      });
    if (error.code === "TEMPLATE_SYNTAX")
      context.warn(`${context.path}: \`${expression}\` is no expression: ${error.message}`);
    return undefined;
  }
}
