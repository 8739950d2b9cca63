import test from "ava";
import { END, type Position, START } from "../../../src/run/order/position.js";
import { Progress } from "../../../src/run/order/progress.js";

const hosts = ["a", "b", "c"];

/** Hosts at these positions, and what was told of the earliest. */
function at(positions: Readonly<Record<string, Position>>): { progress: Progress; moved: Position[] } {
  const moved: Position[] = [];
  const progress = new Progress(hosts, (earliest) => moved.push(earliest));
  for (const [host, position] of Object.entries(positions)) progress.advance(host, position);
  return { progress, moved };
}

/** positions of a, b and c | the earliest, and that of all others than each of them */
const EARLIEST: [Record<string, Position>, Position, Record<string, Position>][] = [
  [{}, START, { a: START, b: START, c: START }],
  [{ a: "1", b: "2", c: "3" }, "1", { a: "2", b: "1", c: "1" }],
  [{ a: "1", b: "1", c: "3" }, "1", { a: "1", b: "1", c: "1" }],
  [{ a: "3", b: "1", c: "3" }, "1", { a: "1", b: "3", c: "1" }],
  [{ a: "1", b: "2" }, START, { a: START, b: START, c: "1" }],
];

for (const [positions, earliest, others] of EARLIEST)
  test(`the earliest of ${JSON.stringify(positions)}, with and without each host`, (t) => {
    const { progress } = at(positions);
    t.is(progress.earliest, earliest);
    for (const [host, expected] of Object.entries(others)) t.is(progress.earliestBut(host), expected, host);
    t.is(progress.earliestBut("stranger"), earliest);
  });

test("a host that leaves holds nobody back, and who is left alone waits for nobody", (t) => {
  const { progress, moved } = at({ a: "1", b: "2", c: "3" });
  moved.length = 0;
  progress.leave("a");
  progress.leave("a");
  progress.advance("a", "9");
  t.deepEqual(moved, ["2"]);
  t.is(progress.at("a"), undefined);
  t.is(progress.at("b"), "2");
  progress.leave("c");
  t.is(progress.earliestBut("b"), END);
  progress.leave("b");
  t.is(progress.earliest, END);
});

test("a barrier opens when the last host has come to it, not before", async (t) => {
  const { progress } = at({ a: "2", b: "2" });
  t.is(progress.barrier(START), undefined);
  const opened: string[] = [];
  const waits = ["1", "2"].map((position) =>
    progress.barrier(position)!.then(() => void opened.push(position)),
  );
  progress.advance("c", "1");
  await waits[0];
  t.deepEqual(opened, ["1"]);
  progress.advance("c", "2");
  await waits[1];
  t.deepEqual(opened, ["1", "2"]);
});

test("one may wait until a host has gone on, or takes no further part", async (t) => {
  const { progress } = at({ a: "2" });
  await progress.gone("a", "1");
  await progress.gone("stranger", "1");
  const gone: string[] = [];
  const waits = ["a", "b"].map((host) => progress.gone(host, "2").then(() => void gone.push(host)));
  progress.advance("b", "2");
  progress.advance("a", "21");
  await waits[0];
  t.deepEqual(gone, ["a"]);
  progress.leave("b");
  await waits[1];
  t.deepEqual(gone, ["a", "b"]);
});
