import { integer, raw } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { writeJson } from "../../model/json_write.js";
import { type Controller, defineModule } from "../../model/module.js";
import { isDict, type Value } from "../../model/value.js";

export default defineModule({
  name: "debug",
  about: "Shows a message or the value of an expression",
  hostLocal: true,
  check: "run",
  pure: true,
  args: {
    msg: raw({ about: "what is shown; Hello world! where nothing is asked for", nullable: true }),
    var: raw({ about: "an expression whose value is shown instead" }),
    verbosity: integer({ about: "shown only with at least this many -v", default: 0 }),
  },
  validate: ({ msg, var: expression }) =>
    msg !== undefined && expression !== undefined ? ["parameters are mutually exclusive: msg|var"] : [],
  examples: [{ msg: "deployed {{ app_version }}" }, { var: "result.stdout" }],
  here: ({ msg, var: expression, verbosity }, controller) => {
    if (Number(controller.variable("ansible_verbosity") ?? 0) < verbosity)
      return { skipped: true, skipped_reason: "Verbosity threshold not met." };
    if (expression === undefined)
      return { msg: msg === undefined ? "Hello world!" : msg, _ansible_verbose_always: true };
    const key = isText(expression) ? expression : keyOf(expression);
    return { [key]: shown(expression, controller), _ansible_verbose_always: true };
  },
});

const isText = (value: Value): value is string => typeof value === "string";

/** How Ansible names what has been evaluated already, and is no name. */
function keyOf(value: Value): string {
  if (Array.isArray(value)) return "<class 'list'>";
  return isDict(value) ? "<class 'dict'>" : writeJson(value);
}

/** Something undefined is shown as that: debug is how people look for it. */
function shown(wanted: Value, controller: Controller): unknown {
  const isTold = Number(controller.variable("ansible_verbosity") ?? 0) > 0;
  if (!isText(wanted)) return isTold ? `${NOT_DEFINED}: ` : NOT_DEFINED;
  try {
    return controller.evaluate(wanted);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "UNDEFINED") throw error;
    return isTold ? `${NOT_DEFINED}: ${error.message}` : NOT_DEFINED;
  }
}

const NOT_DEFINED = "VARIABLE IS NOT DEFINED!";
