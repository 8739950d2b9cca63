import type { Block } from "../model/play.js";
import { toPlain } from "../model/value.js";
import type { Walk } from "./batch.js";

/** A role runs once a host with the same parameters, unless it allows duplicates. */
export async function enterRole(walk: Walk, block: Block): Promise<boolean> {
  const use = block.startsRole;
  if (!use || use.role.allowDuplicates) return true;
  const key = `${use.role.path}\0${JSON.stringify(toPlain(use.params))}`;
  if (walk.rolesDone.has(key)) return false;
  walk.rolesDone.add(key);
  return true;
}

/** `meta: end_role` ends where its role does. */
export async function leaveRole(walk: Walk, block: Block): Promise<void> {
  if (!block.startsRole || walk.endRole !== block.startsRole.role) return;
  await walk.queue.drain();
  walk.endRole = undefined;
}
