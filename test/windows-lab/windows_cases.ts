import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ResultValues } from "../../src/model/result.js";
import { played } from "../helpers/in_process.js";
import type { CaseFile, CaseRecord, ModuleCase, Phase } from "../helpers/module_cases.js";

/**
 * Cases of one module on a Windows host, as data: each is checked (with differences), applied, and applied again; what the
 * PowerShell of `look` prints is noted after each. `{id}`, `{dir}` and `{key}` are a case's own name, folder and registry key.
 */
export interface WindowsCases extends CaseFile {
  /** cases that share what they work on run one after the other, each with all of its phases */
  inTurn?: boolean;
  /** the commands it needs stand in test/windows-lab/doubles: the lab's Wine has none of them */
  doubles?: string[];
  /** why there is no record of Ansible's: then `wanted` of a case says what is right */
  unrecorded?: string;
}

const PHASES: readonly Phase[] = ["check", "apply", "again"];
const MARK = "=====";
const idOf = (one: ModuleCase): string => one.name.replace(/\W+/g, "-");
const phasesOf = (one: ModuleCase): readonly Phase[] => one.phases ?? PHASES;

function filled<T>(value: T, name: string, one: ModuleCase): T {
  const id = idOf(one);
  const text = JSON.stringify(value ?? null)
    .replaceAll("{dir}", `C:\\\\cases\\\\${name}\\\\${id}`)
    .replaceAll("{key}", `HKCU:\\\\Software\\\\cases\\\\${name}\\\\${id}`)
    .replaceAll("{id}", id);
  return JSON.parse(text) as T;
}

/** A step of the cases: a look at the host, or a task of the module. */
interface Step {
  name: string;
  /** PowerShell that prints what there is */
  look?: string;
  args?: unknown;
  with?: Record<string, unknown>;
  check?: boolean;
}

/** All cases, one step after the other; Ansible's modules do the same ones. */
function stepsOf(name: string, file: WindowsCases): Step[] {
  const all = [...file.cases.keys()];
  const turns = file.inTurn ? all.map((index) => [index]) : [all];
  const text = (index: number, part: "before" | "look"): string => {
    const one = file.cases[index]!;
    const own = part === "before" ? [file.before, one.before] : [one.look ?? file.look];
    return filled(own.filter(Boolean).join("\n"), name, one);
  };
  const look = (what: string, indexes: readonly number[], withGround = false): Step => {
    const parts = indexes.map(
      (index) =>
        `'${MARK} ${index}'; try { & {\n${withGround ? `${text(index, "before")}\n` : ""}${text(index, "look")}\n} } catch { "$_" }`,
    );
    return { name: `look ${what} ${indexes[0]}`, look: parts.join("\n") };
  };
  return turns.flatMap((indexes) => [
    look("before", indexes, true),
    ...PHASES.flatMap((phase) => {
      const own = indexes.filter((index) => phasesOf(file.cases[index]!).includes(phase));
      const steps = own.map((index): Step => {
        const one = file.cases[index]!;
        const { args } = one;
        const given = { args: filled(args, name, one), with: filled(one.with ?? {}, name, one) };
        return { name: `${index} ${phase}`, ...given, check: phase === "check" };
      });
      return own.length === 0 ? [] : [...steps, look(phase, own)];
    }),
  ]);
}

/** runs beside each other must not meet */
const looksOf = (module: string): string => `C:\\looks-${module}`;

/** A look runs in the session itself, as a fact of the host's own: a PowerShell for each would take a second. */
function tasksOf(module: string, { name, look, args, check, ...step }: Step): object[] {
  if (look === undefined)
    return [{ name, [module]: args, ...step.with, ignore_errors: true, diff: check, check_mode: check }];
  const content = `$ProgressPreference = 'SilentlyContinue'\n& {\n${look}\n} | Out-String -Width 4000\n`;
  const looks = looksOf(module);
  return [
    { name: "look at", "ansible.windows.win_copy": { content, dest: `${looks}\\look.ps1` } },
    { name, "ansible.builtin.setup": { fact_path: looks, filter: "ansible_look" } },
  ];
}

/** How the host is reached, and where files may be put. */
export interface Ground {
  folder: string;
  /** variables of the host */
  host: Record<string, unknown>;
}

function write(ground: Ground, tasks: readonly object[]): { play: string; inventory: string } {
  const play = join(ground.folder, "play.yml");
  const inventory = join(ground.folder, "hosts.yml");
  writeFileSync(play, stringify([{ hosts: "win1", gather_facts: false, tasks }]));
  writeFileSync(inventory, stringify({ all: { hosts: { win1: ground.host } } }));
  return { play, inventory };
}

/** Runs all cases here and gives what was seen, by the case's name. */
export async function seenHere(
  name: string,
  file: WindowsCases,
  ground: Ground,
): Promise<Record<string, CaseRecord>> {
  const module = file.module ?? name;
  const tasks = stepsOf(name, file).flatMap((step) => tasksOf(module, step));
  const folder = { "ansible.windows.win_file": { path: looksOf(module), state: "directory" } };
  const { play, inventory } = write(ground, [folder, ...tasks]);
  const results = new Map<string, ResultValues>();
  for (const event of await played(play, { cwd: ground.folder, inventory })) {
    if (event.type !== "task-result") continue;
    const { status, values } = event.result;
    const stdout = values.ansible_facts?.ansible_look;
    results.set(event.task.name, {
      ...values,
      ...(stdout === undefined ? {} : { stdout: String(stdout) }),
      failed: status === "failed",
    });
  }
  return collected(file, (task) => results.get(task));
}

/** Where Ansible's own modules are: its sources, and a folder of collections. */
export interface AnsibleSources {
  core: string;
  collections: string;
}

const RUN_STDIN =
  "Invoke-Expression ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadLine())))";

/** The same by Ansible's own modules, which genuine PowerShell runs unchanged. */
export async function seenByAnsible(
  name: string,
  file: WindowsCases,
  { sources, ...ground }: Ground & { sources: AnsibleSources },
): Promise<Record<string, CaseRecord>> {
  const list = stepsOf(name, file);
  const module = file.module ?? name;
  const steps = list.map(({ look, args, check }) =>
    look === undefined ? { module, args: args ?? {}, check, diff: check } : { look },
  );
  const ask = { modules: { [module]: moduleText(module, sources) }, utils: utilsOf(sources), steps };
  const oracle = readFileSync("test/windows-lab/oracle.ps1");
  const run = {
    name: "oracle",
    "ansible.windows.win_shell": RUN_STDIN,
    args: { stdin: `${oracle.toString("base64")}\n${Buffer.from(JSON.stringify(ask)).toString("base64")}\n` },
  };
  const { play, inventory } = write(ground, [run]);
  for (const event of await played(play, { cwd: ground.folder, inventory })) {
    if (event.type !== "task-result") continue;
    const { stdout, stderr, msg } = event.result.values;
    const last = String(stdout ?? "")
      .trim()
      .split("\n")
      .at(-1)!;
    if (!last.startsWith("[")) throw new Error(`${msg}\n${stdout}\n${stderr}`);
    const answers = JSON.parse(last) as (string | ResultValues)[];
    const results = new Map<string, ResultValues>();
    for (const [index, { name: task }] of list.entries()) {
      const answer = answers[index]!;
      results.set(
        task,
        typeof answer === "string" ? { stdout: answer, failed: false } : { failed: false, ...answer },
      );
    }
    return collected(file, (task) => results.get(task));
  }
  throw new Error("no result");
}

const COLLECTIONS = ["ansible", "community"].map((one) => `ansible_collections/${one}/windows/plugins`);

function moduleText(module: string, { collections }: AnsibleSources): string {
  const short = module.split(".").at(-1)!;
  const path = COLLECTIONS.map((one) => join(collections, one, "modules", `${short}.ps1`)).find((one) =>
    existsSync(one),
  );
  if (path === undefined) throw new Error(`Ansible has no module ${module} in ${collections}`);
  return readFileSync(path, "utf8");
}

/** Its utilities by the names that modules require them by. */
function utilsOf({ core, collections }: AnsibleSources): Record<string, string> {
  const utils: Record<string, string> = {};
  const add = (folder: string, prefix: string): void => {
    if (!existsSync(folder)) return;
    for (const one of readdirSync(folder))
      if (/\.(cs|psm1)$/.test(one))
        utils[prefix + one.replace(/\.(cs|psm1)$/, "")] = readFileSync(join(folder, one), "utf8");
  };
  for (const kind of ["powershell", "csharp"]) add(join(core, "lib/ansible/module_utils", kind), "");
  for (const one of COLLECTIONS) {
    add(join(collections, one, "module_utils"), `${one.replaceAll("/", ".")}.module_utils.`);
    add(join(collections, one, "module_utils"), "..module_utils.");
  }
  return utils;
}

function collected(
  file: WindowsCases,
  resultOf: (task: string) => ResultValues | undefined,
): Record<string, CaseRecord> {
  const looked = (index: number, what: string): string => {
    const group = file.inTurn ? [index] : [...file.cases.keys()];
    const first = group.find(
      (one) => what === "before" || phasesOf(file.cases[one]!).includes(what as Phase),
    );
    const result = resultOf(`look ${what} ${first}`);
    if (result === undefined || result.failed)
      throw new Error(`no look at ${index} ${what}: ${JSON.stringify(result)}`);
    const parts = String(result.stdout)
      .replaceAll("\r\n", "\n")
      .split(new RegExp(`^${MARK} (\\d+)$`, "m"));
    return (parts[parts.indexOf(String(index)) + 1] ?? "").trim();
  };
  const found: Record<string, CaseRecord> = {};
  for (const [index, one] of file.cases.entries()) {
    const record: CaseRecord = { before: looked(index, "before") };
    for (const phase of phasesOf(one)) {
      const result = resultOf(`${index} ${phase}`);
      if (result) record[phase] = { result, look: looked(index, phase) };
    }
    found[one.name] = record;
  }
  return found;
}
