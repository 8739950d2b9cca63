import { raw, toBoolean } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { isIdentifier } from "../../model/identifier.js";
import { defineModule } from "../../model/module.js";
import { isDict } from "../../model/value.js";

const invalidName = (name: string): string =>
  `The variable name '${name}' is not valid. Variables must start with a letter or underscore character, and contain only letters, numbers and underscores.`;

export default defineModule({
  name: "set_stats",
  about: "Adds values to the statistics of the run",
  hostLocal: true,
  check: "run",
  pure: true,
  args: {
    data: raw({ about: "the values: a mapping", default: {} }),
    // what is neither true nor false counts as false
    per_host: raw({ about: "for this host only", default: false }),
    aggregate: raw({ about: "add to what is there: numbers, texts, lists, mappings", default: true }),
  },
  examples: [{ data: { deployed: 1 } }],
  here: ({ data, per_host, aggregate }) => {
    if (!isDict(data)) throw new Fault("ARGUMENT_INVALID", "The 'data' option needs to be a dictionary/hash");
    for (const name of Object.keys(data))
      if (!isIdentifier(name)) throw new Fault("ARGUMENT_INVALID", invalidName(name));
    const flags = { per_host: toBoolean(per_host) === true, aggregate: toBoolean(aggregate) === true };
    return { changed: false, ansible_stats: { data, ...flags } };
  },
});
