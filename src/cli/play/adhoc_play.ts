import type { Play, Playbook, Task } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";
import { splitArgs } from "../../playbook/split_args.js";
import type { AdhocOptions } from "../options/run_options.js";

const FREE_FORM = /^(ansible\.(builtin|legacy)\.)?(command|shell|raw|script|meta|include_vars)$/;

/** One task as a playbook: `tera adhoc PATTERN -m MODULE -a ARGS`. */
export function adhocPlaybook({ pattern, module, args, taskTimeout }: AdhocOptions): Playbook {
  const at = { path: "command line", line: 1, column: 1 };
  const folder = process.cwd();
  const given = args.trim().startsWith("{")
    ? { options: JSON.parse(args) as PlainDict, free: "" }
    : splitArgs(args, FREE_FORM.test(module));
  const task: Task = {
    kind: "task",
    keywords: taskTimeout > 0 ? { timeout: { value: taskTimeout, at } } : {},
    module: { value: module, at },
    args: given.options,
    at,
    folder,
  };
  if (given.free !== "") task.freeForm = { value: given.free, at };
  const play: Play = {
    keywords: { hosts: { value: pattern, at }, gather_facts: { value: false, at } },
    title: "Ansible Ad-Hoc",
    varsPrompt: [],
    preTasks: [],
    roles: [],
    tasks: [{ kind: "block", keywords: {}, body: [task], rescue: [], always: [], at, folder }],
    postTasks: [],
    handlers: [],
    publicRoles: [],
    at,
    folder,
  };
  return { path: "adhoc", folder, plays: [play] };
}
