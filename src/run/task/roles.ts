import { writeJson } from "../../model/json_write.js";
import type { Block, RoleUse } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";

/** A role runs once a host with the same parameters, unless it allows duplicates or did nothing but skip. */
export async function enterRole(walk: Walk, block: Block): Promise<boolean> {
  const use = block.startsRole;
  if (!use) return true;
  const key = roleKey(use);
  if (use.role.allowDuplicates || !walk.rolesStarted.has(key)) {
    walk.rolesStarted.add(key);
    return true;
  }
  await walk.queue.drain();
  return !walk.rolesDone.has(key);
}

function roleKey(use: RoleUse): string {
  return use.identity ?? `${use.role.path}\0${writeJson(use.params)}`;
}

/** A task of the role has done something. */
export function noteRoleRan(walk: Walk, use: RoleUse | undefined): void {
  if (use) walk.rolesDone.add(roleKey(use));
}

/** `meta: end_role` ends where its role does. */
export async function leaveRole({ queue, fate }: Walk, block: Block): Promise<void> {
  if (!block.startsRole || fate.endedRole !== block.startsRole.role) return;
  await queue.drain();
  fate.leaveRole(block.startsRole.role);
}
