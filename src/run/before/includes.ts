import type { Entry, Task } from "../../model/play.js";
import { type DynamicContext, readDynamicRole, readIncludedFile } from "../../playbook/dynamic.js";
import { collect } from "../../playbook/faults.js";
import { roleOptions } from "../../playbook/role_import.js";
import { isTemplate } from "../../template/render.js";
import { asDict } from "../vars/evaluate.js";
import { shortName } from "../vars/keywords.js";
import type { SeenTask, Way } from "./way.js";

/** What an include brings. */
export interface Content {
  /** of the file or role, to find circles */
  id: string;
  entries: Entry[];
  handlers: Task[];
}

export function isInclude(task: Task): boolean {
  return ["include_tasks", "include_role"].includes(shortName(task));
}

/**
 * The content of an include that names its file or role as it is; its faults
 * are noted, and it is without content where it cannot be read at all.
 * Undefined where what it brings can't be known.
 */
export function contentOf(seen: SeenTask, way: Way): Content | undefined {
  const { task } = seen;
  if (task.keywords.loop || task.with || task.args.apply) return undefined;
  if (Object.values(task.args).some((value) => typeof value === "string" && isTemplate(value)))
    return undefined;
  const before = way.faults.length;
  const read = shortName(task) === "include_role" ? ofRole : ofFile;
  const content = collect(way.faults, () => read(seen, way));
  if (content) return way.within.includes(content.id) ? undefined : content;
  return way.faults.length > before ? NOTHING : undefined;
}

const NOTHING: Content = { id: "", entries: [], handlers: [] };

function ofFile(seen: SeenTask, way: Way): Content | undefined {
  const name = seen.task.args.file ?? seen.task.freeForm?.value;
  if (typeof name !== "string" || isTemplate(name)) return undefined;
  const { block, path, handlers } = readIncludedFile(name.trim(), contextOf(seen, way));
  return { id: path, entries: [block], handlers };
}

function ofRole(seen: SeenTask, way: Way): Content | undefined {
  const { args } = seen.task;
  const name = args.name ?? args.role;
  if (typeof name !== "string" || isTemplate(name)) return undefined;
  const options = roleOptions(args, way.engine.loading.publicRoles ?? false);
  const { use, dependencies, block, handlers } = readDynamicRole(name, contextOf(seen, way), options);
  const id = `${use.role.path} ${options.tasksFrom ?? "main"}`;
  return { id, entries: [...dependencies, block], handlers };
}

function contextOf({ task, play }: SeenTask, way: Way): DynamicContext {
  const { engine } = way;
  const { collections, vars } = play.keywords;
  return {
    task,
    keywords: {},
    // warnings come when the include runs
    loading: { ...engine.loading, warn: () => {} },
    playbookFolder: play.folder,
    handlers: false,
    faults: way.faults,
    collections: Array.isArray(collections?.value) ? collections.value.map(String) : [],
    playVars: [asDict(vars?.value)],
  };
}
