import test from "ava";
import type { Event } from "../../src/model/event.js";
import type { ReporterKind } from "../../src/model/reporter.js";
import standard from "../../src/reporters/default.js";
import json from "../../src/reporters/json.js";
import live from "../../src/reporters/listr.js";
import minimal from "../../src/reporters/minimal.js";
import tree from "../../src/reporters/tree.js";
import { type ReplayOptions, replay, terminalText } from "../helpers/reporter.js";
import { FACTS, type Fact, type FactKind, MORE_FACTS } from "./stories/facts.js";
import { GROUPS } from "./stories/index.js";
import { recorded } from "./stories/record.js";
import { recordings } from "./stories/recordings.js";
import type { Story } from "./stories/story.js";

/**
 * Recorded runs go through every view. Whatever is known of a run must be in each of them: a fact that one view has
 * and another loses makes its row red, but where this table says why.
 */
interface View {
  kind: ReporterKind;
  options: ReplayOptions;
  /** what this view does not say, and why */
  lacks?: Partial<Record<FactKind, string>>;
  /** it shows results as they are, and no run: neither the story's own words are asked for, nor what items say */
  isOfResults?: true;
}

const AS_ANSIBLE: View["lacks"] = {
  "where a failed step is written": "Ansible says it with show_task_path_on_failure, or at -vv",
};
const RESULTS: View["lacks"] = {
  ...AS_ANSIBLE,
  "the plays": "ansible runs one task",
  "the command": "as ansible: the output follows `rc=`",
  "the steps that did something": "ansible runs one task",
  "that a failure is ignored": "as ansible: the result is shown as it is",
  "how often it was tried": "as ansible",
  "that it is not to be seen": "as ansible",
  "included files": "as ansible",
  "what to do next": "as ansible",
  "the counts": "as ansible",
  "who was broken off": "the warning before it says so",
  "that nobody was meant": "the warning says so",
  "that nobody is left": "ansible runs one task",
  links: "ansible runs one task",
  "who did it instead": "ansible delegates nothing",
};
const VIEWS: Readonly<Record<string, View>> = {
  "Ansible's text": { kind: standard, options: { terminal: false }, lacks: AS_ANSIBLE },
  "the live view at 80 columns": { kind: live, options: { terminal: true, columns: 80, rows: 24 } },
  "the live view at 40 columns": { kind: live, options: { terminal: true, columns: 40, rows: 20 } },
  "the live view in a log": { kind: live, options: { terminal: false } },
  "the steps as lines": { kind: tree, options: { terminal: false } },
  events: { kind: json, options: { terminal: false } },
  "results, as ansible": { kind: minimal, options: { terminal: false }, lacks: RESULTS, isOfResults: true },
};

const all = Promise.all(Object.entries(GROUPS).map(([group, stories]) => recordings(group, stories)));
const eventsOf = async (story: string): Promise<Event[]> => Object.assign({}, ...(await all))[story]!;

for (const stories of Object.values(GROUPS))
  for (const [story, data] of Object.entries(stories))
    for (const [name, view] of Object.entries(VIEWS))
      test(`${name}: ${story}`, async (t) => {
        const events = await eventsOf(story);
        const shown = await textOf(view, events, data);
        const words = view.isOfResults ? [] : data.says;
        t.deepEqual(lost(words, shown), [], shown);
        for (const [kind, facts] of Object.entries(factsOf(events, view)))
          t.deepEqual(lost(facts, shown), [], `${kind}\n${shown}`);
        t.deepEqual(
          (data.never ?? []).filter((word) => shown.includes(word)),
          [],
        );
      });

async function textOf(
  { kind, options }: View,
  events: readonly Event[],
  { diff }: Partial<Story>,
): Promise<string> {
  const { out, err } = await replay(kind, events, { ...options, diff: diff === true });
  return `${options.terminal ? terminalText(out) : out}${err}`;
}

function factsOf(events: readonly Event[], { lacks = {}, isOfResults }: View): Record<string, Fact[]> {
  const kinds = Object.entries(FACTS).filter(([kind]) => !(kind in lacks));
  const read = isOfResults
    ? events.filter((event) => event.type !== "task-result" || event.result.items === undefined)
    : events;
  return Object.fromEntries(kinds.map(([kind, facts]) => [kind, facts(read)]));
}

const VERBOSE = ["Ansible's text", "the live view at 80 columns", "the steps as lines", "events"];
const TOLD_AT_V = [
  "some items change, some are skipped",
  "nothing is to be done",
  "it is tried again, and works",
];

for (const name of VERBOSE)
  for (const story of TOLD_AT_V)
    test(`${name} at -v: ${story}`, async (t) => {
      const events = await eventsOf(story);
      const { kind, options } = VIEWS[name]!;
      const shown = await textOf({ kind, options: { ...options, verbosity: 1 } }, events, {});
      for (const [fact, read] of Object.entries({ ...FACTS, ...MORE_FACTS }))
        if (!(fact in AS_ANSIBLE)) t.deepEqual(lost(read(events), shown), [], `${fact}\n${shown}`);
    });

for (const [name, view] of Object.entries(VIEWS))
  test(`${name}: what is out of date, a link`, async (t) => {
    const events = outOfDate(await eventsOf("a module warns"));
    const shown = await textOf(view, events, {});
    for (const [kind, facts] of Object.entries(factsOf(events, view)))
      t.deepEqual(lost(facts, shown), [], `${kind}\n${shown}`);
  });

/** No module of ours is out of date: the first of the results is told to be. */
function outOfDate(events: readonly Event[]): Event[] {
  const links = [{ host: "a", url: "http://127.0.0.1:1/hello" }];
  const old = { msg: "the old way goes away in 3.0" };
  const told: Event = { type: "message", level: "deprecation", text: "so does the other one" };
  return events.flatMap((event): Event[] => {
    if (event.type === "run-end") return [told, { ...event, links }];
    if (event.type !== "task-result") return [event];
    const { result } = event;
    return [{ ...event, result: { ...result, values: { ...result.values, deprecations: [old] } } }];
  });
}

/** The recordings are of this program: some that are quick are made again. */
for (const story of ["failures of items are ignored", "a block is rescued", "tasks are included"])
  test(`recorded as it happens now: ${story}`, async (t) => {
    const group = Object.values(GROUPS).find((stories) => story in stories)!;
    const ordered = (events: readonly Event[]) => events.filter(({ type }) => type !== "host-busy");
    t.deepEqual(ordered(await recorded(group[story]!)), ordered(await eventsOf(story)));
  });

/** Lines are wrapped, and JSON has escapes: what counts is that the words are there. */
function lost(facts: readonly Fact[], shown: string): Fact[] {
  const plain = squeezed(shown);
  const has = (fact: string): boolean =>
    plain.includes(squeezed(fact)) || plain.includes(squeezed(JSON.stringify(fact).slice(1, -1)));
  return facts.filter((fact) => !(typeof fact === "string" ? [fact] : fact).some(has));
}

const squeezed = (text: string): string => text.replace(/\s+/g, "");
