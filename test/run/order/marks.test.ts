import test from "ava";
import { Marks } from "../../../src/run/order/marks.js";

const marked = (...positions: string[]): Marks => {
  const marks = new Marks();
  for (const position of positions) marks.add(position);
  return marks;
};

const CASES: readonly (readonly [
  marks: string[],
  position: string,
  earliest: string,
  isOpen: boolean,
  why: string,
])[] = [
  [[], "d", "a", false, "nothing is marked"],
  [["b"], "d", "a", true, "another host has not come by yet"],
  [["b"], "d", "b", true, "another host is at it"],
  [["b"], "d", "c", false, "all are past it"],
  [["d"], "d", "a", false, "it is the step itself"],
  [["e"], "d", "a", false, "it comes later"],
  [["e", "b"], "d", "a", true, "what is included comes out of order"],
  [["a", "e"], "d", "b", false, "one is past, the other is later"],
];

for (const [marks, position, earliest, isOpen, why] of CASES)
  test(`${marks.join() || "none"} before ${position}, the last host at ${earliest}: ${isOpen}, as ${why}`, (t) => {
    t.is(marked(...marks).isOpenBefore(position, earliest), isOpen);
  });

test("what all hosts are past is forgotten, what comes later is kept", (t) => {
  const marks = marked("b", "d");
  t.false(marks.isOpenBefore("d", "c"));
  t.true(marks.isOpenBefore("e", "c"));
  marks.add("c");
  marks.add("c");
  t.true(marks.isOpenBefore("d", "c"));
});
