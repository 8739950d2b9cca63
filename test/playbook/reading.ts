import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Fault, Faults } from "../../src/model/errors.js";
import type { Entry, Playbook } from "../../src/model/play.js";
import type { Loading } from "../../src/playbook/load.js";
import { readPlaybook } from "../../src/playbook/playbook.js";

/** Names in imports are filled in from the variables that are known there. */
export const loading: Loading = {
  secrets: new Map(),
  rolesPath: [],
  warn: () => {},
  resolveName: (text, _at, vars) => {
    let known = true;
    const name = text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, variable: string) => {
      const found = vars.find((one) => variable in one);
      known &&= found !== undefined;
      return String(found?.[variable]);
    });
    return known ? name : undefined;
  },
};

/** Reads `site.yml` of files that exist only meanwhile. */
export function readFiles(files: Readonly<Record<string, string>>, more: Partial<Loading> = {}): Playbook {
  const folder = mkdtempSync(join(tmpdir(), "playbook-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return readPlaybook(join(folder, "site.yml"), { ...loading, ...more });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The faults of reading, as `line:column message`. */
export function faultsOf(work: () => unknown): Fault[] {
  try {
    work();
    return [];
  } catch (error) {
    return error instanceof Faults ? [...error.faults] : [error as Fault];
  }
}

/** Entries as an indented list of names. */
export function outline(entries: readonly Entry[], indent = ""): string[] {
  return entries.flatMap((entry) => {
    const name = String(entry.keywords.name?.value ?? "");
    if (entry.kind === "task") return [`${indent}${name || entry.module.value}`];
    const role = entry.startsRole ? `role ${entry.startsRole.role.name}` : name || "block";
    const section = (label: string, inner: Entry[]) =>
      inner.length > 0 ? [`${indent}  ${label}`, ...outline(inner, `${indent}    `)] : [];
    return [
      `${indent}${role}`,
      ...outline(entry.body, `${indent}  `),
      ...section("rescue", entry.rescue),
      ...section("always", entry.always),
    ];
  });
}
