import { map } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { defineModule } from "../../model/module.js";
import type { PlainDict } from "../../model/value.js";

export default defineModule({
  name: "validate_argument_spec",
  about: "Checks variables against an argument spec, as roles with one do when they start",
  hostLocal: true,
  check: "run",
  pure: true,
  args: {
    argument_spec: map({ about: "the options, as in meta/argument_specs.yml", required: true }),
    provided_arguments: map({ about: "values; further ones are read from the variables" }),
    validate_args_context: map({ about: "what is checked, for the message", default: {} }),
  },
  unevaluated: ["argument_spec"],
  examples: [{ argument_spec: { app_port: { type: "int", required: true } } }],
  returns: { argument_errors: "what is wrong", argument_spec_data: "the options" },
  here: ({ argument_spec, provided_arguments, validate_args_context }, controller) => {
    const given: PlainDict = {};
    try {
      for (const name of Object.keys(argument_spec)) {
        const value = controller.variable(name);
        if (value !== undefined) given[name] = value;
      }
    } catch (error) {
      // a variable that is there, and is made of one that is not
      if (error instanceof Fault && error.code === "UNDEFINED") return { failed: true, msg: error.message };
      throw error;
    }
    const errors = controller.argumentErrors(argument_spec, { ...given, ...provided_arguments });
    if (errors.length === 0)
      return { changed: false, msg: "The arg spec validation passed", validate_args_context };
    return {
      failed: true,
      msg: `Validation of arguments failed:\n${errors.join("\n")}`,
      argument_errors: errors,
      argument_spec_data: argument_spec,
      validate_args_context,
    };
  },
});
