import test from "ava";
import type { TaskHead } from "../../../src/model/event.js";
import { pastKey } from "../../../src/model/reporter.js";
import { Pace } from "../../../src/reporters/live/pace.js";

const task = (name: string, number: number): TaskHead => ({
  id: name,
  name,
  module: "command",
  at: { path: "/srv/site.yml", line: 4, column: 5 },
  kind: "task",
  args: "",
  check: false,
  number,
});
const [install, start, ask] = [task("install", 1), task("start", 2), task("ask", 3)];
const PAST = {
  seconds: 20,
  reached: { [pastKey(1, install)]: 8, [pastKey(1, start)]: 12, [pastKey(2, ask)]: 19 },
};

test("what is left is counted down until the last run was through with the open step, and then waits", (t) => {
  const pace = new Pace(PAST);
  pace.play();
  t.is(pace.left(install, 0), 20);
  t.is(pace.left(install, 5000), 15);
  t.is(pace.left(install, 60_000), 12, "eight of twenty seconds are what it took until then");
  pace.reached(install, 60_000);
  t.is(pace.left(start, 61_000), 11);
  t.is(pace.left(start, 99_000), 8);
});

test("a step that other hosts are past sets nothing back, and plays are told apart", (t) => {
  const pace = new Pace(PAST);
  pace.play();
  pace.reached(start, 1000);
  pace.reached(install, 2000);
  t.is(pace.left(start, 1000), 8);
  pace.play();
  t.is(pace.left(ask, 1000), 8);
  pace.reached(ask, 3000);
  t.is(pace.left(undefined, 3000), 1);
});

test("nothing is said of a step that the last run did not have, nor without a last run", (t) => {
  const pace = new Pace(PAST);
  pace.play();
  t.is(pace.left(task("new one", 9), 0), undefined);
  t.is(new Pace(undefined).left(install, 0), undefined);
});
