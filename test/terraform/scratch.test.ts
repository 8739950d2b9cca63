import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { makeScratch } from "../../src/terraform/scratch.js";
import { scratchFolder } from "../helpers/scratch.js";

/** A process that has ended: nobody has its number by now. */
const gone = (): number => spawnSync("true").pid;

test("plans that a killed run has left are removed by the next one, and those of a running one stay", (t) => {
  process.env.TMPDIR = scratchFolder("left");
  const left = (name: string, owner?: string): string => {
    const folder = join(tmpdir(), name);
    mkdirSync(folder);
    writeFileSync(join(folder, "dev.tfplan"), "secrets");
    if (owner !== undefined) writeFileSync(join(folder, "owner"), owner);
    return folder;
  };
  const folders = {
    killed: left("tera-cloud-killed", String(gone())),
    running: left("tera-cloud-running", String(process.ppid)),
    new: left("tera-cloud-new"),
    other: left("other-cloud", String(gone())),
  };
  const scratch = makeScratch();
  t.deepEqual(
    Object.entries(folders).flatMap(([name, folder]) => (existsSync(folder) ? [name] : [])),
    ["running", "new", "other"],
  );
  t.true(existsSync(scratch.folder));
  scratch.remove();
  t.false(existsSync(scratch.folder));
});
