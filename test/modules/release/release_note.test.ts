import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import note from "../../../src/modules/release/release_note.js";
import { readLedger } from "../../../src/shell/releases/release.js";
import { withPrograms } from "../../helpers/fake_programs.js";

const line = (run: string): string => JSON.stringify({ run, image: "r/web@sha256:1", result: "good" });

/** What is in the ledger, and which runs can be read when r2 was noted. */
const LEDGERS: readonly (readonly [what: string, text: string, runs: readonly string[]])[] = [
  ["nothing", "", ["r2"]],
  ["a whole line", `${line("r1")}\n`, ["r1", "r2"]],
  ["half a line, of a disk that was full", `${line("r0")}\n{"run":"r1","ima`, ["r0", "r2"]],
];

for (const [what, text, runs] of LEDGERS)
  test(`where the ledger holds ${what} a line is noted behind it`, async (t) => {
    await withPrograms({}, async (run, folder) => {
      const path = join(folder, "ledger.jsonl");
      writeFileSync(path, text);
      const { answer } = await run(note.sh!, { uses: [], vars: { folder, entry: line("r2"), audit: "" } });
      t.is(answer.failure, undefined);
      t.deepEqual(
        readLedger(readFileSync(path, "utf8")).map((one) => one.run),
        runs,
      );
    });
  });

for (const [full, entry] of [
  ["ledger.jsonl", line("r1")],
  ["audit.log", ""],
] as const)
  test(`that ${full} cannot be written is told with its place`, async (t) => {
    await withPrograms({}, async (run, folder) => {
      symlinkSync("/dev/full", join(folder, full));
      const { answer } = await run(note.sh!, { uses: [], vars: { folder, entry, audit: "ann: x" } });
      t.is(answer.failure, `cannot write ${folder}/${full}: is the disk full?`);
    });
  });
