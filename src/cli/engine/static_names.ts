import { Fault } from "../../model/errors.js";
import type { Place } from "../../model/source.js";
import type { PlainDict, Value } from "../../model/value.js";
import { evaluateDeep, evaluateTemplate, type TemplateContext } from "../../template/render.js";
import { closedWorld } from "./plugin_expressions.js";

/**
 * Names of static imports: they are read before any host is there, so only
 * variables of plays, imports and -e can be in them. Undefined where that is
 * not enough.
 */
export function staticNames(
  extraVars: () => PlainDict,
): (text: string, at: Place, vars: readonly PlainDict[]) => string | undefined {
  const world = closedWorld(() => {});
  return (text, at, vars) => {
    const known = Object.assign({}, ...[...vars].reverse(), extraVars()) as PlainDict;
    const open = new Set<string>();
    const read = (name: string): Value | undefined => {
      if (!Object.hasOwn(known, name)) return undefined;
      if (open.has(name)) throw new Fault("TEMPLATE_FAILED", `the variable ${name} reads itself`);
      open.add(name);
      try {
        return evaluateDeep(known[name]!, undefined, context);
      } finally {
        open.delete(name);
      }
    };
    const context: TemplateContext = {
      world,
      scope: { get: read, names: () => Object.keys(known) },
    };
    try {
      const name = evaluateTemplate(text, at, context);
      return typeof name === "string" || typeof name === "number" ? String(name) : undefined;
    } catch (error) {
      if (error instanceof Fault) return undefined;
      throw error;
    }
  };
}
