import test from "ava";
import type { TaskHead } from "../../../src/model/event.js";
import type { TaskResult } from "../../../src/model/result.js";
import {
  addResult,
  beginPlay,
  beginStep,
  markBusy,
  newRunState,
} from "../../../src/reporters/live/run_state.js";

const head = (number: number): TaskHead => ({
  id: `t${number}`,
  name: `step ${number}`,
  module: "command",
  at: { path: "/srv/site.yml", line: number, column: 1 },
  kind: "task",
  args: "",
  check: false,
  number,
});

/** A play on web1 and web2: `busy 1 web1` gives a step, `ok 1 web1` is its answer; the time is the number of the line. */
function stateAfter(lines: string): Record<string, string> {
  const run = newRunState();
  beginPlay(run, { type: "play-start", name: "play", hosts: ["web1", "web2"], steps: 3 } as never, 0);
  for (const [now, line] of lines.trim().split("\n").entries()) {
    const [what, number, host] = line.trim().split(" ") as [string, string, string];
    const task = head(Number(number));
    if (what === "busy") markBusy(run, host, task, now);
    else {
      const result = { status: what, values: {} } as TaskResult;
      const event = { type: "task-result", host, task, result, ignored: false, seconds: 1 } as never;
      addResult(run, beginStep(run, task, now), { event, now });
    }
  }
  const rows = [...run.play!.hosts.values()].map(({ name, given: [at], state }) => [
    name,
    at ? `${state}: ${at.task} since ${at.since}` : state,
  ]);
  return { ...Object.fromEntries(rows), running: String(run.play!.running), lost: String(run.play!.lost) };
}

const CASES: Readonly<Record<string, [lines: string, wanted: object]>> = {
  "a host is at the first step that it has not answered, whatever was sent ahead": [
    "busy 1 web1\nbusy 2 web1\nbusy 3 web1",
    { web1: "running: step 1 since 0", web2: "waiting", running: "1", lost: "0" },
  ],
  "the next step's time begins with the answer before it": [
    "busy 1 web1\nbusy 2 web1\nbusy 1 web2\nok 1 web1",
    { web1: "running: step 2 since 3", web2: "running: step 1 since 2", running: "2", lost: "0" },
  ],
  "who has answered all waits": [
    "busy 1 web1\nbusy 2 web1\nok 1 web1\nok 2 web1",
    { web1: "waiting", web2: "waiting", running: "0", lost: "0" },
  ],
  "a try again is the same step": [
    "busy 1 web1\nbusy 1 web1",
    { web1: "running: step 1 since 0", web2: "waiting", running: "1", lost: "0" },
  ],
  "what was sent ahead of a failure is over": [
    "busy 1 web1\nbusy 2 web1\nfailed 1 web1",
    { web1: "lost", web2: "waiting", running: "0", lost: "1" },
  ],
  "who is rescued goes on": [
    "busy 1 web1\nfailed 1 web1\nbusy 3 web1",
    { web1: "running: step 3 since 2", web2: "waiting", running: "1", lost: "0" },
  ],
  "an answer that nobody waited for changes nothing": [
    "busy 2 web1\nok 1 web1",
    { web1: "running: step 2 since 0", web2: "waiting", running: "1", lost: "0" },
  ],
};

for (const [name, [lines, wanted]] of Object.entries(CASES))
  test(name, (t) => t.deepEqual(stateAfter(lines), wanted as never));
