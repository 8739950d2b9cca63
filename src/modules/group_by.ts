import { list, text } from "../model/args.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "group_by",
  about: "Puts the host into a group made from a value",
  check: "run",
  pure: true,
  args: {
    key: text({ about: "the group", required: true }),
    parents: list(text({ about: "a group" }), { about: "groups above it", default: ["all"] }),
  },
  examples: [{ key: "os_{{ ansible_facts.distribution | lower }}" }],
  here: ({ key, parents }) => ({
    changed: false,
    add_group: key.replace(/ /g, "-"),
    parent_groups: parents.map((one) => one.replace(/ /g, "-")),
  }),
});
