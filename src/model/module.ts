import { type Args, type Fields, fieldNames } from "./args.js";
import type { Answer, ResultValues } from "./result.js";
import type { LocalFile, ShellLibrary, ShellValue } from "./script.js";
import type { Secret } from "./secret.js";
import type { PlainDict, Value } from "./value.js";

/**
 * What a module may ask of the controller. Paths are looked up as Ansible does:
 * role folders first, then the folder of the task file, then the playbook's.
 */
export interface Controller {
  host: string;
  check: boolean;
  diff: boolean;
  /** bytes of a text whose difference is still shown; 0: any */
  diffLimit: number;
  /** `jinja2_native`: values keep their types */
  native: boolean;
  /** absolute path of a local file; faults with FILE_MISSING and the places that were searched */
  find(folder: "files" | "templates" | "vars" | "tasks" | "", name: string): string;
  /** an absolute path on the controller: `~` filled in, relative to the playbook's folder */
  absolute(path: string): string;
  /** all files, folders and links below a folder, relative paths, sorted */
  walk(
    folder: string,
  ): Promise<{ path: string; kind: "file" | "directory" | "link"; mode: number; target?: string }[]>;
  readFile(path: string): Promise<Buffer>;
  /** a YAML file's value, places kept, vaulted values readable */
  readYaml(path: string): Value;
  stat(path: string): Promise<{ kind: "file" | "directory"; size: number; mode: number }>;
  /** content for a script's `files`: hashed now, sent only if the host needs it; a vaulted file's plain text */
  localFile(path: string, options?: { decrypt?: boolean }): Promise<LocalFile>;
  localContent(content: Buffer | string): LocalFile;
  /** files one after the other as one; large ones are not held in memory */
  joined(files: readonly LocalFile[]): Promise<LocalFile>;
  /** writes atomically, makes missing folders */
  writeFile(path: string, content: Buffer): Promise<void>;
  /** a template file's text, rendered with the task's variables */
  render(path: string, options: RenderOptions): Promise<string>;
  /** a variable of this host, evaluated; undefined if not defined */
  variable(name: string): Value | undefined;
  /** the value of an expression, as in `var` of debug */
  evaluate(expression: string): Value;
  /** is a condition true, as in `that` of assert? */
  holds(condition: Value): boolean;
  /** what is wrong with arguments, by the options of an argument spec */
  argumentErrors(options: PlainDict, given: PlainDict): string[];
  /** asks the person at the terminal; undefined where there is none */
  ask(prompt: string, options: { echo: boolean; seconds?: number }): Promise<string | undefined>;
  sleep(seconds: number): Promise<void>;
  /** from now on this text is masked wherever it would be shown */
  hide(secret: Secret): void;
  /** what runs the requests on the host */
  shell(): Promise<"sh" | "powershell">;
  /** how the host is reached: ssh, local, … */
  transport(): Promise<string>;
  /** a further script on the same host, for modules that need two (fetch); `timeout`: seconds, then it is killed */
  send(script: {
    /** sh, unless said */
    family?: "sh" | "powershell";
    timeout?: number | undefined;
    vars: Record<string, ShellValue>;
    text: string;
    uses?: readonly ShellLibrary[];
    files?: Record<string, LocalFile>;
  }): Promise<Answer>;
  /**
   * Brings a remote file to `dest`, through a channel of its own and never held in memory; it takes
   * its place only when it is whole and, where a SHA-1 is given, that one. Gives what has come.
   */
  fetchFile(path: string, dest: string, sha1?: string): Promise<{ sha1: string; md5: string | undefined }>;
  /** the folder where the host keeps the results of jobs, as it is written */
  jobFolder(shell: "sh" | "powershell"): string;
  /** the values of a job, from the text of its result; undefined where it is not JSON */
  jobResult(text: string): Promise<ResultValues | undefined>;
}

export interface RenderOptions {
  blockStart?: string;
  blockEnd?: string;
  variableStart?: string;
  variableEnd?: string;
  commentStart?: string;
  commentEnd?: string;
  newline?: string;
  trimBlocks?: boolean;
  lstripBlocks?: boolean;
  encoding?: string;
  /** for `template_path` and `template_destpath` */
  source?: string;
  destination?: string;
}

/** What `bring` adds to a script: more variables, content of files, or a finished result instead of a request. */
export interface Brought {
  vars?: Record<string, ShellValue>;
  files?: Record<string, LocalFile>;
  /** libraries that only what was found needs */
  uses?: readonly ShellLibrary[];
  /** answers without asking the host */
  result?: ResultValues;
}

/**
 * The other hand of a module: PowerShell, in a file of its own. It takes its arguments as `$given.NAME`, typed, and
 * speaks by the functions of the session: `Say`, `SayJson`, `Change`, `Differs`, `Fail`, `Skip`, `Need`.
 */
export interface PowershellHand<F extends Fields = Fields> {
  text: string;
  uses?: readonly ShellLibrary[];
  /** arguments that mean nothing on Windows, where they are given: what to say of them */
  refuses?(args: Args<F>): string[];
  vars?(args: Args<F>): Record<string, ShellValue>;
  bring?(args: Args<F>, controller: Controller): Promise<Brought>;
  result?(answer: Answer, args: Args<F>, controller: Controller): ResultValues | Promise<ResultValues>;
  /** true where only this hand asks the host twice */
  sequential?: boolean;
}

/**
 * A module: one file, one description. It has a `sh` side (shell text run on
 * the host), a `here` side (runs on the controller), or a `powershell` side.
 *
 * The shell text is the body of a function; every argument is a shell variable
 * of the same name (see ShellValue for the spelling), `vars` adds to them or
 * overrides them. The text is static: arguments are never pasted into it.
 */
export interface Module<F extends Fields = Fields> {
  name: string;
  /** ansible.builtin unless said */
  collection?: string;
  /** further names, short or fully qualified (`systemd_service`, `ansible.legacy.copy`) */
  aliases?: readonly string[];
  about: string;
  notes?: readonly string[];
  args: F;
  /** the argument that free text (`command: echo hi`) goes to */
  freeForm?: keyof F & string;
  /** true where every key is allowed (set_fact, add_host): args hold the unknown ones too */
  open?: boolean;
  /** arguments that are expressions, not templates: passed on as written (`that` of assert) */
  unevaluated?: readonly string[];
  /** what the rest of an example task's YAML would be under the module's name */
  examples: readonly (PlainDict | string)[];
  returns?: Readonly<Record<string, string>>;
  /**
   * true: touches nothing but the host's own files and settings, so other
   * hosts need not have come this far (no barrier under `strategy: linear`)
   */
  hostLocal?: boolean;
  /** true where `result` sends a further script: no later step may be sent before this one is finished */
  sequential?: boolean | ((args: Args<F>) => boolean);
  /**
   * true: the `here` side only looks at variables and changes nothing, so it may
   * run before its turn; what it says of other hosts and facts follows in its turn
   */
  pure?: boolean;
  /** true where `result` may find a failure that the script on the host did not tell */
  judges?: boolean;
  /**
   * What it writes, as paths on the machine where it runs (whatever lies below
   * them too); undefined, or a function that says undefined: it may write anywhere
   */
  writes?(args: Args<F>): readonly string[] | undefined;
  /** the user whom it removes: no shell of theirs may be left */
  removesUser?(args: Args<F>): string | undefined;
  /** what check mode does: `full` predicts; `skip` is skipped as Ansible does; `run` reads only and runs always */
  check: "full" | "skip" | "run";
  /** what is said where check mode skips it, if not what is said of most */
  skipped?: string;
  /** false: `async` is refused, as Ansible does where the work needs the controller */
  background?: false;
  /**
   * Arguments of which only one may be given, as Ansible names them: "value|values". Whoever names two of them gives
   * two, whatever their values.
   */
  exclusive?: readonly string[];
  /** further faults beyond single arguments ("one of src or content is required"); only given args are checked statically */
  validate?(args: Partial<Args<F>>): string[];
  /** what its result says where `validate` finds something, beside the message */
  refusal?: ResultValues;
  sh?: string;
  /** it opens files by their names without a library that says so */
  opensFiles?: boolean;
  uses?: readonly ShellLibrary[];
  /** further libraries, where which ones depends on the arguments */
  libraries?(args: Args<F>): readonly ShellLibrary[];
  /** how it works on a Windows host; a module without it is refused there */
  powershell?: PowershellHand<F>;
  vars?(args: Args<F>): Record<string, ShellValue>;
  /** local bytes and rendered text the script needs */
  bring?(args: Args<F>, controller: Controller): Promise<Brought>;
  /** the result values from what the script said; `changed`, `diff`, `failed`, `msg` and warnings are there already */
  result?(answer: Answer, args: Args<F>, controller: Controller): ResultValues | Promise<ResultValues>;
  /** the side that needs no host */
  here?(args: Args<F>, controller: Controller): ResultValues | Promise<ResultValues>;
}

/** What is wrong with arguments together. `given`: as they stand in the task, under any of their names. */
export function wrongTogether(module: Module, args: Record<string, unknown>, given: PlainDict): string[] {
  const names = fieldNames(module.args);
  const named = new Set(Object.keys(given).map((name) => names.get(name)));
  const broken = (module.exclusive ?? []).filter(
    (group) => group.split("|").filter((name) => named.has(names.get(name))).length > 1,
  );
  if (broken.length > 0) return [`parameters are mutually exclusive: ${broken.join(", ")}`];
  return module.validate?.(args as never) ?? [];
}

/** Names a module and checks its parts against each other; gives the types of its arguments. */
export function defineModule<F extends Fields>(module: Module<F>): Module<F> {
  return module;
}
