import { flag, integer, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_pagefile.ps1";

export default defineModule({
  name: "win_pagefile",
  collection: "community.windows",
  about: "Says which page files a Windows host has from its next start on",
  notes: [
    "Verified: executed in the Windows lab: what is written is the registry, which Windows reads when it starts.",
    "A page file that is as it is wished stays: `override` removes only what is another.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    drive: text({ about: "letter of the drive" }),
    initial_size: integer({ about: "megabytes that it begins with" }),
    maximum_size: integer({ about: "megabytes that it may grow to" }),
    override: flag({ about: "change one that is there", default: true }),
    system_managed: flag({ about: "does Windows say how large it is?", default: false }),
    automatic: flag({ about: "does Windows look after all of them?" }),
    remove_all: flag({ about: "remove all that there are", default: false }),
    test_path: flag({ about: "must the drive be there?", default: true }),
    state: oneOf(["absent", "present", "query"])({
      about: "is it to be there? `query`: what there is",
      default: "query",
    }),
  },
  examples: [{}, { drive: "C", initial_size: 1024, maximum_size: 2048, automatic: false, state: "present" }],
  returns: {
    automatic_managed_pagefiles: "does Windows look after them?",
    pagefiles: "of each: name, caption, description, initial_size, maximum_size",
  },
  validate: ({ state = "query", drive, initial_size, maximum_size, system_managed }) => {
    if (state === "query") return [];
    if (drive === undefined) return [`state is ${state} but all of the following are missing: drive`];
    const isSized = initial_size !== undefined && maximum_size !== undefined;
    return state === "present" && !isSized && system_managed !== true
      ? ["state is present: give initial_size and maximum_size, or system_managed"]
      : [];
  },
  powershell: { text: script },
});
