import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { COMMANDS } from "../../../src/cli/commands.js";
import { mergeOptions } from "../../../src/cli/options/merge.js";
import { longName, type Option, optionsOf } from "../../../src/cli/options/option.js";
import { parseWords } from "../../../src/cli/options/parse.js";
import type { AdhocOptions, RunOptions } from "../../../src/cli/options/run_options.js";
import { readSettings, SETTINGS } from "../../../src/cli/options/settings.js";
import { scratchFolder } from "../../helpers/scratch.js";

/** What becomes otherwise in a run by each option, and by each setting; nothing where it is not named. */
interface Effects {
  options: Record<string, Partial<RunOptions>>;
  settings: Record<string, Partial<RunOptions>>;
}

const PATH = "test/cli/options/merged.json";
const EFFECTS: Effects = JSON.parse(readFileSync(PATH, "utf8"));
const playbook = COMMANDS.find(({ name }) => name === "playbook")!;
const home = scratchFolder("merged");

type Env = Record<string, string>;

function merged(words: readonly string[], env: Env = {}, cwd = home): RunOptions {
  const { values, operands } = parseWords(playbook, [...words, "a.yml"]);
  return mergeOptions(values, readSettings({ HOME: home, ...env }, cwd), {
    playbooks: [...operands],
    inventory: [],
  });
}

/** What of a run is not as without all options, without the settings themselves. */
function effectOf(words: readonly string[], env: Env = {}, cwd = home): Partial<RunOptions> {
  const [{ settings: _settings, ...usual }, made] = [merged([]), merged(words, env, cwd)];
  const changed = Object.entries(usual).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(made[name as keyof RunOptions]),
  );
  const now = Object.fromEntries(changed.map(([name]) => [name, made[name as keyof RunOptions]]));
  return JSON.parse(JSON.stringify(now).replaceAll(`${home}/`, ""));
}

/** Words that give an option; its second value where it may be given twice. */
function wordsOf(option: Option): string[] {
  const flag = longName(option);
  if (option.kind === "count") return [flag, flag];
  if (option.value === undefined) return [flag];
  if (option.kind === "number") return [flag, "7"];
  if (option.name === "outputs") return [flag, "jsonl:a", flag, "minimal"];
  const value = option.choices?.at(-1) ?? "one,two";
  return option.kind === "list" ? [flag, value, flag, "three:four"] : [flag, value];
}

const options = optionsOf(playbook).filter(({ name }) => name !== "help" && name !== "version");

/** A text that each kind of setting takes, and no default is. */
function textFor(name: string): string {
  const { takes, default: usual } = SETTINGS[name as keyof typeof SETTINGS];
  if (takes === "true or false") return usual === true ? "no" : "yes";
  if (takes === "a whole number") return "7";
  if (name === "output") return "minimal";
  return takes.startsWith("one of") || / or |, /.test(takes) ? takes.split(/, | or /).at(-1)! : "one,two";
}

const cases = {
  options: Object.fromEntries(options.map((option) => [option.name, () => effectOf(wordsOf(option))])),
  settings: Object.fromEntries(
    Object.keys(SETTINGS).map((name) => [
      name,
      () => {
        const [, env, cwd] = placesOf(name, textFor(name))[0]!;
        return effectOf([], env, cwd);
      },
    ]),
  ),
};

/** UPDATE_GOLDEN=1 writes down what is so now: to be read before it is kept. */
if (process.env.UPDATE_GOLDEN === "1") {
  const made = Object.entries(cases).map(([kind, rows]) => [
    kind,
    Object.fromEntries(
      Object.entries(rows)
        .map(([name, make]) => [name, make()] as const)
        .filter(([, effect]) => Object.keys(effect).length > 0),
    ),
  ]);
  writeFileSync(PATH, `${JSON.stringify(Object.fromEntries(made), undefined, 1)}\n`);
}

test("every row is of an option or a setting that is there", (t) => {
  for (const kind of ["options", "settings"] as const)
    t.deepEqual(
      Object.keys(EFFECTS[kind]).filter((name) => !(name in cases[kind])),
      [],
      kind,
    );
});

for (const kind of ["options", "settings"] as const)
  for (const [name, make] of Object.entries(cases[kind]))
    test(`of a run the ${kind.slice(0, -1)} ${name} changes what it is for, and nothing else`, (t) => {
      t.deepEqual(make(), EFFECTS[kind][name] ?? {});
    });

/** Where a setting may stand: each of its variables, and each of its keys in a file of its own. */
function placesOf(name: string, text: string): [where: string, env: Env, cwd: string][] {
  const { env, ini } = SETTINGS[name as keyof typeof SETTINGS];
  return [
    ...env.map((variable): [string, Env, string] => [variable, { [variable]: text }, home]),
    ...ini.map(([section, key]): [string, Env, string] => {
      const cwd = join(home, `${section}.${key}`);
      mkdirSync(cwd, { recursive: true });
      writeFileSync(join(cwd, "ansible.cfg"), `[${section}]\n${key} = ${text}\n`);
      return [`[${section}] ${key}`, {}, cwd];
    }),
  ];
}

for (const name of Object.keys(SETTINGS))
  test(`the setting ${name} is read from each of its places, and changes no other`, (t) => {
    const usual: Record<string, unknown> = readSettings({ HOME: home }, home);
    const seen = placesOf(name, textFor(name)).map(([where, env, cwd]) => {
      const { configFile: _, ...read }: Record<string, unknown> = readSettings({ HOME: home, ...env }, cwd);
      const differs = Object.keys(read).filter(
        (one) => JSON.stringify(read[one]) !== JSON.stringify(usual[one]),
      );
      t.deepEqual(differs, [name], where);
      return JSON.stringify(read[name]).replaceAll(`${cwd}/`, "");
    });
    t.is(new Set(seen).size, 1, seen.join(" "));
  });

const adhoc: AdhocOptions = { pattern: "all", module: "ping", args: "", taskTimeout: 0 };

/** [the environment, one line, the output of a single task] */
const SINGLE: readonly [env: Env, oneLine: boolean, output: string][] = [
  [{}, false, "minimal"],
  [{}, true, "oneline"],
  [{ ANSIBLE_STDOUT_CALLBACK: "oneline" }, false, "minimal"],
  [{ ANSIBLE_STDOUT_CALLBACK: "tree", ANSIBLE_LOAD_CALLBACK_PLUGINS: "1" }, false, "tree"],
  [{ ANSIBLE_STDOUT_CALLBACK: "default", ANSIBLE_LOAD_CALLBACK_PLUGINS: "1" }, false, "minimal"],
  [{ ANSIBLE_STDOUT_CALLBACK: "auto", ANSIBLE_LOAD_CALLBACK_PLUGINS: "1" }, false, "minimal"],
  [{ ANSIBLE_LOAD_CALLBACK_PLUGINS: "1" }, false, "minimal"],
];

for (const [env, oneLine, output] of SINGLE)
  test(`a single task ${oneLine ? "in one line " : ""}with ${JSON.stringify(env)} is shown as ${output}`, (t) => {
    const what = { playbooks: [], inventory: [], adhoc: { ...adhoc, oneLine } };
    t.deepEqual(mergeOptions({}, readSettings({ HOME: home, ...env }, home), what).outputs, [
      { kind: output },
    ]);
  });

/** Callbacks that show what the default one shows. */
for (const name of ["ansible.builtin.default", "yaml", "community.general.yaml", "debug", "dense", "skippy"])
  test(`the callback ${name} is shown as Ansible's default, without a word`, (t) => {
    const { outputs, settings } = merged([], { ANSIBLE_STDOUT_CALLBACK: name });
    t.deepEqual(outputs, [{ kind: "default" }]);
    t.deepEqual(settings.warnings, []);
  });

/** [callbacks_enabled, are the times shown?, what is told] */
const CALLBACKS: readonly [names: string, timings: boolean, told: RegExp | undefined][] = [
  ["profile_tasks", true, undefined],
  ["ansible.posix.timer, ansible.posix.profile_roles", true, undefined],
  ["timer,junit", true, /there is no callback `junit`/],
  ["slack, mail", false, /there is no callback `slack`, `mail`/],
];

for (const [names, timings, told] of CALLBACKS)
  test(`callbacks_enabled = ${names}: the times are ${timings ? "" : "not "}shown`, (t) => {
    const made = merged([], { ANSIBLE_CALLBACKS_ENABLED: names });
    t.is(made.timings, timings);
    if (told === undefined) t.deepEqual(made.settings.warnings, []);
    else t.regex(made.settings.warnings.join(), told);
  });
