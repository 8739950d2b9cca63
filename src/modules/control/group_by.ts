import { list, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "group_by",
  about: "Puts the host into a group made from a value",
  check: "run",
  pure: true,
  args: {
    key: text({ about: "the group (required)" }),
    parents: list(text({ about: "a group" }), { about: "groups above it", default: ["all"] }),
  },
  examples: [{ key: "os_{{ ansible_facts.distribution | lower }}" }],
  validate: ({ key }) => (key === undefined ? ["the 'key' param is required when using group_by"] : []),
  here: ({ key = "", parents }) => ({
    changed: false,
    add_group: key.replace(/ /g, "-"),
    parent_groups: parents.map((one) => one.replace(/ /g, "-")),
  }),
});
