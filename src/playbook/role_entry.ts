import { Fault } from "../model/errors.js";
import type { Located } from "../model/play.js";
import { type Place, placeOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { pickEntries, plainDict } from "../yaml/dicts.js";
import { resolveText, type TaskContext } from "./context.js";
import { unknownName } from "./imports.js";
import { BLOCK } from "./keyword_sets.js";
import { readKeywords } from "./keywords.js";
import type { ReadRole } from "./role_call.js";

/** Keys of a role's entry that are neither keywords nor parameters. */
const OWN_KEYS: ReadonlySet<string> = new Set(["role", "name", "src", "version", "scm"]);

/** An entry of `roles:` or of a role's dependencies: a name, or a mapping with `role`. */
export function readRoleEntry(entry: Value, context: TaskContext, at: Place): ReadRole {
  const options = { public: context.loading.publicRoles ?? true };
  const by = context.role === undefined ? "roles" : "dependency";
  if (typeof entry === "string") {
    if (entry.includes(","))
      throw new Fault("PLAYBOOK_INVALID", `Invalid old style role requirement: ${entry}`, {
        at,
        hint: "write a mapping with `role:` and the parameters below it",
      });
    const name = nameOf({ value: entry, at }, context);
    return context.read.role({ name, at, params: {}, by, keywords: {}, options }, context);
  }
  const source = plainDict(entry);
  if (!source) throw new Fault("PLAYBOOK_INVALID", "a role must be a name or a mapping with `role`", { at });
  const key = ["role", "name", "src"].find((one) => one in source) ?? "role";
  const written = source[key];
  if (typeof written !== "string" || written === "")
    throw new Fault("PLAYBOOK_INVALID", "role definitions must contain a role name", { at });
  const place = placeOf(source, key) ?? at;
  const {
    name: _,
    vars,
    ...keywords
  } = readKeywords(source, BLOCK, {
    at,
    what: "RoleInclude",
    faults: context.faults,
  });
  const isDependency = context.role !== undefined && (key === "src" || "scm" in source);
  const params = pickEntries(
    source,
    (one) => !BLOCK.has(one) && (!OWN_KEYS.has(one) || (!isDependency && isParam(one, key))),
  );
  const name = nameOf({ value: written, at: place }, context);
  const call = { name, at: place, params, by, keywords, vars: vars as Located<PlainDict>, options } as const;
  return context.read.role(call, context);
}

function isParam(name: string, key: string): boolean {
  return name !== key && name !== "role" && name !== "name";
}

function nameOf(written: Located<string>, context: TaskContext): string {
  const name = resolveText(written, context);
  if (name === undefined) throw unknownName(written, "include_role");
  return name;
}
