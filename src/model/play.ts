import type { Place } from "./source.js";
import type { PlainDict, Value } from "./value.js";

/** A value as written in a playbook, with its place. Text in it may be a template. */
export interface Located<T = Value> {
  value: T;
  at: Place;
}

/** Keywords that tasks, blocks, roles and plays share; each inner one wins over or adds to the outer. */
export const SHARED_KEYWORDS = [
  "any_errors_fatal",
  "become",
  "become_exe",
  "become_flags",
  "become_method",
  "become_user",
  "check_mode",
  "collections",
  "connection",
  "debugger",
  "diff",
  "environment",
  "ignore_errors",
  "ignore_unreachable",
  "module_defaults",
  "name",
  "no_log",
  "port",
  "remote_user",
  "run_once",
  "tags",
  "throttle",
  "timeout",
  "vars",
] as const;

/** What only tasks and blocks (and the roles and imports that become blocks) have. */
export const BLOCK_KEYWORDS = ["delegate_facts", "delegate_to", "notify", "when"] as const;

export const TASK_KEYWORDS = [
  "args",
  "async",
  "changed_when",
  "delay",
  "failed_when",
  "listen",
  "loop",
  "loop_control",
  "poll",
  "register",
  "retries",
  "until",
] as const;

export const PLAY_KEYWORDS = [
  "fact_path",
  "force_handlers",
  "gather_facts",
  "gather_subset",
  "gather_timeout",
  "handlers",
  "hosts",
  "max_fail_percentage",
  "order",
  "post_tasks",
  "pre_tasks",
  "roles",
  "serial",
  "strategy",
  "tasks",
  "user",
  "validate_argspec",
  "vars_files",
  "vars_prompt",
] as const;

export type Keyword =
  | (typeof SHARED_KEYWORDS)[number]
  | (typeof BLOCK_KEYWORDS)[number]
  | (typeof TASK_KEYWORDS)[number];
export type PlayKeyword = (typeof SHARED_KEYWORDS)[number] | (typeof PLAY_KEYWORDS)[number];

/**
 * Keywords as written. `when`, `changed_when`, `failed_when`, `until`, `tags`,
 * `notify`, `listen` and `environment` are made lists by the parser; everything else is untouched.
 */
export type Keywords = { [K in Keyword]?: Located };

/** `with_X: value`, kept apart from `loop`. */
export interface WithLoop {
  lookup: string;
  terms: Located;
}

export interface Task {
  kind: "task";
  keywords: Keywords;
  /** as written: short or fully qualified */
  module: Located<string>;
  /** `module:` mapping and `args:` together, as written; `key=value` text already split */
  args: PlainDict;
  /** text of `command: echo hi`, without the `key=value` options that were taken out of it */
  freeForm?: Located<string>;
  /** `args: "{{ variable }}"` */
  argsTemplate?: Located<string>;
  with?: WithLoop;
  at: Place;
  /** the enclosing block; the outermost blocks have none */
  parent?: Block;
  /** the role whose file the task stands in */
  role?: RoleUse;
  /** folder of the file it stands in, for relative paths */
  folder: string;
}

/** A block, or what is a block in effect: a role, an imported file. */
export interface Block {
  kind: "block";
  keywords: Keywords;
  body: Entry[];
  rescue: Entry[];
  always: Entry[];
  /** registered name, loop and until: what tera allows on a block beyond Ansible */
  with?: WithLoop;
  at: Place;
  parent?: Block;
  role?: RoleUse;
  folder: string;
  /** set where the block stands for an included file or role (not an imported one): its `vars` are parameters, above facts */
  isInclude?: boolean;
  /** set where the block is all of one use of a role; such a block runs once a host unless duplicates are allowed */
  startsRole?: RoleUse;
}

export type Entry = Task | Block;

/** What a role folder holds. */
export interface Role {
  name: string;
  /** absolute */
  path: string;
  defaults: PlainDict;
  vars: PlainDict;
  allowDuplicates: boolean;
  /** `meta/argument_specs.yml`: entry point (`main`, ...) -> its `options` and texts, as written */
  argumentSpecs: PlainDict;
  /** `namespace.name` of the collection that it is of */
  collection?: string;
}

/** One use of a role: in `roles:`, as a dependency, by import_role or include_role. */
export interface RoleUse {
  role: Role;
  /** how it came into the play */
  by: "roles" | "dependency" | "import_role" | "include_role";
  /** what was passed beside the role's name: highest of the role's own variables */
  params: PlainDict;
  /** `vars` of its entry in `roles` or among dependencies: above the role's own, below those of blocks and tasks */
  vars: PlainDict;
  /** the roles that its meta file wants before it: it sees their variables, below its own */
  dependencies: RoleUse[];
  /** the uses that led here, outermost first; dependencies name the role that depends on them */
  parents: RoleUse[];
  /** `public`: do its defaults and vars show in the rest of the play? */
  public: boolean;
  /** two uses with the same identity (role, parameters, conditions, files) are the same use: it runs once a host */
  identity?: string;
  at: Place;
}

export interface PromptedVar {
  name: string;
  prompt: Located;
  default?: Located;
  private: boolean;
  confirm: boolean;
  /** the answer is hashed: by which algorithm, with which salt where it is not to be chosen */
  encrypt?: { algorithm: string; salt?: string; saltSize?: number };
  /** the answer is no template */
  unsafe: boolean;
}

export interface Play {
  keywords: { [K in PlayKeyword]?: Located };
  /** `name`, or the hosts pattern as written */
  title: string;
  varsPrompt: PromptedVar[];
  preTasks: Block[];
  /** one block per entry of `roles:`, dependencies before the role that wants them */
  roles: Block[];
  tasks: Block[];
  postTasks: Block[];
  /** the play's handlers, then those of its roles; a block of them is flattened */
  handlers: Task[];
  /** its own roles and imported ones, in order of use; every task of the play sees the variables of those that are public */
  usedRoles: RoleUse[];
  at: Place;
  /** folder of the playbook */
  folder: string;
  /** `when` of import_playbook: where it is false, facts are not gathered either */
  importedWhen?: Located[];
}

export interface Playbook {
  path: string;
  /** absolute folder of the first playbook file: `roles/`, `group_vars/` and `library/` are looked for here */
  folder: string;
  plays: Play[];
  /** a run that is gone on with does it from its beginning */
  anew?: boolean;
}
