import test from "ava";
import { BLOCK_KEYWORDS, SHARED_KEYWORDS, TASK_KEYWORDS } from "../../../src/model/play.js";
import { MODULES } from "../../../src/modules/index.js";
import { lookupNames } from "../../../src/template/lookups/lookups.js";
import { filterNames, testNames } from "../../../src/template/registry.js";
import { evaluateTemplate } from "../../../src/template/render.js";
import { runCase } from "../../helpers/case.js";
import { HOST_PATHS, PATHS, POISON } from "../../helpers/poison_paths.js";
import { HERE_MODULES, OTHER_KEYWORDS, SINKS } from "../../helpers/poison_sinks.js";
import { contextOf } from "../../helpers/template.js";

const SAID = `- command: {argv: [printf, "%s", !unsafe ${JSON.stringify(POISON)}]}\n  register: said\n`;

/** Runs the tasks, each of which may fail; whether the text was evaluated. */
async function evaluated(name: string, tasks: string): Promise<string | undefined> {
  const mayFail = tasks
    .trim()
    .replace(/^(?=- )/gm, "\n")
    .replace(/\n\n/g, "\n  ignore_errors: true\n");
  const body = `${SAID}${mayFail.trim()}\n  ignore_errors: true\n`;
  const env = { ANSIBLE_SHOW_CUSTOM_STATS: "1" };
  const outcome = await runCase({ name, tasks: body, leaves: ["pwned"], env });
  if (outcome.files?.pwned !== null) return `${name}: it was evaluated`;
  // a play that is not read shows nothing
  return /TASK \[command\]/.test(outcome.output) ? undefined : `${name}: ${outcome.output.slice(-400)}`;
}

test.serial("a text of a host is evaluated nowhere where it goes in", async (t) => {
  for (const [name, tasks] of Object.entries(SINKS)) t.is(await evaluated(name, tasks), undefined);
});

test.serial("a text of a host is evaluated in no keyword", async (t) => {
  for (const keyword of [...SHARED_KEYWORDS, ...BLOCK_KEYWORDS, ...TASK_KEYWORDS]) {
    if (OTHER_KEYWORDS.has(keyword)) continue;
    const outcome = await runCase({
      name: keyword,
      tasks: `${SAID}- debug: {msg: x}\n  ${keyword}: "{{ said.stdout }}"\n- block:\n    - debug: {msg: x}\n  ${keyword}: "{{ said.stdout }}"\n`,
      leaves: ["pwned"],
    });
    t.deepEqual(outcome.files, { pwned: null }, keyword);
  }
});

test.serial("what a host has said is no expression of `var`", async (t) => {
  const ways = {
    "as it is": "{{ said.stdout }}",
    trimmed: "{{ said.stdout | trim }}",
    "of a fact": "{{ kept }}",
    "of hostvars": "{{ hostvars[inventory_hostname].said.stdout }}",
    "by another variable": "{{ other }}",
    "as a line": "{{ said.stdout_lines[0] }}",
    "as a part": "{{ said.stdout }} ~ ''",
    "of a lookup": "{{ lookup('pipe', 'printf hidden_one') }}",
  };
  const debug = Object.values(ways).map((text) => `- debug: {var: ${JSON.stringify(text)}}\n`);
  const looped = [
    '- debug: {var: "{{ item }}"}\n  loop: "{{ said.stdout_lines }}"\n',
    '- debug: {var: "{{ item }}"}\n  with_items: ["{{ said.stdout }}"]\n',
  ];
  const tasks = `- command: printf hidden_one\n  register: said\n- set_fact: {kept: "{{ said.stdout }}"}\n${[...debug, ...looped].join("")}`;
  const play = `- hosts: all\n  gather_facts: false\n  vars: {hidden_one: WAS_READ, other: "{{ said.stdout }}"}\n  tasks:\n${tasks.replace(/^/gm, "    ")}`;
  const outcome = await runCase({ name: "var", play });
  t.is(outcome.exit, 0, outcome.output);
  t.notRegex(outcome.output, /WAS_READ/);
  t.is(outcome.output.match(/\{\{hidden_one/g)?.length, debug.length + looped.length, outcome.output);
});

test("what is ours is one", async (t) => {
  const tasks = `- debug: {var: "{{ name }}"}\n- debug: {var: "{{ item }}"}\n  loop: "{{ [name] }}"\n- debug: {var: hidden_one}\n`;
  const play = `- hosts: all\n  gather_facts: false\n  vars: {hidden_one: WAS_READ, name: hidden_one}\n  tasks:\n${tasks.replace(/^/gm, "    ")}`;
  t.is((await runCase({ name: "var", play })).output.match(/WAS_READ/g)?.length, 3);
});

/** All that can be done to a value in a template: none of it makes a template of a text. */
for (const [kind, names, forms] of [
  [
    "filter",
    filterNames(),
    (name: string) => [
      `x | ${name}`,
      `x | ${name}(x)`,
      `x | ${name}(x, x)`,
      `[x, x] | ${name}`,
      `[{'a': x}] | ${name}('a', x)`,
      `{'a': x, x: [x]} | ${name}`,
      `[[x, x]] | ${name}(x)`,
    ],
  ],
  ["test", testNames(), (name: string) => [`x is ${name}`, `x is ${name}(x)`, `[x] is ${name}(x)`]],
  [
    "lookup",
    lookupNames(),
    (name: string) => [
      `lookup('${name}', x)`,
      `query('${name}', [x], {'a': x})`,
      `lookup('${name}', x, default=x)`,
    ],
  ],
] as const)
  test(`no ${kind} makes a template of a text`, (t) => {
    t.true(names.length > 20);
    const ran: string[] = [];
    for (const form of names.flatMap((name) => forms(name))) {
      const context = contextOf({ x: POISON });
      const world = {
        ...context.world,
        hash: async () => "",
        run: (command: string) => {
          if (!command.includes("{{")) ran.push(`${form}: ${command}`);
          return Promise.resolve({ code: 0, stdout: "", stderr: "" });
        },
      };
      try {
        evaluateTemplate(`{{ ${form} }}`, undefined, { ...context, world });
      } catch {
        // not what it takes
      }
    }
    t.deepEqual(ran, []);
  });

test("each module that runs on the controller has a row", async (t) => {
  const modules = await Promise.all(Object.values(MODULES).map(async (load) => (await load()).default));
  const here = new Set(modules.filter((module) => module.here).map(({ name }) => name));
  t.deepEqual(Object.keys(HERE_MODULES).sort(), [...here].sort());
  const rows = { ...PATHS, ...HOST_PATHS, ...SINKS };
  for (const [name, row] of Object.entries(HERE_MODULES))
    t.true(Object.hasOwn(rows, row) || row.includes(" "), `${name}: ${row}`);
});
