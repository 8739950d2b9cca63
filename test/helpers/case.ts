import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Document, isMap, isScalar, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { COMMANDS } from "../../src/cli/commands.js";
import { codeOf, EXIT_CODES } from "../../src/cli/options/exit_codes.js";
import { mergeOptions } from "../../src/cli/options/merge.js";
import { parseWords } from "../../src/cli/options/parse.js";
import { readSettings } from "../../src/cli/options/settings.js";
import { inventorySources } from "../../src/cli/options/sources.js";
import { runPlaybooks } from "../../src/cli/play/play.js";
import { Fault, Faults } from "../../src/model/errors.js";
import { inFolder } from "./play.js";
import { type Transcript, transcriptOf } from "./transcript.js";

/**
 * A play with what must come of it, as data: `test/run/cases/*.yml`, each file a list of these.
 *
 *     - name: a failed host leaves the others alone     # a sentence; it names the test
 *       hosts: one two lost!                            # all on this machine; `!`: cannot be reached. Default: one
 *       tasks: |                                        # of one play of all hosts without facts ...
 *         - fail:
 *           when: inventory_hostname == 'one'
 *       play: |                                         # ... or the whole playbook
 *       inventory: |                                    # in place of `hosts`: an INI text
 *       files: {roles/web/tasks/main.yml: …}            # beside the playbook
 *       args: [--check]                                 # further words of the command line
 *       env: {ANSIBLE_FORCE_HANDLERS: "1"}
 *       leaves: [log]                                   # files whose text afterwards is part of what is expected
 *       free: true                                      # the order of the story says nothing
 *       deviation: why                                  # Ansible's outcome is another one, on purpose
 *       expect:                                         # recorded: see below
 *         exit: 2
 *         story: ["fail: one failed, two skipped"]      # see Transcript; a case may leave out `story` or `recap`
 *         recap: {one: failed=1, two: skipped=1}
 *         files: {log: "…"}
 *         output: [a text that must appear]             # never recorded: written by hand
 *
 * Recording: `ANSIBLE_PLAYBOOK=/path/to/ansible-playbook node scripts/test.mjs test/run/cases` runs each case with
 * Ansible first. Where a case has no `expect` it is written into the file; where it has one, Ansible must agree with
 * it (but for a `deviation`). CASES=handlers takes only the files whose name holds that, `-- --match='*name*'` only
 * some tests, RECORD=1 leaves out what is recorded already and the runs of our own.
 */
export interface PlayCase {
  name: string;
  hosts?: string;
  tasks?: string;
  play?: string;
  inventory?: string;
  files?: Record<string, string>;
  args?: string[];
  env?: Record<string, string>;
  leaves?: string[];
  free?: boolean;
  deviation?: string;
  expect?: Expectation;
}

export interface Expectation extends Partial<Transcript> {
  exit?: number;
  files?: Record<string, string | null>;
  output?: string[];
}

/** What came of a case. */
export interface Outcome {
  exit: number;
  story: string[];
  recap: Record<string, string>;
  files?: Record<string, string | null>;
  output: string;
}

/** A file of cases, and the place for what is recorded. */
export interface CaseFile {
  cases: PlayCase[];
  record(index: number, outcome: Outcome): void;
}

export function readCases(name: string): CaseFile {
  const path = resolve(name);
  const document: Document = parseDocument(readFileSync(path, "utf8"));
  if (document.errors[0]) throw document.errors[0];
  return {
    cases: document.toJS() as PlayCase[],
    record(index, { output: _, ...outcome }) {
      const one = (document.contents as YAMLSeq).items[index];
      if (!isMap(one)) throw new Error(`${path}: case ${index} is no mapping`);
      one.set("expect", document.createNode(outcome));
      const recap = (one.get("expect") as YAMLMap).get("recap") as YAMLMap;
      recap.flow = recap.items.every(({ value }) => isScalar(value));
      writeFileSync(path, document.toString({ lineWidth: 0, flowCollectionPadding: false }));
    },
  };
}

export const caseFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((name) => join(folder, name));

/** The case with the program of these sources, in this process. */
export async function runCase(one: PlayCase): Promise<Outcome> {
  return inFolder(filesOf(one), async (cwd) => {
    const output: string[] = [];
    const exit = await inPlace(cwd, environmentOf(one), async () => {
      try {
        return await inTime(runHere(wordsOf(one)), one.name);
      } catch (error) {
        output.push(told(error));
        return codeOfError(error);
      }
    });
    output.unshift(existsSync(join(cwd, "output.txt")) ? readFileSync(join(cwd, "output.txt"), "utf8") : "");
    return outcomeOf(one, cwd, exit, output.join(""));
  });
}

/** The case with the program that the environment names. */
export async function runWithAnsible(one: PlayCase, program: string): Promise<Outcome> {
  return inFolder(filesOf(one), (cwd) => {
    const env = {
      ...process.env,
      ...environmentOf(one),
      ANSIBLE_LOCALHOST_WARNING: "0",
      ANSIBLE_PIPELINING: "1",
    };
    return new Promise((resolve) => {
      const child = execFile(program, wordsOf(one), { cwd, env }, (_error, stdout, stderr) => {
        resolve(outcomeOf(one, cwd, child.exitCode ?? -1, stdout + stderr));
      });
    });
  });
}

/** Only what the case expects, in its shape. */
export function asExpected(one: PlayCase, outcome: Outcome, expected: Expectation): Expectation {
  const seen: Expectation = {};
  for (const key of Object.keys(expected) as (keyof Expectation)[])
    if (key === "output") seen.output = expected.output!.filter((text) => outcome.output.includes(text));
    else Object.assign(seen, { [key]: outcome[key] });
  return inOrder(one, seen);
}

/** Where the order says nothing: one line for each result, sorted. */
export function inOrder<T extends { story?: string[] }>({ free }: PlayCase, expected: T): T {
  if (!free || !expected.story) return expected;
  const story = expected.story.flatMap((line) => {
    const [title, ...results] = line.split(/: |, /);
    return results.length === 0 ? [line] : results.map((result) => `${title}: ${result}`);
  });
  return { ...expected, story: story.sort() };
}

function wordsOf({ args = [] }: PlayCase): string[] {
  return ["-i", "hosts", "play.yml", ...args];
}

function environmentOf({ env = {} }: PlayCase): Record<string, string> {
  return { ANSIBLE_GATHERING: "explicit", ANSIBLE_NOCOLOR: "1", ...env };
}

function filesOf({
  hosts = "one",
  tasks = "",
  play,
  inventory,
  files = {},
}: PlayCase): Record<string, string> {
  const whole = play ?? `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks.replace(/^(?=.)/gm, "    ")}`;
  return { hosts: inventory ?? inventoryOf(hosts), "play.yml": whole, ...files };
}

function inventoryOf(hosts: string): string {
  const lines = hosts.split(/\s+/).map((host) => {
    if (!host.endsWith("!")) return `${host} ansible_connection=local`;
    return `${host.slice(0, -1)} ansible_connection=ssh ansible_host=127.0.0.1 ansible_port=1`;
  });
  return `${lines.join("\n")}\n[all:vars]\nansible_python_interpreter=/usr/bin/python3\n`;
}

function outcomeOf(one: PlayCase, cwd: string, exit: number, output: string): Outcome {
  const { story, recap } = transcriptOf(output);
  const read = (name: string) => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), "utf8") : null);
  const files = one.leaves && Object.fromEntries(one.leaves.map((name) => [name, read(name)]));
  return { exit, story, recap, ...(files ? { files } : {}), output };
}

/** A run that hangs is told as such, and the other cases go on. */
async function inTime<T>(run: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`"${name}" does not end`)), LONGEST_SECONDS * 1000);
  });
  return Promise.race([run, late]).finally(() => clearTimeout(timer));
}

const LONGEST_SECONDS = 60;

async function runHere(words: readonly string[]): Promise<number> {
  const command = COMMANDS.find(({ name }) => name === "playbook")!;
  const input = parseWords(command, words);
  const settings = readSettings(process.env, process.cwd());
  const options = mergeOptions(input.values, settings, {
    playbooks: [...input.operands],
    inventory: inventorySources(input, settings),
  });
  options.outputs = [{ kind: "default", file: "output.txt" }];
  return runPlaybooks(options, new AbortController().signal);
}

async function inPlace<T>(cwd: string, env: Record<string, string>, work: () => Promise<T>): Promise<T> {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  process.chdir(cwd);
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    process.chdir(before.cwd);
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before.env);
  }
}

const faultsOf = (error: unknown): readonly Fault[] =>
  error instanceof Faults ? error.faults : error instanceof Fault ? [error] : [];

function codeOfError(error: unknown): number {
  const [first] = faultsOf(error);
  return first ? codeOf(first.code) : EXIT_CODES.defect[0];
}

function told(error: unknown): string {
  const faults = faultsOf(error);
  const text = error instanceof Error ? error.stack : String(error);
  if (faults.length === 0) return `ERROR! this is a defect of tera: ${text}\n`;
  return faults.map((fault) => `ERROR! ${fault.format()}\n`).join("");
}
