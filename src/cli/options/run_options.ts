import type { Playbook } from "../../model/play.js";
import { splitWords } from "../../model/shell_words.js";
import type { Engine } from "../../run/hosts/engine.js";
import type { SshWords } from "../../run/hosts/settings.js";
import type { OutputName } from "./output_names.js";
import type { Settings } from "./settings.js";

export type HostKeyChecking = "accept-new" | "strict" | "off";

/** `--output KIND[:FILE]`; without a file it goes to the terminal. */
export interface OutputOption {
  /** none: the command shows what there is itself */
  kind: OutputName | "none";
  file?: string | undefined;
}

/**
 * What a run of playbooks is asked to do: the command line over the
 * environment over ansible.cfg over the defaults, already merged.
 */
export interface RunOptions {
  /** files as given; for `tera adhoc` empty */
  playbooks: string[];
  adhoc?: AdhocOptions | undefined;
  /** makes the playbook instead of a file, when the inventory is known */
  compile?: (engine: Engine) => Playbook;
  /** makes what is run behind the playbooks, when these have ended well */
  follow?: (engine: Engine) => Playbook;
  /** `provision` and `smoke`: a run that reaches no host has failed, unless `allowEmpty` */
  proves?: boolean;
  allowEmpty: boolean;
  /** paths, folders or `host,host`; for provision a name in ./inventory/ is a path already */
  inventory: string[];
  /** pass over what sources of hosts kept of an earlier run */
  flushCache: boolean;
  limit?: string | undefined;
  /** as given: `k=v k=v`, JSON, YAML, `@file`; `loadExtraVars` reads them */
  extraVars: string[];
  tags: string[];
  skipTags: string[];
  check: boolean;
  diff: boolean;
  syntaxCheck: boolean;
  listTasks: boolean;
  listHosts: boolean;
  listTags: boolean;
  startAtTask?: string | undefined;
  /** ask before each task */
  step: boolean;
  /** go on with the last run: each host after its last concluded task */
  resume: boolean;
  /** as it was typed: for the commands that go on with it */
  words?: readonly string[];
  /** run the handlers that failed or killed runs have left */
  flushPending: boolean;
  forks: number;
  verbosity: number;
  user?: string | undefined;
  privateKey?: string | undefined;
  connection: string;
  /** seconds */
  timeout: number;
  become: boolean;
  becomeMethod: string;
  becomeUser: string;
  askPass: boolean;
  askBecomePass: boolean;
  connectionPasswordFile?: string | undefined;
  becomePasswordFile?: string | undefined;
  /** as given, one text each; `sshArguments` splits them into words */
  sshCommonArgs?: string | undefined;
  sshExtraArgs?: string | undefined;
  /** `label@source` or `source`; source is `prompt` or a file */
  vaultIds: string[];
  vaultPasswordFiles: string[];
  askVaultPass: boolean;
  forceHandlers: boolean;
  /** extra folders with modules (`library/`) */
  modulePath: string[];
  outputs: OutputOption[];
  explainPlan: boolean;
  /** say at the end which tasks and hosts took longest */
  timings: boolean;
  hostKeyChecking: HostKeyChecking;
  /** undefined: colour where the terminal can */
  colour?: boolean | undefined;
  /** everything else that the environment and ansible.cfg say */
  settings: Settings;
}

/** `tera adhoc PATTERN -m MODULE -a ARGS`. */
export interface AdhocOptions {
  pattern: string;
  module: string;
  args: string;
  /** seconds; 0: none */
  taskTimeout: number;
  /** `async`: seconds; 0: it is waited for in the plain way */
  background?: number;
  poll?: number | undefined;
  oneLine?: boolean;
  /** folder for a file of each host's result */
  tree?: string | undefined;
  /** group_vars, host_vars and roles are looked for there; else where the user is */
  playbookDir?: string | undefined;
}

/** The words of `ssh_args`, common and extra arguments. */
export function sshArguments(options: RunOptions): SshWords {
  const words = (text: string | undefined) => splitWords(text ?? "");
  return {
    args: words(options.settings.sshArgs),
    common: words(options.sshCommonArgs),
    extra: words(options.sshExtraArgs),
  };
}
