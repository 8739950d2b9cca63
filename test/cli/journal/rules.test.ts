import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { changedSince, sourcesOf } from "../../../src/cli/journal/changed.js";
import { goOnText } from "../../../src/cli/journal/go_on.js";
import { keepTimes, pastTimes } from "../../../src/cli/journal/past_times.js";
import { checkResumable } from "../../../src/cli/journal/resume.js";
import { mergeOptions } from "../../../src/cli/options/merge.js";
import type { RunOptions } from "../../../src/cli/options/run_options.js";
import { readSettings } from "../../../src/cli/options/settings.js";
import type { Event } from "../../../src/model/event.js";
import type { Playbook } from "../../../src/model/play.js";
import type { LeftHandler, PastRun } from "../../../src/state/journal_read.js";
import { scratchFolder } from "../../helpers/scratch.js";

const folder = scratchFolder("journal-rules");
process.env.XDG_STATE_HOME = folder;

function put(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), "");
  }
}

const HEAD = { version: 1, started: 0, asked: "a", inventory: "i", sources: [] } as const;
const past = (more: Partial<PastRun>): PastRun => ({
  head: { ...HEAD, sources: [] },
  lost: new Map(),
  left: [],
  batches: new Map(),
  ...more,
});
const left = (...names: string[]): LeftHandler[] =>
  names.map((name) => ({ name, host: "h1", title: "p", position: "" }));
const LOST: PastRun["lost"] = new Map([["h1", "failed"]]);
const HANDLERS = "handlers that were notified and have not run: ";
const TWO_LOST: PastRun["lost"] = new Map([
  ["h1", "failed"],
  ["h2", "unreachable"],
]);

type Told = readonly [what: string, run: Partial<PastRun>, words: string[], lines: string[]];

const TOLD: readonly Told[] = [
  ["one that went well", { code: 0 }, ["playbook", "a.yml"], []],
  [
    "one with a host that failed, while the others came to their end",
    { code: 2, lost: LOST, isCut: false },
    ["playbook", "a.yml", "-l", "h1"],
    ["to run it again for the host that failed:\n  tera playbook a.yml --limit @failed"],
  ],
  [
    "one with two",
    { code: 2, lost: TWO_LOST, isCut: false, left: left("restart") },
    ["playbook", "a.yml"],
    [
      `${HANDLERS}restart (h1)`,
      "to run it again for the 2 hosts that failed:\n  tera playbook a.yml --limit @failed --flush-pending",
    ],
  ],
  [
    "one that others did not come to the end of",
    { code: 2, lost: LOST, isCut: true },
    ["playbook", "a.yml"],
    ["to go on, each host after its last task:\n  tera playbook a.yml --resume"],
  ],
  [
    "one that failed without a host that did",
    { code: 2, isCut: false },
    ["playbook", "a.yml"],
    ["to go on, each host after its last task:\n  tera playbook a.yml --resume"],
  ],
  [
    "one that was broken off, with a limit of its own in each way of writing it",
    { lost: LOST },
    ["playbook", "-l", "h1", "--limit", "h2", "-lh3", "--limit=h4", "a b.yml", "--resume", "--flush-pending"],
    [
      "to go on, each host after its last task:\n  tera playbook 'a b.yml' -l h1 --limit h2 -lh3 --limit=h4 --resume",
    ],
  ],
  [
    "one that left a handler, and went well",
    { code: 0, left: left("restart") },
    ["playbook", "it's.yml", "-l", "h1"],
    [`${HANDLERS}restart (h1)`, "to run them:\n  tera playbook 'it'\\''s.yml' -l h1 --flush-pending"],
  ],
  [
    "one that left five handlers, and failed",
    { code: 4, left: left("a", "b", "c", "d", "e") },
    ["playbook", "a.yml"],
    [
      `${HANDLERS}a (h1), b (h1), c (h1), d (h1), e (h1)`,
      "to go on, each host after its last task:\n  tera playbook a.yml --resume",
    ],
  ],
  [
    "one that left six, one of them on two hosts",
    { code: 0, left: [...left("a", "b", "c", "d", "e", "f"), { ...left("a")[0]!, host: "h3" }] },
    ["playbook", "a.yml"],
    [
      `${HANDLERS}a (h1, h3), b (h1), c (h1), d (h1), e (h1), …`,
      "to run them:\n  tera playbook a.yml --flush-pending",
    ],
  ],
];

for (const [what, run, words, lines] of TOLD)
  test(`how to go on after ${what}`, (t) => {
    t.is(goOnText(past(run), words), lines.map((line) => `${line}\n`).join(""));
  });

test("what says what a run does: all that stands beside its playbooks, roles, inventories, and what was read", (t) => {
  const beside = "collections files group_vars handlers host_vars library roles tasks templates vars".split(
    " ",
  );
  put(...beside.map((name) => `book/${name}/x`), "book/site.yml", "book/other.yaml", "book/notes.txt");
  put(
    "elsewhere/role/tasks/main.yml",
    "hosts/all.ini",
    "hosts/group_vars/x",
    "hosts/host_vars/x",
    "read.yml",
  );
  put("hosts/files/x");
  const playbook = {
    path: join(folder, "book/site.yml"),
    folder: join(folder, "book"),
    plays: [{ usedRoles: [{ role: { path: join(folder, "elsewhere/role") } }] }],
  } as unknown as Playbook;
  const found = sourcesOf(
    [playbook, playbook],
    [join(folder, "hosts/all.ini")],
    [join(folder, "read.yml"), join(folder, "gone.yml")],
  );
  t.deepEqual(
    found.map((path) => path.slice(folder.length + 1)).sort(),
    [
      ...beside.map((name) => `book/${name}`),
      ...["book/site.yml", "book/other.yaml", "elsewhere/role", "read.yml"],
      ...["hosts/all.ini", "hosts/group_vars", "hosts/host_vars"],
    ].sort(),
  );
});

/** What is done to the folder `tree` after the run began; is it seen? */
const CHANGES: readonly (readonly [what: string, change: () => void, seen: string | undefined])[] = [
  ["nothing", () => {}, undefined],
  ["a file of git's", () => put("tree/.git/index", "tree/node_modules/x/y"), undefined],
  ["a file deep inside", () => writeFileSync(join(folder, "tree/a/b"), "new"), "tree/a/b"],
  ["a file that is gone", () => rmSync(join(folder, "tree/a/b")), "tree/a"],
  [
    "a file that was put in its place",
    () => renameSync(join(folder, "tree/a/c"), join(folder, "tree/a/b")),
    "tree/a",
  ],
];

for (const [what, change, seen] of CHANGES)
  test.serial(`what has changed since a run began: ${what}`, (t) => {
    rmSync(join(folder, "tree"), { recursive: true, force: true });
    put("tree/a/b", "tree/a/c", "tree/.git/index", "tree/node_modules/x/y");
    const then = Date.now() + 1; // the files just made have fractions of the millisecond
    waitForFiles(then);
    change();
    const found = changedSince(then, [join(folder, "tree")]);
    t.is(found?.slice(folder.length + 1), seen);
  });

/** The times of files are those of the clock's last tick, which is late on a busy machine: until one is after `then`. */
function waitForFiles(then: number): void {
  const probe = join(folder, "probe");
  do writeFileSync(probe, "");
  while (lstatSync(probe).ctimeMs <= then);
}

test("a source that is gone has changed", (t) => {
  t.is(changedSince(Number.POSITIVE_INFINITY, [folder, join(folder, "nowhere")]), join(folder, "nowhere"));
});

const AGAIN = /without --resume/;
const steps = (gone?: string): PastRun["batches"] => {
  const step = { host: "h1", step: "secret", pos: "", at: "", status: "ok" };
  const done = new Map([["p", gone === undefined ? step : { ...step, gone }]]);
  return new Map([["b", { steps: new Map([["h1", done]]), notified: new Map() }]]);
};

const REFUSED: readonly (readonly [what: string, run: PastRun | undefined, why: RegExp, hint: RegExp])[] = [
  ["no run", undefined, /no earlier run/, AGAIN],
  ["one that went well", past({ code: 0 }), /came to its end/, /nothing to go on with/],
  ["one with other options", past({ head: { ...HEAD, sources: [], asked: "b" } }), /something else/, AGAIN],
  ["one over other hosts", past({ head: { ...HEAD, sources: [], inventory: "j" } }), /other hosts/, AGAIN],
  [
    "one whose playbook is gone",
    past({ head: { ...HEAD, sources: ["/nowhere/a.yml"] } }),
    /^--resume: \/nowhere\/a\.yml has changed/,
    AGAIN,
  ],
  [
    "one with a result that was not kept",
    past({ batches: steps("it is hidden") }),
    /what "secret" gave on h1 is not in the journal: it is hidden/,
    AGAIN,
  ],
];

for (const [what, run, why, hint] of REFUSED)
  test(`what cannot be gone on with: ${what}`, (t) => {
    const fault = t.throws(() => checkResumable(run, { ...HEAD, sources: [] }), { code: "RESUME_REFUSED" });
    t.regex(fault.message, why);
    t.regex((fault as Error & { hint?: string }).hint ?? "", hint);
  });

test("what can be gone on with is a run that failed or was broken off", (t) => {
  for (const run of [past({ code: 2 }), past({ batches: steps() })])
    t.is(checkResumable(run, { ...HEAD, sources: [] }), run);
});

const options = (playbook: string, more: Partial<RunOptions> = {}): RunOptions => ({
  ...mergeOptions({}, readSettings({ HOME: folder }, folder), { playbooks: [playbook], inventory: ["h1,"] }),
  ...more,
});

/** A run with one play and one task; with which code it ends. */
function heard(of: RunOptions, { plays = 1, code = 0 } = {}): boolean {
  const keep = keepTimes(of);
  const task = { name: "t", module: "ping", path: "a.yml", line: 1 };
  const events = [
    ...Array.from({ length: plays }, () => ({ type: "play-start" })),
    { type: "task-result", task, host: "h1", result: { status: "ok", values: {} } },
    { type: "run-end", code, seconds: 3 },
  ];
  for (const event of events) keep(event as unknown as Event);
  return pastTimes(of) !== undefined;
}

const TIMES: readonly (readonly [what: string, more: Partial<RunOptions>, run: object, kept: boolean])[] = [
  ["one that went well", {}, {}, true],
  ["one that failed", {}, { code: 2 }, false],
  ["one without a play", {}, { plays: 0 }, false],
  ["one that was gone on with", { resume: true }, {}, false],
];

for (const [what, more, run, kept] of TIMES)
  test(`the times of a run are ${kept ? "kept" : "not kept"}: ${what}`, (t) => {
    t.is(heard(options(`${what}.yml`, more), run), kept);
  });

test("times are those of a run that was asked for the same", (t) => {
  const usual = options("same.yml");
  t.true(heard(usual));
  t.is(pastTimes(usual)?.seconds, 3);
  t.is(Object.keys(pastTimes(usual)?.reached ?? {}).length, 1);
  const others: Partial<RunOptions>[] = [
    ...[{ check: true }, { limit: "h1" }, { tags: ["x"] }, { skipTags: ["x"] }, { startAtTask: "x" }],
  ];
  for (const other of others) t.is(pastTimes({ ...usual, ...other }), undefined, JSON.stringify(other));
  const adhoc = { pattern: "all", module: "ping", args: "", taskTimeout: 0 };
  t.is(pastTimes({ ...usual, adhoc }), undefined);
});
