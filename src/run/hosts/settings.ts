/** Words of ssh's command line by where they come from, in the order in which ssh sees them. */
export interface SshWords {
  args: string[];
  common: string[];
  extra: string[];
}

/** The sources of the variables of groups, the weakest first: of `all` and of others, beside the inventory and the playbook. */
export const GROUP_PRECEDENCE = [
  "all_inventory",
  "groups_inventory",
  "all_plugins_inventory",
  "all_plugins_play",
  "groups_plugins_inventory",
  "groups_plugins_play",
] as const;

export type GroupSource = (typeof GROUP_PRECEDENCE)[number];

/** What the command line, the environment and ansible.cfg say, as far as a run needs it. */
export interface RunSettings {
  check: boolean;
  diff: boolean;
  verbosity: number;
  forks: number;
  tags: string[];
  skipTags: string[];
  startAtTask?: string | undefined;
  /** ask before each task; nothing is sent ahead then */
  step: boolean;
  forceHandlers: boolean;
  /** `notify` of a name that no handler has: an error, or a warning */
  errorOnMissingHandler: boolean;
  limit?: string | undefined;
  /** the limit as it was given: files in it are not read */
  limitText?: string | undefined;
  /** what a part of a pattern means that no host and no group has; unset: a warning */
  patternMismatch?: "warning" | "error" | "ignore" | undefined;
  /** connection defaults: lowest in precedence, below keywords and variables */
  user?: string | undefined;
  privateKeyFile?: string | undefined;
  connection: string;
  timeout: number;
  become: boolean;
  becomeMethod: string;
  becomeUser: string;
  becomeExe?: string | undefined;
  becomeFlags?: string | undefined;
  connectionPassword?: string | undefined;
  becomePassword?: string | undefined;
  /** words of ssh's command line; a host's variable of the same name stands in its stead */
  sshArgs: SshWords;
  /** remote_port; below what any host says */
  port?: number | undefined;
  connectRetries: number;
  /** the shell that raw runs its commands in, unless /bin/sh */
  executable?: string | undefined;
  hostKeyChecking: "accept-new" | "strict" | "off";
  gathering: "implicit" | "explicit" | "smart";
  /** tasks with `async`: where hosts keep their results, and the seconds between two looks at them */
  background: { folder: string; poll: number };
  /** `hash_behaviour = merge` */
  mergeHashes: boolean;
  /** `jinja2_native`: templates keep the types of their values */
  nativeTypes: boolean;
  /** `error_on_undefined_vars = false`: texts that read something undefined stay as they are written */
  keepsUndefined: boolean;
  /** `null_representation` */
  nullText?: string | undefined;
  /** `playbook_vars_root`: where the group_vars and host_vars of a task are */
  varsRoot: "top" | "bottom" | "all";
  /** `precedence`: which sources of the variables of groups count, the weakest first */
  precedence: readonly GroupSource[];
  /** `display_args_to_stdout`: titles of tasks hold their arguments */
  displayArgs: boolean;
  /** bytes of a text whose difference is still shown; 0: any */
  diffLimit: number;
  /** `ansible_managed`: what templates say of themselves */
  managed: string;
  /** `inject_facts_as_vars`: are facts variables of their own too, beside `ansible_facts`? */
  injectFacts: boolean;
  /** the ansible.cfg that was read */
  configFile?: string | undefined;
  rolesPath: string[];
  explainPlan: boolean;
  /** false: each step is concluded before the next begins, on all hosts of a batch */
  sendAhead: boolean;
  version: string;
}
