import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Input } from "./option.js";
import { OUTPUTS, type OutputName } from "./output_names.js";
import type { AdhocOptions, HostKeyChecking, OutputOption, RunOptions } from "./run_options.js";
import { splitList } from "./setting_kinds.js";
import type { Settings } from "./settings.js";

type Values = Input["values"];

export interface WhatToRun {
  playbooks: string[];
  inventory: string[];
  adhoc?: AdhocOptions;
  /** it is to reach hosts: nobody is no success */
  proves?: boolean;
}

/** The command line over the settings: everything a run is asked to do. */
export function mergeOptions(values: Values, settings: Settings, what: WhatToRun): RunOptions {
  const text = (name: string, fallback?: string) => (values[name] as string | undefined) ?? fallback;
  const number = (name: string, fallback: number) => (values[name] as number | undefined) ?? fallback;
  const flag = (name: string, fallback = false) => (values[name] as boolean | undefined) ?? fallback;
  const list = (name: string) => (values[name] as string[] | undefined) ?? [];
  const lists = (name: string, fallback: string[]) =>
    name in values ? list(name).flatMap(splitList) : fallback;
  return {
    ...what,
    flushCache: flag("flushCache"),
    limit: text("limit"),
    extraVars: list("extraVars"),
    tags: lists("tags", settings.tags),
    skipTags: lists("skipTags", settings.skipTags),
    check: flag("check"),
    diff: flag("diff", settings.diff),
    syntaxCheck: flag("syntaxCheck"),
    listTasks: flag("listTasks"),
    listHosts: flag("listHosts"),
    listTags: flag("listTags"),
    allowEmpty: flag("allowEmpty"),
    startAtTask: text("startAtTask"),
    step: flag("step"),
    resume: flag("resume"),
    flushPending: flag("flushPending"),
    forks: atLeastOne(number("forks", settings.forks)),
    verbosity: number("verbosity", settings.verbosity),
    user: text("user", settings.user),
    privateKey: text("privateKey", settings.privateKeyFile),
    connection: text("connection", settings.connection)!,
    timeout: number("timeout", settings.timeout),
    become: flag("become", settings.become),
    becomeMethod: text("becomeMethod", settings.becomeMethod)!,
    becomeUser: text("becomeUser", settings.becomeUser)!,
    askPass: flag("askPass", settings.askPass),
    askBecomePass: flag("askBecomePass", settings.askBecomePass),
    connectionPasswordFile: text("connectionPasswordFile", settings.connectionPasswordFile),
    becomePasswordFile: text("becomePasswordFile", settings.becomePasswordFile),
    sshCommonArgs: text("sshCommonArgs", settings.sshCommonArgs),
    sshExtraArgs: text("sshExtraArgs", settings.sshExtraArgs),
    ...vaultOptions(values, settings),
    forceHandlers: flag("forceHandlers", settings.forceHandlers),
    modulePath: [...list("modulePath").flatMap((path) => path.split(":")), ...settings.modulePath],
    outputs: outputsOf(list("outputs"), () => usualOutput(what.adhoc, settings)),
    explainPlan: flag("explainPlan"),
    timings: flag("timings", measures(settings)),
    hostKeyChecking: (text("hostKeyChecking") as HostKeyChecking | undefined) ?? keyChecking(settings),
    colour: colourOf(values, settings),
    settings,
  };
}

export function vaultOptions(
  values: Values,
  settings: Settings,
): Pick<RunOptions, "vaultIds" | "vaultPasswordFiles" | "askVaultPass"> {
  const files = (values.vaultPasswordFiles as string[] | undefined) ?? [];
  const fallback = settings.vaultPasswordFile === undefined ? [] : [settings.vaultPasswordFile];
  return {
    vaultIds: [...((values.vaultIds as string[] | undefined) ?? []), ...settings.vaultIds],
    vaultPasswordFiles: files.length > 0 ? files : fallback,
    askVaultPass: values.askVaultPass === true || settings.askVaultPass,
  };
}

function atLeastOne(forks: number): number {
  if (forks >= 1) return forks;
  throw new Fault("USAGE", "The number of processes (--forks) must be >= 1", {
    hint: "it is how many hosts are worked on at the same time; without it all of up to 200 are",
  });
}

/** Ansible asks about an unknown key; a program that nobody watches notes it and goes on. */
function keyChecking({ checkHostKeys }: Settings): HostKeyChecking {
  if (checkHostKeys === undefined) return "accept-new";
  return checkHostKeys ? "strict" : "off";
}

/** Callbacks that say what took how long. */
const MEASURING = /^(?:ansible\.posix\.)?(?:profile_tasks|profile_roles|timer)$/;

/** Do callbacks ask for the times? Tells of those that are not there. */
function measures({ callbacks, warnings }: Settings): boolean {
  const others = callbacks.filter((name) => !MEASURING.test(name));
  if (others.length > 0)
    warnings.push(
      `there is no callback \`${others.join("`, `")}\` (ANSIBLE_CALLBACKS_ENABLED or callbacks_enabled): --output says what there is`,
    );
  return callbacks.length > others.length;
}

/** Callbacks of Ansible that show what the default one shows, or near enough. */
const CALLBACKS_LIKE_DEFAULT = [
  "ansible.builtin.default",
  "yaml",
  "community.general.yaml",
  "debug",
  "dense",
  "skippy",
];

function outputsOf(given: readonly string[], usual: () => OutputName): OutputOption[] {
  const outputs = given.map(oneOutput);
  const toTerminal = outputs.filter(({ file }) => file === undefined);
  if (toTerminal.length > 1)
    throw new Fault("USAGE", "only one --output can go to the terminal", {
      hint: `give the others a file: --output ${toTerminal[1]!.kind}:run.log`,
    });
  if (toTerminal.length === 1) return outputs;
  return [{ kind: usual() }, ...outputs];
}

/** A single task shows results, as `ansible` does; another callback is used there only where it is asked for twice. */
function usualOutput(adhoc: AdhocOptions | undefined, settings: Settings): OutputName {
  if (adhoc?.oneLine) return "oneline";
  const isOwn = settings.loadCallbacks && !["auto", "default"].includes(settings.output);
  return adhoc && !isOwn ? "minimal" : namedOutput(settings);
}

function namedOutput({ output, warnings }: Settings): OutputName {
  const known = OUTPUTS.find((name) => name === output.replace(/^ansible\.builtin\./, ""));
  if (known) return known;
  if (CALLBACKS_LIKE_DEFAULT.includes(output)) return "default";
  warnings.push(
    `there is no output \`${output}\` (ANSIBLE_STDOUT_CALLBACK or stdout_callback): Ansible's default is used`,
  );
  return "default";
}

function oneOutput(text: string): OutputOption {
  const [word, ...rest] = text.split(":");
  const kind = OUTPUTS.find((name) => name === word);
  if (!kind)
    throw new Fault("USAGE", `there is no output \`${word}\``, {
      hint: suggest(word!, OUTPUTS) ?? `one of ${OUTPUTS.join(", ")}`,
    });
  return rest.length === 0 ? { kind } : { kind, file: rest.join(":") };
}

/** undefined: where the terminal can. */
function colourOf(values: Values, settings: Settings): boolean | undefined {
  if (values.noColour === true || settings.noColour) return false;
  return settings.forceColour ? true : undefined;
}
