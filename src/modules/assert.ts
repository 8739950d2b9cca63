import { flag, raw } from "../model/args.js";
import { Fault } from "../model/errors.js";
import { defineModule } from "../model/module.js";
import type { Value } from "../model/value.js";

export default defineModule({
  name: "assert",
  about: "Fails unless all conditions hold",
  hostLocal: true,
  check: "run",
  pure: true,
  args: {
    that: raw({ about: "conditions, as in `when`: one or a list", required: true }),
    fail_msg: raw({ about: "what is said when one does not hold", aliases: ["msg"] }),
    success_msg: raw({ about: "what is said when all hold" }),
    quiet: flag({ about: "say less", default: false }),
  },
  unevaluated: ["that"],
  examples: [{ that: ["app_port > 1024", "app_user != 'root'"], fail_msg: "the app must not need root" }],
  returns: { assertion: "the condition that failed", evaluated_to: "what it evaluated to" },
  here: ({ that, fail_msg, success_msg, quiet }, controller) => {
    const always = quiet ? {} : { _ansible_verbose_always: true };
    for (const condition of flatten(that)) {
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

function flatten(that: Value): Value[] {
  return Array.isArray(that) ? that.flatMap(flatten) : [that];
}

function holds(condition: Value, controller: { holds(condition: Value): boolean }): boolean {
  if (condition === null || condition === "") return true; // an item that was left empty
  if (typeof condition !== "string" && typeof condition !== "boolean")
    throw new Fault("ARGUMENT_INVALID", `Incorrect type for conditional: ${JSON.stringify(condition)}`);
  return controller.holds(condition);
}

function message(given: Value | undefined, otherwise: string): Value {
  return given === undefined || given === null ? otherwise : given;
}
