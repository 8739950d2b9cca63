import { dirname } from "node:path";
import { Fault } from "../model/errors.js";
import type { Block, Keywords, Located, Task } from "../model/play.js";
import { type Place, placeOf } from "../model/source.js";
import { emptyBlock, resolveText, type TaskContext } from "./context.js";
import { findTaskFile } from "./find.js";
import { loadYaml } from "./load.js";

/** import_tasks: the file's tasks in place, under the import's keywords. */
export function importTasks(task: Task, context: TaskContext): Block {
  const written = fileNamed(task);
  const name = resolveText(written, context);
  if (name === undefined) throw unknownName(written, "include_tasks");
  const path = findTaskFile(name, context, written.at);
  if (context.importing.includes(path))
    throw new Fault("PLAYBOOK_INVALID", `${name} imports itself`, {
      at: written.at,
      hint: "use include_tasks with a `when` that ends it",
    });
  return readTaskFile(path, context, importedKeywords(task), task.at);
}

function fileNamed(task: Task): Located<string> {
  const written = task.args.file ?? task.freeForm?.value;
  const at = placeOf(task.args, "file") ?? task.at;
  if (typeof written !== "string")
    throw new Fault("ARGUMENT_INVALID", "the name of a file is needed here", { at });
  return { value: written.trim(), at: task.args.file === undefined ? (task.freeForm?.at ?? at) : at };
}

/** A static import whose name is not known before the run. */
export function unknownName({ value, at }: Located<string>, dynamic: string): Fault {
  return new Fault("PLAYBOOK_INVALID", `Error when evaluating variable in import path: ${value}`, {
    at,
    hint: `imports are read before the run: only variables of the play and extra variables can name them; use ${dynamic} for others`,
  });
}

/** The keywords of an import that its tasks inherit. */
export function importedKeywords(task: Task): Keywords {
  const { args: _args, loop: _loop, register: _register, name: _name, ...keywords } = task.keywords;
  return keywords;
}

/** All tasks of a file as one block. */
export function readTaskFile(path: string, context: TaskContext, keywords: Keywords, at: Place): Block {
  const folder = dirname(path);
  const block = emptyBlock(keywords, { ...context, folder }, at);
  const value = loadYaml(path, context.loading, at);
  const importing = [...context.importing, path];
  const start = { path, line: 1, column: 1 };
  block.body = context.read.entries(
    value,
    { ...context, folder, parent: block, importing, inBlock: false },
    start,
  );
  return block;
}
