import { flag, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_xml.ps1";

export default defineModule({
  name: "win_xml",
  collection: "community.windows",
  about: "Reads and changes elements, attributes and text of an XML file on a Windows host",
  notes: [
    "Verified: executed in the Windows lab.",
    "A prefix of the document's own element is known in xpath; a namespace without one is asked for by local-name().",
    "Values are compared with their letters' size; check mode tells of removals too.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    path: path({ about: "the file", required: true, aliases: ["dest", "file"] }),
    xpath: text({ about: "which nodes", required: true }),
    type: oneOf(["attribute", "element", "text"])({ about: "what of them", default: "element" }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    fragment: text({
      about: "the element that they are to hold; the value of the attribute; the text",
      aliases: ["xmlstring"],
    }),
    attribute: text({ about: "name of the attribute" }),
    count: flag({ about: "tell how many nodes there are", default: false }),
    content: oneOf(["attribute", "text"])({ about: "only read: their attributes or their text" }),
    backup: flag({ about: "keep a copy of what was there", default: false }),
    preserve_whitespace: flag({ about: "keep blanks and line ends as they are", default: false }),
  },
  examples: [
    {
      path: "C:\\app\\web.config",
      xpath: "/configuration/appSettings",
      fragment: '<add key="a" value="b" />',
    },
    {
      path: "C:\\app\\web.config",
      xpath: "//add[@key='a']",
      type: "attribute",
      attribute: "value",
      fragment: "c",
    },
  ],
  returns: {
    msg: "what was done",
    count: "how many nodes were found",
    matches: "what was read, by the node's name",
    backup_file: "the copy of what was there",
  },
  validate: ({ type, attribute }) =>
    type === "attribute" && !attribute ? ["attribute is required with type=attribute"] : [],
  powershell: { text: script, uses: [files] },
});
