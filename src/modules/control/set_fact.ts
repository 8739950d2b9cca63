import { flag } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { isIdentifier } from "../../model/identifier.js";
import { defineModule } from "../../model/module.js";
import { asLists, type Value } from "../../model/value.js";

export default defineModule({
  name: "set_fact",
  about: "Sets variables of the host for the rest of the run",
  hostLocal: true,
  check: "run",
  pure: true,
  open: true,
  args: { cacheable: flag({ about: "also keep them as facts", default: false }) },
  examples: [{ app_port: 8080 }],
  returns: { ansible_facts: "the variables that were set" },
  here: ({ cacheable, ...facts }: Record<string, unknown>, { native }) => {
    const names = Object.keys(facts);
    if (names.length === 0)
      throw new Fault(
        "ARGUMENT_MISSING",
        "No key/value pairs provided, at least one is required for this action to succeed",
      );
    const wrong = names.find((name) => !isIdentifier(name));
    if (wrong !== undefined)
      throw new Fault(
        "ARGUMENT_INVALID",
        `The variable name '${wrong}' is not valid. Variables must start with a letter or underscore character, and contain only letters, numbers and underscores.`,
      );
    return {
      ansible_facts: kept(facts, native),
      changed: false,
      _ansible_facts_cacheable: cacheable === true,
    };
  },
});

/** Ansible takes these texts for booleans, however they were written; under native types they are texts. */
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

function kept(facts: Record<string, unknown>, native: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const known = !native && typeof value === "string" ? BOOLEANS[value.toLowerCase()] : undefined;
      return [name, known ?? asLists(value as Value)];
    }),
  );
}
