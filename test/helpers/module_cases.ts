import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { ResultValues, TaskResult } from "../../src/model/result.js";
import { played } from "./in_process.js";

/**
 * Cases of one module, as data. Each runs in a folder of its own: in check mode
 * (with differences), then applied, then applied again; what `look` prints is
 * noted after each.
 */
export interface CaseFile {
  /** the module's name in the play, where it is not the file's */
  module?: string;
  /** `overlay`: changes the machine, so it runs in a throw-away copy of it, as root */
  where?: "overlay";
  /** programs without which the cases are skipped */
  needs?: string[];
  /** keys of results that are not compared: they differ from machine to machine */
  volatile?: string[];
  /** keys in which we differ on purpose (`apply:diff`: in that phase), with the reason */
  unlike?: Record<string, string>;
  /** shell text that is run once, in the folder above the cases' own: a server that all of them ask */
  once?: string;
  /** shell text that makes every case's ground, before its own */
  before?: string;
  look?: string;
  /** of all cases that do not say their own */
  phases?: readonly Phase[];
  cases: ModuleCase[];
}

export interface ModuleCase {
  name: string;
  /** programs without which this case is skipped */
  needs?: string[];
  before?: string;
  args: unknown;
  /** keywords of the task */
  with?: Record<string, unknown>;
  look?: string;
  unlike?: Record<string, string>;
  volatile?: string[];
  /** `check`, `apply` and `again` unless said */
  phases?: readonly Phase[];
}

export type Phase = "check" | "apply" | "again";

/** What a phase gave: the task's result and what was to be seen afterwards. */
export interface Seen {
  result: ResultValues;
  look: string;
}

export type CaseRecord = Partial<Record<Phase, Seen>> & { before?: string };

const PHASES: readonly Phase[] = ["check", "apply", "again"];

/** Kind, permissions and name of everything in the folder, and the text of every file. */
const LOOK = `find . ! -name . -printf '%y %m %P %l\\n' | sed 's/ $//' | LC_ALL=C sort; find . -type f | LC_ALL=C sort | while read -r f; do echo "== $f"; cat "$f"; done`;

export function readCases(path: string): CaseFile {
  const file = parse(readFileSync(path, "utf8")) as CaseFile;
  const { phases = PHASES } = file;
  return { ...file, cases: file.cases.map((one) => ({ phases, ...one })) };
}

const phasesOf = (one: ModuleCase): readonly Phase[] => one.phases ?? [];

/**
 * The play that runs all cases below `folder`; Ansible runs the same one. Cases in folders of their
 * own go through the phases side by side; those of one machine run one after the other.
 */
export function playOf(name: string, file: CaseFile, folder: string): unknown[] {
  const all = [...file.cases.keys()];
  const module = file.module ?? name;
  const turns = file.where === "overlay" ? all.map((index) => [index]) : [all];
  const tasks = turns.flatMap((indexes) => [
    shellTask(`before ${indexes[0]}`, indexes, (index) => groundOf(file, index, folder)),
    ...PHASES.flatMap((phase) => {
      const own = indexes.filter((index) => phasesOf(file.cases[index]!).includes(phase));
      if (own.length === 0) return [];
      const done = own.map((index) => phaseTask(module, file.cases[index]!, { phase, index, folder }));
      return [...done, shellTask(`${phase} ${indexes[0]}`, own, (index) => lookOf(file, index, folder))];
    }),
  ]);
  const shell = `mkdir -p ${folder}; cd ${folder}\n${file.once}`;
  const once = file.once === undefined ? [] : [{ name: "look once", shell, register: "seen_once" }];
  return [{ hosts: "localhost", gather_facts: false, vars: { folder }, tasks: [...once, ...tasks] }];
}

const MARK = "=====";

/** One task that says of several cases what there is. */
function shellTask(name: string, indexes: readonly number[], textOf: (index: number) => string): object {
  const shell = indexes
    .map((index) => `echo '${MARK} ${index}'\nprintf '%s\\n' "$( (${textOf(index)}\n) 2>&1)"`)
    .join("\n");
  return { name: `look ${name}`, shell, register: registerOf(`look ${name}`) };
}

const registerOf = (task: string): string => `seen_${task.replaceAll(" ", "_")}`;

function groundOf(file: CaseFile, index: number, folder: string): string {
  const dir = `${folder}/${index}`;
  const before = [file.before ?? ":", file.cases[index]!.before ?? ":"].map((text) => placed(text, dir));
  return `set -e; umask 022; mkdir -p ${dir}; cd ${dir}\n${before.join("\n")}\nset +e\n${lookOf(file, index, folder)}`;
}

function lookOf(file: CaseFile, index: number, folder: string): string {
  return `cd ${folder}/${index} && { ${file.cases[index]!.look ?? file.look ?? LOOK}\n}`;
}

function phaseTask(
  module: string,
  one: ModuleCase,
  { phase, index, folder }: { phase: Phase; index: number; folder: string },
): object {
  const dir = `${folder}/${index}`;
  return {
    name: `${index} ${phase}`,
    [module]: placedDeep(one.args, dir),
    ...(placedDeep(one.with ?? {}, dir) as object),
    register: registerOf(`${index} ${phase}`),
    ignore_errors: true,
    diff: phase === "check",
    check_mode: phase === "check",
  };
}

const placed = (text: string, dir: string): string => text.replaceAll("{dir}", dir);

function placedDeep(value: unknown, dir: string): unknown {
  if (typeof value === "string") return placed(value, dir);
  if (Array.isArray(value)) return value.map((item) => placedDeep(item, dir));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [placed(key, dir), placedDeep(item, dir)]),
  );
}

/** Starts what follows its own flags in a copy of the machine: nothing of it stays. */
const ENTER = `#!/bin/sh
while :; do case $1 in -u|-p) shift 2 ;; -*) shift ;; *) break ;; esac; done
exec unshare -m -u sh -c '
  set -e
  base=$1; shift
  mount -t tmpfs none "$base/ground"
  mkdir -p "$base/ground/upper" "$base/ground/work" "$base/ground/root"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$base/ground/upper,workdir=$base/ground/work" "$base/ground/root"
  mount -t proc proc "$base/ground/root/proc"
  mount --rbind /dev "$base/ground/root/dev"
  mount -t tmpfs none "$base/ground/root/run"
  cp /etc/resolv.conf "$base/ground/root/etc/" 2>/dev/null || true
  mount --rbind /tmp "$base/ground/root/tmp"
  cd "$base/ground/root"
  exec chroot . "$@"' enter "\${0%/*}" "$@"
`;

/** The program that enters the overlay, beside what it needs. */
export function entrance(folder: string): string {
  mkdirSync(`${folder}/ground`);
  const path = `${folder}/enter`;
  writeFileSync(path, ENTER);
  chmodSync(path, 0o755);
  return path;
}

/** Why the cases cannot run here; undefined where they can. */
export function missing(file: CaseFile, folder: string): string | undefined {
  const absent = absentOf(file.needs);
  if (absent !== undefined) return `${absent} is not on this machine`;
  if (file.where !== "overlay") return undefined;
  if (process.getuid?.() !== 0) return "it changes the machine: only root can do that in a throw-away copy";
  return runs(entrance(folder), ["true"]) ? undefined : "this machine gives no overlay to work in";
}

/** The first of the programs that is not on this machine. */
export function absentOf(programs: readonly string[] = []): string | undefined {
  return programs.find((program) => !runs("sh", ["-c", `command -v ${program}`]));
}

function runs(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Runs all cases here and gives what was seen, by the case's name. */
export async function seenHere(
  name: string,
  file: CaseFile,
  folder: string,
): Promise<Record<string, CaseRecord>> {
  writeFileSync(`${folder}/play.yml`, stringify(playOf(name, file, `${folder}/cases`)));
  const extraVars = [`ansible_become_exe=${folder}/enter`, "ansible_become_method=sudo"];
  const how = file.where === "overlay" ? { become: true, extraVars } : {};
  const events = await played(`${folder}/play.yml`, { cwd: folder, ...how });
  const results = new Map<string, ResultValues>();
  for (const event of events)
    if (event.type === "task-result")
      results.set(String(event.task.name), { ...event.result.values, ...statusOf(event.result) });
  return collected(file, (task) => results.get(task));
}

/** What is the status in an event is a key of the registered result. */
function statusOf({ status }: TaskResult): ResultValues {
  return status === "skipped" ? { skipped: true, failed: false } : { failed: status === "failed" };
}

/** The same by ansible-playbook, named by its path. */
export function seenByAnsible(
  name: string,
  file: CaseFile,
  { folder, program }: { folder: string; program: string },
): Record<string, CaseRecord> {
  const [play] = playOf(name, file, `${folder}/cases`) as [{ tasks: { name: string; register: string }[] }];
  const names = play.tasks.map(({ name: task, register }) => `'${task}': ${register}`).join(", ");
  const dump = { copy: { content: `{{ {${names}} | to_json }}`, dest: `${folder}/seen.json` } };
  const whole = [{ ...play, tasks: [...play.tasks, dump] }];
  writeFileSync(`${folder}/play.yml`, stringify(whole));
  const words = [program, "-i", "localhost,", "-c", "local", `${folder}/play.yml`];
  const [command, ...args] = file.where === "overlay" ? [`${folder}/enter`, ...words] : words;
  const env = {
    ...process.env,
    ANSIBLE_LOCALHOST_WARNING: "0",
    ANSIBLE_PIPELINING: "1",
    ANSIBLE_PYTHON_INTERPRETER: "/usr/bin/python3",
  };
  try {
    execFileSync(command!, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    throw new Error(`${String(stdout).slice(-3000)}\n${String(stderr)}`);
  }
  const seen = JSON.parse(readFileSync(`${folder}/seen.json`, "utf8")) as Record<string, ResultValues>;
  return collected(file, (task) => seen[task]);
}

function collected(
  file: CaseFile,
  resultOf: (task: string) => ResultValues | undefined,
): Record<string, CaseRecord> {
  const first = (index: number) => (file.where === "overlay" ? index : 0);
  const looked = (index: number, what: string) => {
    const result = resultOf(`look ${what} ${first(index)}`);
    if (result === undefined || result.failed)
      throw new Error(`no look at ${index} ${what}: ${result?.stdout}`);
    const parts = String(result.stdout).split(new RegExp(`^${MARK} (\\d+)$`, "m"));
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

/** Never compared: how it was called and when it ran. */
const ALWAYS = [
  "invocation",
  "at",
  "hint",
  "start",
  "end",
  "delta",
  "exception",
  "module_stdout",
  "module_stderr",
];

/** A record without what differs from run to run and from machine to machine. */
export function comparable(record: CaseRecord, hidden: readonly string[], folder: string): CaseRecord {
  let phase: Phase = "check";
  const isHidden = (path: string) => hidden.includes(path) || hidden.includes(`${phase}:${path}`);
  const left = (value: unknown, path: string): unknown => {
    if (typeof value === "string") return settled(value, folder);
    if (Array.isArray(value)) return inOrder(value.map((item) => left(item, path)));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(withoutSame(value))
        .filter(([key]) => !key.startsWith("_ansible") && !isHidden(path ? `${path}.${key}` : key))
        .filter(([key]) => path !== "" || !ALWAYS.includes(key))
        .map(([key, item]) => [settled(key, folder), left(item, path ? `${path}.${key}` : key)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  };
  const made: CaseRecord = record.before === undefined ? {} : { before: settled(record.before, folder) };
  for (phase of PHASES) {
    const seen = record[phase];
    if (seen && seen.result.failed === true) seen.result.changed ??= false;
    if (seen && isHidden("*")) seen.result = {};
    if (seen?.result.skipped === true) delete seen.result.failed;
    if (seen)
      made[phase] = { result: left(seen.result, "") as ResultValues, look: settled(seen.look, folder) };
  }
  return made;
}

/** Files are listed in the order of the disk: here by their paths. */
function inOrder(list: unknown[]): unknown[] {
  const pathOf = (item: unknown) => (item as { path?: unknown } | null)?.path;
  if (!list.every((item) => typeof pathOf(item) === "string")) return list;
  return list.toSorted((a, b) => (String(pathOf(a)) < String(pathOf(b)) ? -1 : 1));
}

/** A difference whose two sides are the same shows nothing, whatever they are. */
function withoutSame(value: object): object {
  const { before, after } = value as { before?: unknown; after?: unknown };
  return typeof before === "string" && before === after ? { ...value, before: "", after: "" } : value;
}

/** Texts without the run's own folder, without ports and without names that are drawn by lot. */
function settled(text: string, folder: string): string {
  return text
    .replaceAll(new RegExp(`${folder}/cases/(\\d+)`, "g"), "{dir}")
    .replace(/\b((?:127|0)\.0\.0\.[0-3]):\d+/g, "$1:PORT")
    .replace(/tera-cases-[a-z_]+-\w{6}/g, "tera-cases")
    .replace(/\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~/g, ".NOW~");
}

/** Every place where two records differ, a line each. */
export function differences(ours: unknown, wanted: unknown, path = ""): string[] {
  if (typeof ours === "object" && ours !== null && typeof wanted === "object" && wanted !== null) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(wanted)]);
    const at = (side: object, key: string): unknown => (side as Record<string, unknown>)[key];
    return [...keys].flatMap((key) =>
      differences(at(ours, key), at(wanted, key), path ? `${path}.${key}` : key),
    );
  }
  return ours === wanted ? [] : [`${path}: ${JSON.stringify(ours)}, wanted ${JSON.stringify(wanted)}`];
}
