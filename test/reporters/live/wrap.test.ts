import test from "ava";
import { type Span, textOf } from "../../../src/reporters/live/spans.js";
import { wrapRow } from "../../../src/reporters/live/wrap.js";
import { widthOf } from "../../../src/reporters/text/width.js";

const wrapped = (row: readonly Span[], columns: number) =>
  wrapRow(row, columns).map((one) => one.map(textOf).join(""));

const ROWS: readonly (readonly [what: string, text: string, columns: number, rows: readonly string[]])[] = [
  ["fits", "    as it is", 12, ["    as it is"]],
  ["is broken between words", "a bb ccc dddd", 8, ["a bb ccc", "  dddd"]],
  ["keeps its margin and adds to it", "    aa bb cc dd", 12, ["    aa bb cc", "      dd"]],
  [
    "has a word that does not fit anywhere",
    "see /a/very/long/path now",
    10,
    ["see", "  /a/very/long/path", "  now"],
  ],
  ["is one long word", "/a/very/long/path", 5, ["/a/very/long/path"]],
  ["has wide signs", "漢字 漢字 漢字", 9, ["漢字 漢字", "  漢字"]],
  ["has more margin than room", `${" ".repeat(20)}a b c d e f g`, 22, [`${" ".repeat(20)}a b c d e f g`]],
];

for (const [what, text, columns, rows] of ROWS)
  test(`a kept row that ${what}`, (t) => t.deepEqual(wrapped([text], columns), rows));

test("no row is wider than it may be, nothing is lost, and colours stay", (t) => {
  const row: Span[] = [
    ["✖ web1", "failed"],
    "  install the packages of the web server  ",
    ["site.yml:4:5", "dim"],
  ];
  for (let columns = 20; columns < 70; columns += 1) {
    const rows = wrapRow(row, columns);
    for (const one of rows) t.true(widthOf(one.map(textOf).join("")) <= columns, String(columns));
    const words = rows.flat().map(textOf).join(" ").split(/\s+/).filter(Boolean);
    t.deepEqual(words, row.map(textOf).join(" ").split(/\s+/).filter(Boolean));
    t.true(rows.flat().some((span) => typeof span !== "string" && span[1] === "dim"));
  }
});
