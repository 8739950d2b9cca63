import type { Task } from "../../model/play.js";
import type { PendingValue } from "../hosts/host.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { registeredName, shortName } from "./keywords.js";

/** All facts: what `setup` will bring. */
export const FACTS = "*facts*";

/**
 * Marks the names that the task will set, so that whatever reads one of them
 * waits for this task and nothing else does. Returns the function that ends it.
 */
export function holdNames(walk: Walk, task: Task, position: Position): () => void {
  const names = namesSetBy(task);
  if (names.length === 0) return () => {};
  let done = () => {};
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  const { pending } = walk.host;
  for (const name of names) {
    const value = { position, promise, what: describe(name, task) };
    pending.set(name, [...(pending.get(name) ?? []), value]);
  }
  return () => {
    for (const name of names) {
      const left = (pending.get(name) ?? []).filter((value) => value.promise !== promise);
      if (left.length > 0) pending.set(name, left);
      else pending.delete(name);
    }
    done();
  };
}

/** The newest value on its way to `name` from a step before `position`. */
export function pendingFor(values: PendingValue[] | undefined, position: Position): PendingValue | undefined {
  return values?.findLast((value) => value.position < position);
}

export function namesSetBy(task: Task): string[] {
  const name = registeredName(task);
  const names = name === undefined ? [] : [name];
  const module = shortName(task);
  if (module === "set_fact") names.push(...Object.keys(task.args));
  if (module === "setup" || module === "gather_facts") names.push(FACTS);
  return names;
}

function describe(name: string, task: Task): string {
  const title = task.keywords.name?.value ?? task.module.value;
  return name === FACTS ? "facts that are being gathered" : `\`${name}\`, set by "${title}"`;
}
