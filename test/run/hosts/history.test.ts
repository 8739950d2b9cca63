import test from "ava";
import { isUnsafe, markUnsafe, type PlainDict } from "../../../src/model/value.js";
import { History } from "../../../src/run/hosts/history.js";
import { child, START } from "../../../src/run/order/position.js";

const at = (index: number) => child(START, index);

function changed(): { history: History; vars: PlainDict } {
  const history = new History();
  const vars: PlainDict = { old: "0" };
  history.set(vars, "old", "1", at(1));
  history.set(vars, "new", "2", at(2));
  history.set(vars, "old", "3", at(3));
  return { history, vars };
}

/** The step that reads, and what it must see: what steps before it have set, and nothing of its own or later ones. */
const ROWS: [number, PlainDict][] = [
  [0, { old: "0" }],
  [1, { old: "0" }],
  [2, { old: "1" }],
  [3, { old: "1", new: "2" }],
  [4, { old: "3", new: "2" }],
];

for (const [index, expected] of ROWS)
  test(`a step at ${index} sees ${JSON.stringify(expected)} of a host that is at 4`, (t) => {
    const { history, vars } = changed();
    t.deepEqual(history.asOf(vars, at(index)), expected);
    t.deepEqual(vars, { old: "3", new: "2" }, "what is now stays");
  });

test("what no host is before any more is forgotten, and nothing else", (t) => {
  const { history, vars } = changed();
  history.forget(at(3));
  t.deepEqual(history.asOf(vars, at(3)), { old: "1", new: "2" });
  history.clear();
  t.is(history.asOf(vars, at(0)), vars);
});

test("what is no template stays none in what was", (t) => {
  const { history, vars } = changed();
  markUnsafe(vars, "new");
  t.true(isUnsafe(history.asOf(vars, at(3)), "new"));
});
