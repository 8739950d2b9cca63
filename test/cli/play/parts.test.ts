import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { Settings } from "../../../src/cli/options/settings.js";
import { foreignModule } from "../../../src/cli/play/foreign_module.js";
import { addKeywordDefaults } from "../../../src/cli/play/keyword_defaults.js";
import { Reached } from "../../../src/cli/play/reached.js";
import { retryFiles } from "../../../src/cli/play/retry_file.js";
import { playbookOr } from "../../../src/cli/play/start.js";
import { treeFiles } from "../../../src/cli/play/tree_files.js";
import type { Event } from "../../../src/model/event.js";
import type { Play, Task } from "../../../src/model/play.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { shown, typed, typedBeside } from "../../helpers/typed.js";

const folder = scratchFolder("play-parts");
const put = (name: string): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), "");
};

const stats = (hosts: Record<string, [failed: number, unreachable: number]>): Event =>
  ({
    type: "stats",
    hosts: Object.fromEntries(
      Object.entries(hosts).map(([host, [failed, unreachable]]) => [host, { failed, unreachable }]),
    ),
  }) as unknown as Event;

/** What became of hosts; the file of those that are to be tried again, where there is one, and what is said. */
const RETRIES: readonly (readonly [
  what: string,
  settings: Partial<Settings>,
  hosts: Record<string, [number, number]>,
  file: string | undefined,
])[] = [
  ["not asked for", { retryFiles: false }, { h1: [1, 0] }, undefined],
  ["nobody failed", { retryFiles: true }, { h1: [0, 0] }, undefined],
  [
    "one failed, one was not reached",
    { retryFiles: true },
    { h3: [0, 1], h2: [0, 0], h1: [2, 0] },
    "book/my.site.retry",
  ],
  [
    "in a folder of its own",
    { retryFiles: true, retryFilesPath: join(folder, "else/where") },
    { h3: [0, 1], h1: [1, 1] },
    "else/where/my.site.retry",
  ],
];

for (const [what, settings, hosts, file] of RETRIES)
  test.serial(`hosts to be tried again: ${what}`, (t) => {
    put("book/my.site.yml");
    const hear = retryFiles(settings as Settings);
    t.deepEqual(hear(stats({ h1: [1, 0] })), [], "no playbook has begun");
    t.deepEqual(hear({ type: "playbook-start", path: join(folder, "book/my.site.yml") } as Event), []);
    const said = hear(stats(hosts));
    if (file === undefined) return t.deepEqual(said, []);
    const path = join(folder, file);
    t.deepEqual(said, [{ type: "message", level: "info", text: `\tto retry, use: --limit @${path}\n` }]);
    t.is(readFileSync(path, "utf8"), "h1\nh3\n");
  });

test.serial("hosts to be tried again, where no file can be made, are a warning", (t) => {
  put("file");
  const hear = retryFiles({ retryFiles: true, retryFilesPath: join(folder, "file/x") } as Settings);
  hear({ type: "playbook-start", path: "site.yml" } as Event);
  const [said] = hear(stats({ h1: [1, 0] }));
  t.like(said, { type: "message", level: "warning" });
  t.regex((said as { text: string }).text, /^Could not create retry file '\S*\/file\/x\/site\.retry': /);
});

const result = (host: string, status: string, module = "ping"): Event =>
  ({
    type: "task-result",
    host,
    task: { module },
    result: { status, values: { ping: "pong" } },
  }) as unknown as Event;

test("--tree writes results that are none of tasks that were skipped, and no path of a host's name", (t) => {
  const tree = join(folder, "tree/of");
  const hear = treeFiles(tree, 0);
  t.deepEqual(hear(result("h1", "skipped")), []);
  t.false(existsSync(tree));
  t.deepEqual(hear(result("a/../h1", "ok")), []);
  t.deepEqual(JSON.parse(readFileSync(join(tree, "a_.._h1"), "utf8")), { ping: "pong" });
  t.deepEqual(treeFiles(undefined, 0)(result("h1", "ok")), []);
  put("no-folder");
  const [said] = treeFiles(join(folder, "no-folder"), 0)(result("h1", "ok"));
  t.like(said, { type: "message", level: "warning" });
  t.regex((said as { text: string }).text, /^Unable to write to h1's file: /);
});

const many = Array.from({ length: 21 }, (_, index) => `n${index}`);

/** The hosts that are wanted, what was done on them, the code of the run; what is said, and the code then. */
const REACHED: readonly (readonly [
  what: string,
  wanted: readonly string[],
  done: readonly Event[],
  code: number,
  warning: string | undefined,
  then: number,
])[] = [
  ["all", ["a"], [result("a", "ok")], 0, undefined, 0],
  ["one by a failure", ["a"], [result("a", "failed")], 2, undefined, 2],
  ["one of two", ["a", "b"], [result("a", "ok")], 0, "nothing was done on one host: b", 0],
  ["nobody, of whom there is none", [], [], 0, undefined, 3],
  ["nobody", ["a", "b"], [], 0, "nothing was done on 2 hosts: a, b", 3],
  ["nobody, in a run that failed", ["a"], [], 4, "nothing was done on one host: a", 4],
  [
    "nobody but by what was skipped",
    ["a"],
    [result("a", "skipped")],
    0,
    "nothing was done on one host: a",
    3,
  ],
  ...["debug", "ansible.builtin.debug", "meta", "pause"].map(
    (module) =>
      [
        `nobody but by ${module}`,
        ["a"],
        [result("a", "ok", module)],
        0,
        "nothing was done on one host: a",
        3,
      ] as const,
  ),
  [
    "twenty are named",
    many,
    [result("n20", "ok")],
    0,
    `nothing was done on 20 hosts: ${many.slice(0, 20).join(", ")}`,
    0,
  ],
  ["and no more", many, [], 0, `nothing was done on 21 hosts: ${many.slice(0, 20).join(", ")}, …`, 3],
];

for (const [what, wanted, done, code, warning, then] of REACHED)
  test(`who was reached: ${what}`, (t) => {
    const end = { type: "run-end", code } as unknown as Event;
    for (const allows of [false, true]) {
      const reached = new Reached(wanted, allows);
      for (const event of done) t.deepEqual(reached.seen(event), [event]);
      const warned = warning === undefined ? [] : [{ type: "message", level: "warning", text: warning }];
      const expected = allows ? code : then;
      t.deepEqual(reached.seen(end), [...warned, { ...end, code: expected }] as Event[]);
      if (expected === 3)
        t.throws(() => reached.check(), {
          code: "NOBODY_REACHED",
          message: wanted.length === 0 ? /there are no hosts/ : /no play did anything/,
        });
      else t.notThrows(() => reached.check());
    }
  });

/** Settings, what a play says itself, and what its keywords are then. */
const KEYWORDS: readonly (readonly [settings: object, own: object, keywords: object])[] = [
  [{}, {}, {}],
  [{ anyErrorsFatal: true }, {}, { any_errors_fatal: true }],
  [{ gatherSubset: ["min"] }, {}, { gather_subset: ["min"] }],
  [{ noLog: true }, { no_log: false }, { no_log: false }],
  [{ noLog: true }, {}, { no_log: true }],
  [{ strategy: "free" }, {}, { strategy: "free" }],
  [{ taskTimeout: 7 }, {}, { timeout: 7 }],
];

for (const [settings, own, keywords] of KEYWORDS)
  test(`what settings say to plays: ${JSON.stringify([settings, own])}`, (t) => {
    const usual = {
      anyErrorsFatal: false,
      gatherSubset: [],
      noLog: false,
      strategy: "linear",
      taskTimeout: 0,
    };
    const written = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }]));
    const play = { keywords: written } as unknown as Play;
    addKeywordDefaults([play], { ...usual, ...settings } as unknown as Settings);
    const found = Object.entries(play.keywords).map(([name, located]) => [
      name,
      (located as { value: unknown }).value,
    ]);
    t.deepEqual(Object.fromEntries(found), keywords);
  });

test("modules of one's own are found in -M, then in that of the role, then beside the playbook", (t) => {
  const find = foreignModule([join(folder, "m")], [join(folder, "book")]);
  const task = { role: { role: { path: join(folder, "role") } } } as unknown as Task;
  const none = {} as Task;
  t.is(find("mine", task), undefined);
  for (const [file, of] of [
    ["book/library/mine.ps1", none],
    ["book/library/mine.sh", none],
    ["book/library/mine", none],
    ["book/library/mine.py", none],
    ["role/library/mine.ps1", task],
    ["m/mine.ps1", task],
  ] as const) {
    put(file);
    t.is(find("mine", of), join(folder, file));
  }
  put("m/a.mine.py");
  t.is(find("a.mine", none), undefined, "a full name is no file's");
});

test("a command with a usual playbook takes it where it is, and says where to go otherwise", async (t) => {
  put("playbooks/site.yml");
  const of = (given: string | undefined, cwd: string) =>
    shown(
      async () => {
        process.stdout.write(playbookOr(given, "playbooks/site.yml"));
        return 0;
      },
      { cwd },
    );
  t.is((await of(undefined, folder)).stdout, "playbooks/site.yml");
  t.is((await of("own.yml", folder)).stdout, "own.yml");
  t.is((await of("own.yml", join(folder, "playbooks"))).stdout, "own.yml");
  const none = await of(undefined, join(folder, "playbooks"));
  t.is(none.code, 1);
  t.regex(none.stderr, /there is no playbooks\/site\.yml here\n {2}go to the folder/);
});

/** Of single tasks: what is typed, the code, what is told beside the output. */
const TOLD: readonly (readonly [words: string[], code: number, err: RegExp])[] = [
  [
    ["nope", "-m", "ping"],
    0,
    /^\[WARNING\]: Could not match supplied host pattern, ignoring: nope\n\[WARNING\]: No hosts matched, nothing to do\n$/,
  ],
  [
    ["nope", "--list-hosts"],
    0,
    /^\[WARNING\]: Could not match [^\n]*nope\n\[WARNING\]: No hosts matched, nothing to do\n$/,
  ],
  [["h1", "-m", "ping"], 0, /^$/],
  [["h1", "-l", "h2", "--list-hosts"], 0, /No hosts matched, nothing to do\n$/],
  [["h1", "-l", "nope", "--list-hosts"], 1, /--limit nope leaves no host of the inventory/],
];

for (const [words, code, err] of TOLD)
  test(`what tera adhoc ${words.join(" ")} tells`, async (t) => {
    const ran = await typed(["adhoc", "-c", "local", "-i", "h1,h2", ...words], { cwd: folder });
    t.regex(ran.stderr, err);
    t.is(ran.code, code);
  });

const FOUND = { "a.yml": "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n" };

test("-v tells which ansible.cfg is read", async (t) => {
  const run = (files: Record<string, string>, ...words: string[]) =>
    typedBeside({ ...FOUND, ...files }, ["playbook", "-i", "h1,", "-c", "local", "a.yml", ...words], {
      env: { HOME: "/nonexistent" },
    });
  t.regex((await run({}, "-v")).stdout, /^No config file found; using defaults\n/);
  t.regex((await run({ "ansible.cfg": "" }, "-v")).stdout, /^Using \S*\/ansible\.cfg as config file\n/);
  t.notRegex((await run({ "ansible.cfg": "" })).stdout, /config file/);
});

test("an inventory of nobody is a warning, unless it is said not to be", async (t) => {
  const run = (env: Record<string, string>) =>
    typedBeside({ ...FOUND, hosts: "" }, ["playbook", "-i", "hosts", "a.yml"], { env });
  t.regex((await run({})).stderr, /provided hosts list is empty, only localhost is available/);
  t.is((await run({ ANSIBLE_LOCALHOST_WARNING: "0" })).stderr, "");
});
