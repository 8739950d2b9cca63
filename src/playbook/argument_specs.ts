import { join } from "node:path";
import type { Block, RoleUse, Task } from "../model/play.js";
import { keyPlaceOf } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { findMain } from "./find.js";
import type { Loading } from "./load.js";
import type { RoleCall } from "./role_call.js";
import { varsFrom } from "./role_files.js";

/** The argument specs of a role by entry point, from meta/argument_specs or meta/main. */
export function argumentSpecs(path: string, meta: PlainDict, loading: Loading): PlainDict {
  const file = findMain(join(path, "meta"), "argument_specs");
  const source = file ? varsFrom(file, loading, "argument specs") : meta;
  return plainDict(source.argument_specs) ?? {};
}

/** The task that checks a role's arguments, where the role says what they are. */
export function argumentSpecTask(use: RoleUse, call: RoleCall, parent: Block): Task | undefined {
  const entry = call.options.tasksFrom ?? "main";
  const spec = plainDict(use.role.argumentSpecs[entry]);
  if (!spec) return undefined;
  const at = keyPlaceOf(use.role.argumentSpecs, entry) ?? call.at;
  const about = typeof spec.short_description === "string" ? ` - ${spec.short_description}` : "";
  return {
    kind: "task",
    keywords: {
      name: { value: `Validating arguments against arg spec '${entry}'${about}`, at },
      tags: { value: ["always"], at },
    },
    module: { value: "ansible.builtin.validate_argument_spec", at },
    args: {
      argument_spec: plainDict(spec.options) ?? {},
      provided_arguments: use.params,
      validate_args_context: {
        type: "role",
        name: use.role.name.split(".").at(-1)!,
        argument_spec_name: entry,
        path: use.role.path,
      },
    },
    at,
    parent,
    role: use,
    folder: parent.folder,
  };
}
