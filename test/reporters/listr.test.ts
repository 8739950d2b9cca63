import test from "ava";
import type { Event, HostStats, TaskHead } from "../../src/model/event.js";
import kind from "../../src/reporters/listr.js";
import { UNICODE } from "../../src/reporters/live/glyphs.js";
import {
  addResult,
  beginPlay,
  beginStep,
  markBusy,
  newRunState,
} from "../../src/reporters/live/run_state.js";
import { paint } from "../../src/reporters/live/spans.js";
import { liveRows } from "../../src/reporters/live/view.js";
import { widthOf } from "../../src/reporters/text/width.js";
import { replay, terminalText, testReporter } from "../helpers/reporter.js";

testReporter(kind, "live.txt", (written) => terminalText(written).replace(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, "⠋"));

const names = (count: number) => Array.from({ length: count }, (_, index) => `web${index + 1}`);

function head(number: number, name = `step ${number}`): TaskHead {
  const at = { path: "site.yml", line: number, column: 3 };
  return { id: `t${number}`, name, module: "command", at, kind: "task", args: "", check: false, number };
}

const result = (number: number, host: string, values = {}): Extract<Event, { type: "task-result" }> => ({
  type: "task-result",
  task: head(number),
  host,
  result: { status: "ok", values },
  ignored: false,
  seconds: 0.1,
});

function fleet(hosts: number) {
  const run = newRunState();
  beginPlay(run, { type: "play-start", name: "fleet", hosts: names(hosts), steps: 3 }, 0);
  beginStep(run, head(1), 0);
  for (const host of names(hosts)) markBusy(run, host, head(1), 0);
  return run;
}

const text = (run: ReturnType<typeof fleet>, rows: number, columns = 80) =>
  liveRows(run, UNICODE, 1500, { rows, columns }).map((row) => paint(row, columns, false));

test("a few hosts are shown each with what they are at", (t) => {
  const rows = text(fleet(3), 20);
  t.is(rows[0], "PLAY fleet  step 1/3  ░░░░░░░░░░░░░░░░░░░░  1.5s");
  t.is(rows[1], "     3 hosts, 3 running ");
  t.deepEqual(rows.slice(3), ["    web1  1.5s", "    web2  1.5s", "    web3  1.5s"]);
});

test("the bar shows what is done: full steps, and of an open one the hosts that have answered", (t) => {
  const run = fleet(2);
  const bar = () => text(run, 20)[0]!.replace(/[^█░]/g, "").replaceAll("░", "").length;
  const step = beginStep(run, head(1), 0);
  addResult(run, step, { event: result(1, "web1"), now: 0 });
  t.is(bar(), 3);
  addResult(run, step, { event: result(1, "web2"), now: 0 });
  run.open.delete("t1");
  t.is(bar(), 6);
  beginStep(run, head(3), 0);
  t.is(bar(), 13);
});

test("a long name gives way to what counts", (t) => {
  const run = newRunState();
  beginPlay(run, { type: "play-start", name: "p".repeat(200), hosts: names(50), steps: 1 }, 0);
  beginStep(run, head(1, "n".repeat(200)), 0);
  const [first, , third] = text(run, 20, 60);
  t.true(first!.endsWith("  1.5s") && widthOf(first!) <= 60, first);
  t.true(third!.endsWith("…  0/50 hosts  1.5s") && widthOf(third!) <= 60, third);
});

test("of many hosts only as many as fit, with the number of the others", (t) => {
  const rows = text(fleet(200), 20);
  t.is(rows.length, 10);
  t.is(rows.at(-1), "    … and 194 more hosts");
});

test("no row is wider than the terminal and there are never more rows than it has", (t) => {
  for (const rows of [1, 2, 3, 5, 24]) {
    const shown = text(fleet(50), rows, 20);
    t.true(shown.length <= rows, `${rows}`);
    for (const row of shown) t.true(widthOf(row) <= 20, row);
  }
});

test("a step is complete when all hosts that are left have answered", (t) => {
  const run = fleet(2);
  const step = beginStep(run, head(1), 0);
  t.false(addResult(run, step, { event: result(1, "web1"), now: 0 }));
  t.true(addResult(run, step, { event: result(1, "web2"), now: 0 }));
  t.is(run.play!.running, 0);
});

test("a host whose failure was rescued counts again", (t) => {
  const run = fleet(2);
  const failed = { ...result(1, "web1"), result: { status: "failed" as const, values: {} } };
  addResult(run, beginStep(run, head(1), 0), { event: failed, now: 0 });
  t.is(run.play!.lost, 1);
  markBusy(run, "web1", head(2, "repair"), 0);
  t.is(run.play!.lost, 0);
  t.is(beginStep(run, head(2), 0).total, 2);
});

test("steps that begin again in another order are those of a free strategy, each shown once when it is done", async (t) => {
  const events: Event[] = [
    { type: "play-start", name: "free", hosts: ["a", "b"], steps: 2 },
    { type: "task-start", task: head(1) },
    result(1, "a"),
    { type: "task-start", task: head(2) },
    result(2, "a"),
    { type: "task-start", task: head(1) },
    result(1, "b"),
    { type: "task-start", task: head(2) },
    result(2, "b"),
    { type: "play-end" },
  ];
  const { out } = await replay(kind, events);
  const lines = terminalText(out)
    .split("\n")
    .filter((line) => line.includes("step"));
  t.true(lines.length <= 3, lines.join("\n"));
});

test("two hundred hosts cost next to nothing", async (t) => {
  const hosts = names(200);
  const events: Event[] = [{ type: "play-start", name: "fleet", hosts, steps: 30 }];
  for (let number = 1; number <= 30; number++) {
    events.push({ type: "task-start", task: head(number) });
    for (const host of hosts)
      events.push({ type: "host-busy", host, task: head(number) }, result(number, host));
  }
  const none: HostStats = {
    ok: 30,
    changed: 0,
    unreachable: 0,
    failed: 0,
    skipped: 0,
    rescued: 0,
    ignored: 0,
  };
  events.push(
    { type: "play-end" },
    { type: "stats", hosts: Object.fromEntries(hosts.map((host) => [host, none])) },
  );
  const before = process.cpuUsage();
  await replay(kind, events);
  const { user, system } = process.cpuUsage(before);
  t.true((user + system) / 1e6 < 1.5, `${(user + system) / 1e6} s`);
});
