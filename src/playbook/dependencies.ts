import { Fault } from "../model/errors.js";
import type { Block, RoleUse, Task } from "../model/play.js";
import { placeOf } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { emptyBlock, type TaskContext } from "./context.js";
import { collect } from "./faults.js";
import type { RoleCall } from "./role_call.js";
import { readRoleEntry } from "./role_entry.js";

export interface Dependencies {
  uses: RoleUse[];
  blocks: Block[];
  handlers: Task[];
}

/** The roles that a role's meta file wants before it, in order. `context.role` is the role itself. */
export function readDependencies(
  meta: PlainDict,
  { keywords, at }: RoleCall,
  context: TaskContext,
): Dependencies {
  const found: Dependencies = { uses: [], blocks: [], handlers: [] };
  const listed = meta.dependencies ?? [];
  if (!Array.isArray(listed))
    throw new Fault("PLAYBOOK_INVALID", "Expected role dependencies to be a list.", {
      at: placeOf(meta, "dependencies") ?? at,
    });
  for (const [index, entry] of listed.entries()) {
    const place = placeOf(listed, index) ?? at;
    // a dependency inherits what stands beside the role that wants it
    const outer = emptyBlock(keywords, context, place);
    const inner = { ...context, parent: outer };
    const read = collect(context.faults, () => readRoleEntry(entry, inner, place));
    if (!read) continue;
    outer.body = [...read.dependencies, read.block];
    found.uses.push(read.use);
    found.blocks.push(outer);
    found.handlers.push(...read.handlers);
  }
  return found;
}
