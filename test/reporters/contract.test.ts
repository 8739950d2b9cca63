import test from "ava";
import type { Event, HostStats, TaskHead } from "../../src/model/event.js";
import type { ReporterKind } from "../../src/model/reporter.js";
import type { ResultValues, TaskResult } from "../../src/model/result.js";
import standard from "../../src/reporters/default.js";
import json from "../../src/reporters/json.js";
import live from "../../src/reporters/listr.js";
import tree from "../../src/reporters/tree.js";
import { type ReplayOptions, replay, terminalText } from "../helpers/reporter.js";

/**
 * What a person must be able to read in every view of a run, whatever the
 * view is. A fact that one of them loses makes its row red.
 */
interface Story {
  events: Event[];
  says: readonly string[];
  options?: ReplayOptions;
}

const task = (name: string, module = "command"): TaskHead => ({
  id: name,
  name,
  module,
  at: { path: "/srv/site.yml", line: 4, column: 5 },
  kind: "task",
  args: "",
  check: false,
  number: 1,
});

const result = (
  host: string,
  values: ResultValues,
  more: Partial<TaskResult> & { ignored?: boolean } = {},
): Event => ({
  type: "task-result",
  task: task("the step"),
  host,
  result: { status: more.status ?? "failed", values, ...(more.items && { items: more.items }) },
  ignored: more.ignored ?? false,
  seconds: 0.1,
});

const none: HostStats = { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };

/** A play of one step on the hosts that have results. */
function play(results: Event[], stats: Record<string, Partial<HostStats>>): Event[] {
  const hosts = Object.keys(stats);
  return [
    {
      type: "run-start",
      at: "2024-01-01T00:00:00Z",
      playbooks: ["site.yml"],
      check: false,
      diff: false,
      version: "1",
    },
    { type: "playbook-start", path: "site.yml", plays: 1 },
    { type: "play-start", name: "the play", hosts, steps: 1 },
    { type: "task-start", task: task("the step") },
    ...results,
    { type: "play-end" },
    {
      type: "stats",
      hosts: Object.fromEntries(hosts.map((host) => [host, { ...none, ...stats[host] }])),
    },
    { type: "run-end", code: 2, seconds: 1 },
  ];
}

const failed = (values: ResultValues): Story["events"] =>
  play([result("web1", values)], { web1: { failed: 1 } });

const STORIES: Readonly<Record<string, Story>> = {
  "a command that failed": {
    events: failed({
      msg: "non-zero return code",
      cmd: "mount /data",
      rc: 32,
      stderr: "mount: no such device",
      stdout: "",
    }),
    says: [
      "the play",
      "the step",
      "web1",
      "non-zero return code",
      "mount /data",
      "32",
      "mount: no such device",
    ],
  },
  "a command as a list of words": {
    events: failed({ msg: "non-zero return code", cmd: ["useradd", "bob"], rc: 9, stderr: "user exists" }),
    says: ["useradd", "bob", "user exists"],
  },
  "an address that did not answer as wanted": {
    events: failed({ msg: "Status code was 503", url: "http://web1/hello", status: 503 }),
    says: ["Status code was 503", "http://web1/hello", "503"],
  },
  "a condition that did not hold": {
    events: failed({ msg: "Assertion failed", assertion: "free_mb > 100", evaluated_to: false }),
    says: ["Assertion failed", "free_mb > 100", "false"],
  },
  "a failure with its place and the way out": {
    events: failed({ msg: "unexpected end", at: "/srv/a.j2:4:4", hint: "close it with endif" }),
    says: ["unexpected end", "/srv/a.j2:4:4", "close it with endif"],
  },
  "items of a loop of which one failed": {
    events: play(
      [
        {
          type: "item-result",
          task: task("the step"),
          host: "web1",
          label: "nginx",
          item: "nginx",
          result: { status: "failed", values: { msg: "no such package" } },
        },
        result(
          "web1",
          { msg: "One or more items failed" },
          {
            items: [
              {
                item: "nginx",
                label: "nginx",
                result: { status: "failed", values: { msg: "no such package" } },
              },
            ] as never,
          },
        ),
      ],
      { web1: { failed: 1 } },
    ),
    says: ["nginx", "no such package"],
  },
  "a host that is not reached": {
    events: play(
      [result("web1", { msg: "No route to host", hint: "is it up?" }, { status: "unreachable" })],
      {
        web1: { unreachable: 1 },
      },
    ),
    says: ["web1", "No route to host", "is it up?", "unreachable"],
  },
  "a failure that is ignored": {
    events: play([result("web1", { msg: "it may fail" }, { ignored: true })], {
      web1: { ok: 1, ignored: 1 },
    }),
    says: ["web1", "it may fail", "ignor"],
  },
  "different failures of different hosts": {
    events: play([result("web1", { msg: "one reason" }), result("web2", { msg: "another reason" })], {
      web1: { failed: 1 },
      web2: { failed: 1 },
    }),
    says: ["web1", "one reason", "web2", "another reason"],
  },
  "a difference": {
    events: play(
      [
        result(
          "web1",
          {
            changed: true,
            diff: {
              before: "old line\n",
              after: "new line\n",
              before_header: "/etc/a",
              after_header: "/etc/a",
            } as never,
          },
          { status: "changed" },
        ),
      ],
      { web1: { ok: 1, changed: 1 } },
    ),
    options: { diff: true },
    says: ["old line", "new line", "/etc/a", "web1"],
  },
  "a warning": {
    events: [
      ...play([], { web1: {} }).slice(0, 4),
      { type: "message", level: "warning", text: "mind the gap" },
      ...play([], { web1: {} }).slice(4),
    ],
    says: ["mind the gap"],
  },
  "what debug says": {
    events: play(
      [
        {
          ...result("web1", { msg: "hello there", _ansible_verbose_always: true }, { status: "ok" }),
          task: task("the step", "debug"),
        } as Event,
      ],
      {
        web1: { ok: 1 },
      },
    ),
    says: ["hello there", "web1"],
  },
  "a run that was broken off": {
    events: [
      ...play([], { web1: {} }).slice(0, 4),
      { type: "host-busy", host: "web1", task: task("the step") },
      { type: "stats", hosts: { web1: none }, interrupted: ["web1"] },
      { type: "run-end", code: 130, seconds: 1 },
    ],
    says: ["web1", "interrupted"],
  },
};

const VIEWS: readonly (readonly [name: string, kind: ReporterKind, options: ReplayOptions])[] = [
  ["Ansible's text", standard, { terminal: false }],
  ["the live view on a terminal", live, { terminal: true, columns: 200, rows: 40 }],
  ["the steps as lines", tree, { terminal: false }],
  ["events", json, { terminal: false }],
];

for (const [view, kind, own] of VIEWS)
  for (const [name, { events, says, options }] of Object.entries(STORIES))
    test(`${view} tells of ${name}`, async (t) => {
      const { out, err } = await replay(kind, events, { ...options, ...own });
      const text = `${own.terminal ? terminalText(out) : out}${err}`;
      const lost = says.filter((fact) => !text.replace(/",\s+"/g, '", "').includes(fact));
      t.deepEqual(lost, [], text);
    });

const many = (count: number) => Array.from({ length: count }, (_, index) => `web${index + 1}`);

test("the live view shows a failure once, and who shares it in one row", async (t) => {
  const hosts = many(50);
  const events = play(
    hosts.map((host) => result(host, { msg: "no space left" })),
    Object.fromEntries(hosts.map((host) => [host, { failed: 1 }])),
  );
  const { out } = await replay(live, events, { terminal: false });
  t.is(out.split("no space left").length - 1, 2, "once when it happens, once in the summary");
  t.regex(out, /✖ web\[2:50\] \(49 hosts\) {2}the step {2}the same as on web1/);
  t.regex(out, /✖ web\[1:50\] \(50 hosts\) {2}the step {2}\/srv\/site\.yml:4:5/);
  t.regex(out, /each of web\[1:50\] \(50 hosts\): 1 failed/);
  t.true(out.split("\n").length < 25, out);
});

test("the live view shows a difference that hosts share once", async (t) => {
  const hosts = many(50);
  const values = { changed: true, diff: { before: "a\n", after: "b\n" } } as never;
  const events = play(
    hosts.map((host) => result(host, values, { status: "changed" })),
    Object.fromEntries(hosts.map((host) => [host, { ok: 1, changed: 1 }])),
  );
  const { out } = await replay(live, events, { terminal: false, diff: true });
  t.is(out.split("\n").filter((line) => line === "-a").length, 1, out);
  t.regex(out, /web\[1:50\] \(50 hosts\)/);
});

test("failures of the same step that differ only in their items are two", async (t) => {
  const item = (name: string) => [
    { item: name, label: name, result: { status: "failed", values: { msg: `no ${name}` } } },
  ];
  const events = play(
    ["web1", "web2"].map((host) =>
      result(host, { msg: "One or more items failed" }, { items: item(`of ${host}`) as never }),
    ),
    { web1: { failed: 1 }, web2: { failed: 1 } },
  );
  const { out } = await replay(live, events, { terminal: false });
  t.regex(out, /no of web1/);
  t.regex(out, /no of web2/);
  t.notRegex(out, /the same as/);
});

test("the summary says of a command what it complained of last", async (t) => {
  const values = { msg: "non-zero return code", rc: 32, stderr: "trying\nmount: no such device\n" };
  const { out } = await replay(live, failed(values), { terminal: false });
  t.regex(out, /FAILED\n.*\n {6}non-zero return code: mount: no such device\n/);
});

test("a failure that was rescued is not in the summary", async (t) => {
  const events = play([result("web1", { msg: "on purpose" })], { web1: { rescued: 1, ok: 1 } });
  const { out } = await replay(live, events, { terminal: false });
  t.notRegex(out, /FAILED/);
});

test("the summary says how to go on for some hosts of many, and nothing where all have failed", async (t) => {
  const stats = { web1: { failed: 1 }, web2: { ok: 1 }, db: { unreachable: 1 } };
  const some = await replay(live, play([result("web1", { msg: "no" })], stats), { terminal: false });
  t.regex(some.out, /again for them: --limit db,web1\n/);
  const all = await replay(live, failed({ msg: "no" }), { terminal: false });
  t.notRegex(all.out, /--limit/);
});

test("after --check it is said that nothing was changed, and what would be", async (t) => {
  const changed = ["web1", "web2"].map((host) => result(host, { changed: true }, { status: "changed" }));
  const events = play(changed, { web1: { ok: 1 }, web2: { ok: 1 } });
  const [first, ...rest] = events as [Extract<Event, { type: "run-start" }>, ...Event[]];
  const { out } = await replay(live, [{ ...first, check: true }, ...rest], { terminal: false });
  t.regex(out, /nothing was changed; 1 task on 2 hosts would be/);
  const nothing = await replay(live, [{ ...first, check: true }, ...play([], { web1: {} }).slice(1)], {
    terminal: false,
  });
  t.regex(nothing.out, /nothing was changed, and nothing would be/);
});

test("a run of skipped steps takes one row", async (t) => {
  const skips = [1, 2, 3, 4].flatMap((number): Event[] => {
    const head = { ...task(`step ${number}`), number };
    const skip = { ...result("web1", { changed: false }, { status: "skipped" }), task: head } as Event;
    return [{ type: "task-start", task: head }, skip];
  });
  const events = play([], { web1: { skipped: 4 } });
  const { out } = await replay(live, [...events.slice(0, 3), ...skips, ...events.slice(4)], {
    terminal: false,
  });
  t.regex(out, /↓ 4 steps skipped {2}step 1 … step 4\n/);
  t.notRegex(out, /step 2/);
});

test("the recap is a list where the terminal is too narrow for the table", async (t) => {
  const { out } = await replay(live, failed({ msg: "no" }), { terminal: false, columns: 40 });
  t.regex(out, /RECAP\nweb1: 1 failed\n/);
});
