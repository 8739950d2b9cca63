import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "ava";
import { type Lock, takeLock } from "../../src/state/lock.js";
import { thisProcess } from "../../src/state/owner.js";
import { scratchFolder } from "../helpers/scratch.js";

function here(): string {
  const path = join(scratchFolder("lock"), "it.lock");
  mkdirSync(path);
  return path;
}
const isMine = (lock: ReturnType<typeof takeLock>): lock is Lock => !("heldBy" in lock);

test("what is not there yet can be locked", (t) => {
  t.true(isMine(takeLock(join(here(), "inner", "it.lock"))));
});

test("a lock has one owner, until it is given back", (t) => {
  const path = here();
  const first = takeLock(path);
  const second = takeLock(path);
  if (!isMine(first) || isMine(second)) return t.fail();
  t.is(second.heldBy.pid, process.pid);
  first.release();
  t.true(isMine(takeLock(path)));
});

const { machine, start } = thisProcess();
const DEAD: readonly (readonly [what: string, text: string])[] = [
  ["a process that has ended", JSON.stringify({ pid: 2 ** 22 + 1, start: "1", machine })],
  [
    "an earlier process of a number that is used again",
    JSON.stringify({ pid: process.pid, start: `${start}0`, machine }),
  ],
  ["nobody can say who: its file is empty", ""],
  ["nobody can say who: its file is half", '{"pid":'],
];

for (const [what, text] of DEAD)
  test(`the lock of ${what} is taken over`, (t) => {
    const path = here();
    writeFileSync(join(path, "7"), text);
    t.true(isMine(takeLock(path)));
    t.deepEqual(readdirSync(path), ["8"]);
    t.is((JSON.parse(readFileSync(join(path, "8"), "utf8")) as { pid: number }).pid, process.pid);
  });

test("a lock of another machine is nobody's to take over", (t) => {
  const path = here();
  writeFileSync(join(path, "1"), JSON.stringify({ pid: 1, start: "1", machine: "elsewhere.test" }));
  t.false(isMine(takeLock(path)));
});

/** Takes the lock at a moment that all share, says whether it has got it, and stays until it is told to end. */
const TAKER = `
const { takeLock } = await import(process.argv[1]);
while (Date.now() < Number(process.argv[3]));
process.stdout.write("heldBy" in takeLock(process.argv[2]) ? "-" : "+");
process.stdin.resume().on("end", () => process.exit());
`;

test("of many that take over the lock of a dead process at once, one gets it", async (t) => {
  const path = here();
  writeFileSync(join(path, "3"), DEAD[0]![1]);
  const module = resolve("build/src/state/lock.js");
  const at = String(Date.now() + 1500);
  const takers = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", TAKER, module, path, at], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const said = await Promise.all(
    takers.map((taker) => new Promise((done) => taker.stdout.once("data", (data) => done(String(data))))),
  );
  for (const taker of takers) taker.stdin.end();
  t.is(said.filter((word) => word === "+").length, 1, said.join(""));
  t.is(said.filter((word) => word === "-").length, 7);
});
