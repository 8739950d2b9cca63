import { dirname } from "node:path";
import type { Entry, Task } from "../model/play.js";
import type { Place } from "../model/source.js";
import type { Value } from "../model/value.js";
import type { TaskContext } from "./context.js";
import { loadYaml } from "./load.js";

/** Handlers as a list of tasks: those of imported files and of a block in their place. */
export function readHandlers(value: Value, context: TaskContext, at: Place): Task[] {
  return flattened(context.read.entries(value, { ...context, handlers: true }, at));
}

/** The handlers of a role's file. */
export function readHandlerFile(path: string, context: TaskContext, at: Place): Task[] {
  const value = loadYaml(path, context.loading, at);
  return readHandlers(value, { ...context, folder: dirname(path) }, { path, line: 1, column: 1 });
}

function flattened(entries: readonly Entry[]): Task[] {
  return entries.flatMap((entry) => (entry.kind === "task" ? [entry] : flattened(entry.body)));
}
