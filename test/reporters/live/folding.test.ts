import test from "ava";
import type { Event, HostStats, TaskHead } from "../../../src/model/event.js";

import type { ResultValues, TaskResult } from "../../../src/model/result.js";
import live from "../../../src/reporters/listr.js";
import { replay } from "../../helpers/reporter.js";

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

const failed = (values: ResultValues): Event[] => play([result("web1", values)], { web1: { failed: 1 } });

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
      result(
        host,
        { msg: "One or more items failed" },
        { items: item(host === "web1" ? "tar" : "zip") as never },
      ),
    ),
    { web1: { failed: 1 }, web2: { failed: 1 } },
  );
  const { out } = await replay(live, events, { terminal: false });
  t.regex(out, /no tar/);
  t.regex(out, /no zip/);
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

test("failures that differ only in the host's own name and address are the same", async (t) => {
  const hosts = many(50);
  const events = play(
    hosts.map((host, index) =>
      result(host, { msg: `cannot mount /srv/${host}`, cmd: `ssh 10.0.0.${index + 1} mount ${host}:/srv` }),
    ),
    Object.fromEntries(hosts.map((host) => [host, { failed: 1 }])),
  );
  const { out } = await replay(live, events, { terminal: false });
  t.regex(out, /✖ web\[2:50\] \(49 hosts\) {2}the step {2}the same as on web1/);
  t.is(out.split("cannot mount").length - 1, 2, out);
});

test("who was broken off is marked, and no row gets longer by it", async (t) => {
  const hosts = { web1: none, web2: none };
  const events: Event[] = [{ type: "stats", hosts, interrupted: ["web1"] }];
  const { out } = await replay(live, events, { terminal: false, columns: 80 });
  t.regex(out, /^⚠ web1 /m);
  t.regex(out, /^web2 /m);
  for (const line of out.split("\n")) t.true(line.length < 80, line);
});
