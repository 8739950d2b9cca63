import { integer, raw } from "../model/args.js";
import { Fault } from "../model/errors.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "debug",
  about: "Shows a message or the value of an expression",
  hostLocal: true,
  check: "run",
  pure: true,
  args: {
    msg: raw({ about: "what is shown; Hello world! where nothing is asked for" }),
    var: raw({ about: "an expression whose value is shown instead" }),
    verbosity: integer({ about: "shown only with at least this many -v", default: 0 }),
  },
  validate: ({ msg, var: expression }) =>
    msg !== undefined && expression !== undefined ? ["parameters are mutually exclusive: msg|var"] : [],
  unevaluated: ["var"],
  examples: [{ msg: "deployed {{ app_version }}" }, { var: "result.stdout" }],
  here: ({ msg, var: expression, verbosity }, controller) => {
    if (Number(controller.variable("ansible_verbosity") ?? 0) < verbosity)
      return { skipped: true, skipped_reason: "Verbosity threshold not met." };
    if (expression === undefined) return { msg: msg ?? "Hello world!", _ansible_verbose_always: true };
    const text = String(expression);
    return { [text]: shown(text, controller), _ansible_verbose_always: true };
  },
});

/** Something undefined is shown as that: debug is how people look for it. */
function shown(expression: string, controller: { evaluate(expression: string): unknown }): unknown {
  try {
    return controller.evaluate(expression.replace(/^\s*\{\{([\s\S]*)\}\}\s*$/, "$1"));
  } catch (error) {
    const plain = /^[\w\s.[\]'"{}-]+$/.test(expression);
    if (plain && error instanceof Fault && error.code === "UNDEFINED") return "VARIABLE IS NOT DEFINED!";
    throw error;
  }
}
