import test from "ava";
import { Fault, Faults } from "../../src/model/errors.js";
import {
  forgetText,
  formatPlace,
  noteText,
  type Place,
  placeWithin,
  quoteSource,
} from "../../src/model/source.js";

test("a place within a text is told by line and column, of a block by its indent", (t) => {
  const text = "one\ntwo\n\nthree";
  const start: Place = { path: "p.yml", line: 4, column: 7 };
  /** offset | of a text that starts in the middle of a line | of a block at column 3 */
  const rows: [number, string, string][] = [
    [0, "p.yml:4:7", "p.yml:4:7"],
    [2, "p.yml:4:9", "p.yml:4:9"],
    [3, "p.yml:4:10", "p.yml:4:10"],
    [4, "p.yml:5:1", "p.yml:5:3"],
    [6, "p.yml:5:3", "p.yml:5:5"],
    [8, "p.yml:6:1", "p.yml:6:3"],
    [9, "p.yml:7:1", "p.yml:7:3"],
    [13, "p.yml:7:5", "p.yml:7:7"],
  ];
  for (const [offset, plain, block] of rows) {
    t.is(formatPlace(placeWithin(start, text, offset)), plain);
    t.is(formatPlace(placeWithin({ ...start, indent: 3 }, text, offset)), block);
  }
  t.is(formatPlace({ path: "whole.yml", line: 0, column: 0 }), "whole.yml");
});

test("a fault shows its line with a caret, whatever the number of the line and its tabs", (t) => {
  noteText("q.yml", `${"x: 1\r\n".repeat(9)}a:\tb c\n\tend`);
  /** line | column | what is shown */
  const rows: [number, number, string][] = [
    [1, 1, "1 | x: 1\n  | ^"],
    [9, 4, "9 | x: 1\n  |    ^"],
    [10, 1, "10 | a:\tb c\n   | ^"],
    [10, 4, "10 | a:\tb c\n   |   \t^"],
    [11, 2, "11 | \tend\n   | \t^"],
    [12, 1, ""],
  ];
  for (const [line, column, shown] of rows) {
    const at = { path: "q.yml", line, column };
    t.is(quoteSource(at), shown);
    const lines = shown === "" ? [] : shown.split("\n").map((one) => `  ${one}`);
    t.deepEqual(new Fault("YAML_INVALID", "wrong", { at, hint: "do right" }).format().split("\n"), [
      "wrong",
      `  at q.yml:${line}:${column}`,
      ...lines,
      "  do right",
    ]);
  }
  forgetText("q.yml");
  t.is(quoteSource({ path: "q.yml", line: 1, column: 1 }), "");
  t.is(new Fault("YAML_INVALID", "wrong").format(), "wrong");
});

test("several faults are one, with all their messages", (t) => {
  const faults = ["one", "two"].map((message) => new Fault("YAML_INVALID", message));
  const all = new Faults(faults);
  t.is(all.message, "one\ntwo");
  t.deepEqual(all.faults, faults);
});

test("of a long line the part around the caret is quoted, and the caret points at the same character", (t) => {
  const line = Array.from({ length: 300 }, (_, index) => String.fromCharCode(0x4e00 + index)).join("");
  noteText("long.yml", line);
  for (let column = 1; column <= 301; column++) {
    const [shown, caret] = quoteSource({ path: "long.yml", line: 1, column }).split("\n") as [string, string];
    t.is(shown[caret.length - 1] ?? "", line[column - 1] ?? "", `${column}`);
    t.true(shown.length <= 76, shown);
  }
});
