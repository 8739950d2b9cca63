import type { VarsFolder } from "../../model/host.js";
import type { Task } from "../../model/play.js";
import type { Run } from "../hosts/engine.js";
import type { Walk } from "../hosts/state.js";
import { taskFolders } from "./files.js";

/**
 * The group_vars and host_vars that a task sees: those beside the playbook, unless `playbook_vars_root` says that
 * they stand beside the task's file or in its role (`bottom`), or in all of its folders (`all`; the last one wins).
 */
export function varsFolderOf({ batch: { run }, playVars }: Walk, task: Task | undefined): VarsFolder {
  const { varsRoot } = run.settings;
  if (varsRoot === "top" || !task) return playVars.folder;
  const folders = taskFolders(task);
  return readFolders(run, varsRoot === "bottom" ? folders.slice(0, 1) : folders);
}

const read = new WeakMap<Run, Map<string, VarsFolder>>();

function readFolders(run: Run, folders: readonly string[]): VarsFolder {
  const known = read.get(run) ?? new Map<string, VarsFolder>();
  read.set(run, known);
  const key = folders.join("\0");
  const found = known.get(key) ?? run.readVarsFolder(...folders);
  known.set(key, found);
  return found;
}
