import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** A new folder that is gone when the test's process ends. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tera-${name}-`));
  made.push(folder);
  if (made.length === 1)
    process.on("exit", () => {
      for (const one of made) rmSync(one, { recursive: true, force: true });
    });
  return folder;
}
