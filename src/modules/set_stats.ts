import { flag, map } from "../model/args.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "set_stats",
  about: "Adds values to the statistics of the run",
  hostLocal: true,
  check: "run",
  pure: true,
  args: {
    data: map({ about: "the values", required: true }),
    per_host: flag({ about: "for this host only", default: false }),
    aggregate: flag({ about: "add numbers up", default: true }),
  },
  examples: [{ data: { deployed: 1 } }],
  here: ({ data, per_host, aggregate }) => ({ changed: false, ansible_stats: { data, per_host, aggregate } }),
});
