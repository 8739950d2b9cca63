import { flag, raw } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { Value } from "../../model/value.js";

export default defineModule({
  name: "assert",
  about: "Fails unless all conditions hold",
  hostLocal: true,
  check: "run",
  pure: true,
  args: {
    that: raw({ about: "conditions, as in `when`: one or a list (required)" }),
    fail_msg: raw({ about: "what is said when one does not hold", aliases: ["msg"] }),
    success_msg: raw({ about: "what is said when all hold" }),
    quiet: flag({ about: "say less", default: false }),
  },
  validate: ({ that, fail_msg, success_msg }) =>
    [
      ...(that === undefined ? ['conditional required in "that" string'] : []),
      ...wrongMessage("fail_msg or msg", fail_msg),
      ...wrongMessage("success_msg", success_msg),
    ].slice(0, 1),
  unevaluated: ["that"],
  examples: [{ that: ["app_port > 1024", "app_user != 'root'"], fail_msg: "the app must not need root" }],
  returns: { assertion: "the condition that failed", evaluated_to: "what it evaluated to" },
  here: ({ that, fail_msg, success_msg, quiet }, controller) => {
    const always = quiet ? {} : { _ansible_verbose_always: true };
    for (const condition of conditionsOf(that!, controller)) {
      if (holds(condition, controller)) continue;
      return {
        failed: true,
        evaluated_to: false,
        assertion: condition,
        msg: message(fail_msg, "Assertion failed"),
        ...always,
      };
    }
    return { changed: false, msg: message(success_msg, "All assertions passed"), ...always };
  },
});

/** A message is text, or a list of texts. */
function wrongMessage(name: string, given: Value | undefined): string[] {
  if (given === undefined || given === null || typeof given === "string") return [];
  if (!Array.isArray(given))
    return [`Incorrect type for ${name}, expected a string or list and got ${pythonType(given)}`];
  const odd = given.find((one) => typeof one !== "string");
  return odd === undefined
    ? []
    : [`Type of one of the elements in ${name} list is not string type, got ${pythonType(odd)}`];
}

function pythonType(value: Value): string {
  if (typeof value === "boolean") return "<class 'bool'>";
  if (typeof value === "number" || typeof value === "bigint") return "<class 'int'>";
  return Array.isArray(value) ? "<class 'list'>" : "<class 'dict'>";
}

/** One or a list; a text that is one expression may give a list. */
function conditionsOf(that: Value, controller: { evaluate(expression: string): Value }): readonly Value[] {
  const [, expression] =
    (typeof that === "string" && /^\s*\{\{((?:(?!\{\{|\}\}).)*)\}\}\s*$/s.exec(that)) || [];
  const value = expression === undefined ? that : controller.evaluate(expression);
  return Array.isArray(value) ? value : [that];
}

function holds(condition: Value, controller: { holds(condition: Value): boolean }): boolean {
  if (condition === null || condition === "") return true; // an item that was left empty
  return controller.holds(condition);
}

function message(given: Value | undefined, otherwise: string): Value {
  return given === undefined || given === null ? otherwise : given;
}
