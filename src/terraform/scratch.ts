import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Root } from "./root.js";

/** Plans hold every secret of a state, so they live in a folder that only we can read, and only for one run. */
export interface Scratch {
  folder: string;
  remove(): void;
}

export function makeScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "tera-cloud-"));
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
