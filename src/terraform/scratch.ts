import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Root } from "./root.js";

/** Plans hold every secret of a state, so they live in a folder that only we can read, and only for one run. */
export interface Scratch {
  folder: string;
  remove(): void;
}

const PREFIX = "tera-cloud-";
/** In each folder: whose it is. */
const OWNER = "owner";

export function makeScratch(): Scratch {
  removeLeft();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, OWNER), String(process.pid));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  // a second Ctrl-C ends the process at once
  process.once("exit", clear);
  return {
    folder,
    remove: () => {
      process.off("exit", clear);
      clear();
    },
  };
}

/** What a run has left that was killed before it could clean up: its plans are of no use, and hold secrets. */
function removeLeft(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const isOurs = statSync(folder).uid === process.getuid?.();
      if (isOurs && !isAlive(Number(readFileSync(join(folder, OWNER), "utf8"))))
        rmSync(folder, { recursive: true, force: true });
    } catch {
      // another run is just making it, or it is not ours to look into
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * The folder in which Terraform runs while the state is a file: a copy, because the HCL names another backend and
 * Terraform takes a backend from files only. Everything beside the root comes along, for `../modules`.
 */
export function localCopy(root: Root, scratch: Scratch): string {
  const top = join(scratch.folder, "terraform");
  cpSync(dirname(root.folder), top, { recursive: true, filter: isSource });
  const folder = join(top, basename(root.folder));
  const path = JSON.stringify(root.state).replaceAll("${", "$${").replaceAll("%{", "%%{");
  writeFileSync(
    join(folder, "tera_local_state_override.tf"),
    `terraform {\n  backend "local" {\n    path = ${path}\n  }\n}\n`,
  );
  return folder;
}

function isSource(path: string): boolean {
  return !/^(\.terraform|\.git|.*\.tfstate(\..*)?)$/.test(basename(path));
}
