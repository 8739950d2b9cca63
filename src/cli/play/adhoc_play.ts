import { resolve } from "node:path";
import { Fault } from "../../model/errors.js";
import { readJson } from "../../model/json_read.js";
import type { Play, Playbook, Task } from "../../model/play.js";
import { isDict, type PlainDict } from "../../model/value.js";
import { splitArgs } from "../../playbook/split_args.js";
import { readYaml } from "../../yaml/read.js";
import type { AdhocOptions } from "../options/run_options.js";

const PREFIX = /^ansible\.(builtin|legacy|windows)\./;
/** What these are given is a command line, `=` in it or not. */
const NEEDS_ARGS = new Set(["command", "shell", "raw", "script", "win_command", "win_shell"]);
const TAKES_TEXT = new Set([...NEEDS_ARGS, "meta", "include_vars"]);

const AT = { path: "the command line", line: 0, column: 0 };

/** One task as a playbook: `tera adhoc PATTERN -m MODULE -a ARGS`. Fault: USAGE. */
export function adhocPlaybook(options: AdhocOptions): Playbook {
  const { pattern } = options;
  const folder = resolve(options.playbookDir ?? ".");
  checkModule(options);
  const given = argumentsOf(options);
  // nothing is read before such a task: both are the same here
  const module = options.module.replace(/(^|\.)import_(tasks|role)$/, "$1include_$2");
  const task: Task = {
    kind: "task",
    keywords: keywordsOf(options),
    module: { value: module, at: AT },
    args: given.options,
    at: AT,
    folder,
  };
  if (given.free !== "") task.freeForm = { value: given.free, at: AT };
  const play: Play = {
    keywords: { hosts: { value: pattern, at: AT }, gather_facts: { value: false, at: AT } },
    title: "Ansible Ad-Hoc",
    varsPrompt: [],
    preTasks: [],
    roles: [],
    tasks: [{ kind: "block", keywords: {}, body: [task], rescue: [], always: [], at: AT, folder }],
    postTasks: [],
    handlers: [],
    usedRoles: [],
    at: AT,
    folder,
  };
  return { path: "__adhoc_playbook__", folder, plays: [play] };
}

function keywordsOf({ taskTimeout, background = 0, poll }: AdhocOptions): Task["keywords"] {
  return {
    ...(taskTimeout > 0 ? { timeout: { value: taskTimeout, at: AT } } : {}),
    ...(background === 0 ? {} : { async: { value: background, at: AT } }),
    ...(poll === undefined ? {} : { poll: { value: poll, at: AT } }),
  };
}

function checkModule({ module, args, pattern }: AdhocOptions): void {
  const name = module.replace(PREFIX, "");
  if (name === "import_playbook")
    throw new Fault("OPTIONS", `'${module}' is not a valid action for ad-hoc commands`, {
      hint: "run the playbook: `tera playbook FILE`",
    });
  if (!NEEDS_ARGS.has(name) || args.trim() !== "") return;
  const isFile = /\.ya?ml$/.test(pattern);
  throw new Fault(
    "OPTIONS",
    `No argument passed to ${module} module${isFile ? " (did you mean to run tera playbook?)" : ""}`,
    { hint: isFile ? `tera playbook ${pattern}` : "give it by -a, or name another module by -m" },
  );
}

/** A dictionary as JSON, or `key=value` and free text. */
function argumentsOf({ module, args }: AdhocOptions): { options: PlainDict; free: string } {
  const dict = jsonDict(args.trim());
  if (dict) return { options: dict, free: "" };
  const name = module.replace(PREFIX, "");
  try {
    const given = splitArgs(args, NEEDS_ARGS.has(name));
    return given.free === "" || TAKES_TEXT.has(name) || /^(include|import)_/.test(name)
      ? given
      : { ...given, free: refuseText(given.free, module) };
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "ARGUMENT_INVALID") throw error;
    throw new Fault("ARGUMENT_INVALID", `-a ${args}: ${error.message}`, { hint: error.hint, cause: error });
  }
}

function refuseText(text: string, module: string): never {
  const isJson = /^[{[]/.test(text);
  throw new Fault("ARGUMENT_INVALID", `-a: ${module} takes options, not the text \`${text}\``, {
    hint: isJson
      ? "it looks like JSON but cannot be read as such: check quotes, commas and braces"
      : "write name=value, or JSON",
  });
}

function jsonDict(text: string): PlainDict | undefined {
  try {
    readJson(text);
  } catch {
    return undefined; // options, a `{{ template }}`, or a command in braces
  }
  const value = readYaml(text, "-a");
  return isDict(value) && !(value instanceof Map) ? (value as PlainDict) : undefined;
}
