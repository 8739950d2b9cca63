import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { homeFolder } from "../../disk/local_user.js";
import { Fault } from "../../model/errors.js";
import type { Task } from "../../model/play.js";
import { withParents } from "../../playbook/role_layers.js";

/** Folders in which a task's relative paths are looked for, nearest first. */
export function searchPath(task: Task | undefined, playbookFolder: string): string[] {
  return [...new Set([...(task ? taskFolders(task) : []), playbookFolder])];
}

/** The folders of a task's roles, and that of its file. */
export function taskFolders(task: Task): string[] {
  return [...new Set([...withParents(task.role).map((use) => use.role.path), task.folder])];
}

/** All places where `name` could be: `folder/` below each, then each itself. */
export function candidates(
  task: Task | undefined,
  playbookFolder: string,
  folder: string,
  name: string,
): string[] {
  const expanded = expandHome(name);
  if (isAbsolute(expanded)) return [expanded];
  const isWithin = expanded.split("/")[0] === folder;
  return searchPath(task, playbookFolder).flatMap((base) =>
    folder && !isWithin ? [join(base, folder, expanded), join(base, expanded)] : [resolve(base, expanded)],
  );
}

export function findFile(
  task: Task | undefined,
  playbookFolder: string,
  folder: string,
  name: string,
): string {
  const places = candidates(task, playbookFolder, folder, name);
  const found = places.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Fault("FILE_MISSING", missingText(name, places), { at: task?.at });
}

/** A file that is nowhere on the controller, in Ansible's words: roles and tests look for them. */
function missingText(name: string, places: readonly string[]): string {
  const searched = isAbsolute(expandHome(name)) ? "" : `\nSearched in:\n\t${places.join("\n\t")}`;
  return `Could not find or access '${name}'${searched} on the Ansible Controller.\nIf you are using a module and expect the file to exist on the remote, see the remote_src option`;
}

/** `~` and `~user` at a path's beginning as the user's home folder, where there is such a user. */
export function expandHome(path: string): string {
  const [, user, rest = ""] = /^~([^/]*)(.*)$/s.exec(path) ?? [];
  if (user === undefined) return path;
  const home = user === "" ? homeFolder() : homeOf(user);
  return home === undefined ? path : home + rest;
}

function homeOf(user: string): string | undefined {
  const entry = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((line) => line.startsWith(`${user}:`));
  return entry?.split(":")[5];
}
