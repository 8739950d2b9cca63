import { BLOCK_KEYWORDS, PLAY_KEYWORDS, SHARED_KEYWORDS, TASK_KEYWORDS } from "../model/play.js";

export const BLOCK: ReadonlySet<string> = new Set([...SHARED_KEYWORDS, ...BLOCK_KEYWORDS]);
export const TASK: ReadonlySet<string> = new Set([
  ...SHARED_KEYWORDS,
  ...BLOCK_KEYWORDS,
  ...TASK_KEYWORDS.filter((keyword) => keyword !== "listen"),
]);
export const HANDLER: ReadonlySet<string> = new Set([...TASK, "listen"]);
export const PLAY: ReadonlySet<string> = new Set([...SHARED_KEYWORDS, ...PLAY_KEYWORDS]);
/** Of the keywords, those that import_playbook hands to its plays. */
export const IMPORTED_PLAYS: ReadonlySet<string> = new Set([
  ...SHARED_KEYWORDS.filter((keyword) => keyword !== "collections"),
  "when",
]);
export const BLOCK_SECTIONS: readonly string[] = ["block", "rescue", "always"];

/** What a block may have beyond Ansible's keywords. */
export const LOOPED_BLOCK: ReadonlySet<string> = new Set([
  ...BLOCK,
  "loop",
  "loop_control",
  "register",
  "until",
  "retries",
  "delay",
]);

/** The keywords that an include itself may have; those for its tasks stand under `apply`. */
export const INCLUDE: ReadonlySet<string> = new Set([
  "args",
  "collections",
  "debugger",
  "ignore_errors",
  "listen",
  "loop",
  "loop_control",
  "name",
  "no_log",
  "register",
  "run_once",
  "tags",
  "timeout",
  "vars",
  "when",
]);

export const LOOP_CONTROL: ReadonlySet<string> = new Set([
  "break_when",
  "extended",
  "extended_allitems",
  "index_var",
  "label",
  "loop_var",
  "pause",
]);

/** Keywords whose value is a list once it is read. */
export const LISTS: ReadonlySet<string> = new Set([
  "changed_when",
  "environment",
  "failed_when",
  "listen",
  "notify",
  "tags",
  "until",
  "when",
]);

export const BOOLEANS: ReadonlySet<string> = new Set([
  "any_errors_fatal",
  "become",
  "check_mode",
  "delegate_facts",
  "diff",
  "force_handlers",
  "gather_facts",
  "ignore_errors",
  "ignore_unreachable",
  "no_log",
  "run_once",
]);

/** Whole numbers. */
export const INTEGERS: ReadonlySet<string> = new Set([
  "async",
  "gather_timeout",
  "poll",
  "port",
  "retries",
  "throttle",
  "timeout",
]);

/** Other numbers. */
export const DECIMALS: ReadonlySet<string> = new Set(["delay"]);

/** Texts, or what is printed as one: no list and no mapping. */
export const TEXTS: ReadonlySet<string> = new Set([
  "become_exe",
  "become_flags",
  "become_method",
  "become_user",
  "connection",
  "delegate_to",
  "fact_path",
  "name",
  "order",
  "remote_user",
  "strategy",
  "user",
]);

/** A text, or a list of nothing but texts. */
export const TEXT_LISTS: ReadonlySet<string> = new Set(["collections", "gather_subset", "listen"]);

/** What older releases called something else. */
export const RENAMED: Readonly<Record<string, string>> = {
  sudo: "use `become: true`",
  sudo_user: "use `become_user`",
  su: "use `become: true` with `become_method: su`",
  su_user: "use `become_user`",
  include: "use include_tasks, import_tasks or import_playbook",
  always_run: "use `check_mode: false`",
  static: "use import_tasks for static and include_tasks for dynamic",
};
