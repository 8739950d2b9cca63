import test from "ava";
import { timings } from "../../../src/cli/play/timings.js";
import type { Event } from "../../../src/model/event.js";

const result = (name: string, host: string, seconds: number): Event => ({
  type: "task-result",
  task: {
    id: name,
    name,
    module: "command",
    at: { path: "a", line: 1, column: 1 },
    kind: "task",
    args: "",
    check: false,
    number: 1,
  },
  host,
  result: { status: "ok", values: {} },
  ignored: false,
  seconds,
});
const end: Event = { type: "run-end", code: 0, seconds: 9 };

function told(events: readonly Event[], isWanted = true): string[] {
  const hear = timings(isWanted);
  return events.flatMap(hear).flatMap((event) => (event.type === "message" ? event.text.split("\n") : []));
}

test("tasks are told by the slowest host of each, hosts by all that they did", (t) => {
  const events = [result("a", "web1", 1), result("a", "web2", 3), result("b", "web1", 2.5), end];
  t.deepEqual(told(events), [
    "Slowest tasks",
    "      3.0s  a  (slowest: web2)",
    "      2.5s  b  (web1)",
    "Slowest hosts",
    "      3.5s  web1",
    "      3.0s  web2",
    "",
  ]);
});

test("the slowest come first, and ten are enough", (t) => {
  const many = Array.from({ length: 30 }, (_, index) => result(`t${index}`, "web1", index));
  const lines = told([...many, end]);
  t.is(lines[1], "     29.0s  t29  (web1)");
  t.is(lines.indexOf("Slowest hosts"), 11);
});

test("nothing is said where nobody asks, or nothing was done", (t) => {
  t.deepEqual(told([result("a", "web1", 1), end], false), []);
  t.deepEqual(told([end]), []);
});
