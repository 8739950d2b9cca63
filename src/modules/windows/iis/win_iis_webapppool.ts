import { map, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { Float, isDict, type Value } from "../../../model/value.js";
import { iis } from "../../../shell/powershell/libraries.js";
import script from "./win_iis_webapppool.ps1";

/** A value as a row of texts: how many, and they. */
function written(value: Value): string[] {
  const texts = (Array.isArray(value) ? value : [value]).map((one) =>
    one instanceof Float ? String(one.value) : isDict(one) ? "" : String(one ?? ""),
  );
  return [Array.isArray(value) ? String(texts.length) : "one", ...texts];
}

export default defineModule({
  name: "win_iis_webapppool",
  collection: "community.windows",
  about: "Makes, changes, starts, stops and removes application pools of a Windows host's web server",
  notes: ["Verified: by doubles of the commands of WebAdministration."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the pool", required: true }),
    state: oneOf(["absent", "present", "restarted", "started", "stopped"])({
      about: "what it should do",
      default: "present",
    }),
    attributes: map({
      about: "its settings: `managedRuntimeVersion: v4.0`, `processModel.identityType: SpecificUser`",
    }),
  },
  examples: [
    { name: "acme", state: "started", attributes: { managedRuntimeVersion: "", startMode: "AlwaysRunning" } },
    { name: "acme", state: "absent" },
  ],
  returns: {
    attributes: "the settings that were asked for",
    info: "attributes, cpu, failure, name, processModel, recycling and state",
  },
  powershell: {
    text: script,
    uses: [iis],
    vars: ({ attributes }) => ({
      attributes: Object.entries(attributes ?? {}).flatMap(([name, value]) => [name, ...written(value)]),
    }),
    result: ({ said }, { attributes = {} }) => ({
      ...said,
      attributes: Object.fromEntries(
        Object.entries(attributes).filter(([name]) => !/password/i.test(name)),
      ) as never,
    }),
  },
});
