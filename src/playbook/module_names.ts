/** A module's name without its collection, for those that the language itself knows. */
export function shortName(name: string): string {
  return name.replace(/^(ansible\.(builtin|legacy|windows))\./, "");
}

/** Modules whose text is a command line: only a few options are taken out of it. */
const COMMAND_LIKE: ReadonlySet<string> = new Set([
  "command",
  "raw",
  "script",
  "shell",
  "win_command",
  "win_shell",
]);

/** Modules whose text may be a template that gives their options. */
const TAKES_MAPPING: ReadonlySet<string> = new Set(["add_host", "group_by", "set_fact"]);

/** Modules that take a text that is no `key=value` beside their options. */
const TAKES_TEXT: ReadonlySet<string> = new Set([
  ...COMMAND_LIKE,
  ...TAKES_MAPPING,
  "expect",
  "import_playbook",
  "import_role",
  "import_tasks",
  "include",
  "include_role",
  "include_tasks",
  "include_vars",
  "meta",
]);

export const isCommandLike = (name: string): boolean => COMMAND_LIKE.has(shortName(name));
export const takesMapping = (name: string): boolean => TAKES_MAPPING.has(shortName(name));
export const takesText = (name: string): boolean => TAKES_TEXT.has(shortName(name));
