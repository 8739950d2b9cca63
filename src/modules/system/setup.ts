import { integer, list, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { FACT_GROUPS } from "../../shell/facts/facts.js";
import { localFaults } from "../../shell/facts/local.js";
import { factsFrom } from "../../shell/facts/values.js";
import { factGroups } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/setup.ps1";

const DEFAULT_FACTS = "/etc/ansible/facts.d";

export default defineModule({
  name: "setup",
  aliases: ["gather_facts"],
  about: "Gathers facts about the host",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    gather_subset: list(text({ about: "all, min, hardware, network, virtual, …; `!` leaves one out" }), {
      about: "which facts",
      default: ["all"],
    }),
    gather_timeout: integer({ about: "accepted", default: 10 }),
    filter: list(text({ about: "a shell pattern" }), {
      about: "return only facts whose names match",
      default: [],
    }),
    fact_path: path({ about: "folder with *.fact files", default: DEFAULT_FACTS }),
    only: list(text({ about: "a fact, without ansible_" }), {
      about: "gather only what these facts need (tera)",
    }),
  },
  examples: [{}, { gather_subset: ["!all", "network"] }],
  returns: { ansible_facts: "the facts" },
  libraries: ({ gather_subset, only }) => groupsFor(gather_subset, only).map((group) => group.library),
  vars: ({ gather_subset, only }) => ({
    groups: groupsFor(gather_subset, only).map((group) => group.name),
    gather_subset: "",
    filter: "",
    only: "",
  }),
  sh: `
    for g in $groups; do "facts_$g"; done
  `,
  result: (answer, { gather_subset, filter, only }) => {
    const said = answer.said as Record<string, string>;
    const facts = factsFrom(said, only === undefined ? gather_subset : ["min"]);
    const warnings = [...answer.warnings, ...localFaults(said)];
    return {
      ...(warnings.length > 0 ? { warnings } : {}),
      ansible_facts: filtered(facts, filter),
      _ansible_facts_gathered: only === undefined ? "all" : "some",
    };
  },
  powershell: {
    text: windows,
    uses: [factGroups],
    // the folder of POSIX hosts is none of theirs
    vars: ({ fact_path }) => ({ fact_path: fact_path === DEFAULT_FACTS ? null : { path: fact_path } }),
    result: ({ said }, { filter }) => ({
      ansible_facts: filtered((said.facts ?? {}) as Record<string, unknown>, filter),
      facts: undefined,
      _ansible_facts_gathered: "all",
    }),
  },
});

/** Those whose names match one of the patterns, with or without `ansible_`; all where there is none. */
function filtered(facts: Record<string, unknown>, filter: readonly string[]): Record<string, unknown> {
  const patterns = filter
    .filter((one) => one !== "*" && one !== "")
    .map(
      (one) =>
        new RegExp(
          `^(ansible_)?${one
            .replace(/[.+^${}()|\\]/g, "\\$&")
            .replace(/\*/g, ".*")
            .replace(/\?/g, ".")}$`,
        ),
    );
  if (patterns.length === 0) return facts;
  return Object.fromEntries(
    Object.entries(facts).filter(([name]) => patterns.some((pattern) => pattern.test(name))),
  );
}

/** The groups that a play's facts need, or those of the subsets; `min` is there unless `!min` is said. */
function groupsFor(subsets: readonly string[], only: readonly string[] | undefined) {
  if (only !== undefined)
    return FACT_GROUPS.filter(
      (group) =>
        group.facts.some((fact) => only.includes(fact)) ||
        (group.name === "network" && only.some((name) => /^(eth|en|br|docker|lo|wl|bond)[\w]*$/.test(name))),
    );
  const wanted = new Set<string>(["min"]);
  const all = ["min", "hardware", "network", "virtual"];
  const positive = subsets.filter((one) => !one.startsWith("!"));
  if (positive.length === 0 && !subsets.includes("!all")) for (const one of all) wanted.add(one);
  for (const one of positive) for (const name of one === "all" ? all : [one]) wanted.add(name);
  for (const one of subsets.filter((name) => name.startsWith("!"))) {
    const name = one.slice(1);
    if (name === "all")
      for (const each of all) if (each !== "min" && !positive.includes(each)) wanted.delete(each);
    wanted.delete(name === "all" ? "" : name);
  }
  return FACT_GROUPS.filter((group) => wanted.has(group.subset) || wanted.has(group.name));
}
