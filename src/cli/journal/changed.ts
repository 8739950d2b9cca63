import { existsSync, lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Playbook } from "../../model/play.js";

/** Folders beside a playbook in which what it runs may stand. */
const BESIDE = [
  "collections",
  "files",
  "group_vars",
  "handlers",
  "host_vars",
  "library",
  "roles",
  "tasks",
  "templates",
  "vars",
];

/** The files and folders that say what a run does: playbooks, roles, variables, inventories. */
export function sourcesOf(
  playbooks: readonly Playbook[],
  inventory: readonly string[],
  read: Iterable<string>,
): string[] {
  const folders = [...new Set(playbooks.map(({ folder }) => folder))];
  const roles = playbooks.flatMap(({ plays }) =>
    plays.flatMap((play) => play.usedRoles.map(({ role }) => role.path)),
  );
  const found = [
    ...playbooks.map(({ path }) => path),
    ...folders.flatMap((folder) => BESIDE.map((name) => join(folder, name))),
    ...folders.flatMap(yamlIn),
    ...roles,
    ...inventory,
    ...inventory.flatMap((source) => ["group_vars", "host_vars"].map((name) => join(dirname(source), name))),
    ...read,
  ];
  return [...new Set(found)].filter((path) => existsSync(path));
}

const yamlIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name));

/** A file or folder that has changed since then, in milliseconds, or is gone. */
export function changedSince(then: number, sources: readonly string[]): string | undefined {
  for (const path of sources) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    // the time of the inode's change: nobody sets it by hand, and files that are put in place have it too
    if (!found || found.ctimeMs > then) return path;
    if (!found.isDirectory()) continue;
    const inner = readdirSync(path).filter((name) => name !== ".git" && name !== "node_modules");
    const changed = changedSince(
      then,
      inner.map((name) => join(path, name)),
    );
    if (changed !== undefined) return changed;
  }
  return undefined;
}
