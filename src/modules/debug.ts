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
    const text = filledIn(String(expression), controller);
    return { [text]: shown(text, controller), _ansible_verbose_always: true };
  },
});

/**
 * `facts.{{ item }}`: the text is put together first, then it is the expression; only a path, since values may come
 * from a host.
 */
function filledIn(text: string, controller: { evaluate(expression: string): unknown }): string {
  const pieces = text.split(/\{\{([\s\S]*?)\}\}/);
  if (pieces.length === 1 || (pieces.length === 3 && !pieces[0]!.trim() && !pieces[2]!.trim())) return text;
  const joined = pieces
    .map((piece, index) => (index % 2 ? String(controller.evaluate(piece)) : piece))
    .join("");
  if (PATH.test(joined) && !/[{}]/.test(joined)) return joined;
  throw new Fault(
    "TEMPLATE_FAILED",
    `\`var\` must be the name of a variable or a path in it, not: ${joined}`,
  );
}

const PATH = /^[\w\s.[\]'"{}-]+$/;

/** Something undefined is shown as that: debug is how people look for it. */
function shown(expression: string, controller: { evaluate(expression: string): unknown }): unknown {
  try {
    return controller.evaluate(expression.replace(/^\s*\{\{([\s\S]*)\}\}\s*$/, "$1"));
  } catch (error) {
    if (PATH.test(expression) && error instanceof Fault && error.code === "UNDEFINED")
      return "VARIABLE IS NOT DEFINED!";
    throw error;
  }
}
