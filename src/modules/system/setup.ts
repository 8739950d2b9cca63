import { flag, integer, list, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { FACT_GROUPS } from "../../shell/facts/facts.js";
import { fits } from "../../shell/facts/lines.js";
import { localFaults } from "../../shell/facts/local.js";
import { collectorsOf, groupNamesOf, subsetFaults } from "../../shell/facts/subsets.js";
import { factsFrom } from "../../shell/facts/values.js";
import { factGroups } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/setup.ps1";

/** What only Windows hosts call so. */
const WINDOWS_SUBSETS = "bios domain interfaces memory powershell_version uptime windows_domain winrm".split(
  " ",
);
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
    parallel: flag({ about: "of gather_facts, accepted: there is one source of facts" }),
    only: list(text({ about: "a fact, without ansible_" }), {
      about: "gather only what these facts need (tera)",
    }),
  },
  examples: [{}, { gather_subset: ["!all", "network"] }],
  returns: { ansible_facts: "the facts" },
  validate: ({ gather_subset }) => subsetFaults(gather_subset ?? [], WINDOWS_SUBSETS),
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
    const facts = factsFrom(
      said,
      gather_subset,
      only === undefined ? collectorsOf(gather_subset) : undefined,
    );
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
  if (filter.includes("")) return facts;
  const patterns = filter.flatMap((one) =>
    /^(ansible_|facter|ohai)/.test(one) ? [one] : [one, `ansible_${one}`],
  );
  return Object.fromEntries(Object.entries(facts).filter(([name]) => fits(name, patterns)));
}

/** The groups that a play's facts need, or those of the subsets. */
function groupsFor(subsets: readonly string[], only: readonly string[] | undefined) {
  if (only !== undefined)
    return FACT_GROUPS.filter(
      (group) =>
        group.facts.some((fact) => only.includes(fact)) ||
        (group.name === "network" && only.some((name) => /^(eth|en|br|docker|lo|wl|bond)[\w]*$/.test(name))),
    );
  const wanted = groupNamesOf(collectorsOf(subsets));
  return FACT_GROUPS.filter((group) => wanted.has(group.name));
}
