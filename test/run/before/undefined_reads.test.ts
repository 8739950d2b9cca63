import test from "ava";
import { runFiles } from "../../helpers/play.js";

const play = (tasks: string, more = "") => `
- hosts: localhost
  gather_facts: false
  vars: { app_port: 80 }
  ${more}
  tasks:
${tasks.replace(/^/gm, "    ")}
`;

test("variables that nothing gives a value to are named together, before anything runs", async (t) => {
  const { code, stdout, stderr } = await runFiles({
    "play.yml": play(`- command: touch never
- debug: msg="{{ app_prot }}"
- copy: { dest: "{{ where_to }}", content: "" }`),
  });
  t.is(code, 4);
  t.regex(stderr, /'app_prot' is undefined[\s\S]*play\.yml:8:22[\s\S]*did you mean `app_port`\?/);
  t.regex(stderr, /'where_to' is undefined[\s\S]*play\.yml:9:25/);
  t.false(stdout.includes("TASK") || stdout.includes("task-start"));
});

const RUN_TIME: [what: string, tasks: string, files?: Record<string, string>][] = [
  ["a task under a condition", `- debug: msg="{{ unknown }}"\n  when: false`],
  ["what is caught", `- debug: msg="{{ unknown | default('x') }}"`],
  ["a task whose failure is ignored", `- debug: msg="{{ unknown }}"\n  ignore_errors: true`],
  ["a registered name", `- command: "true"\n  register: out\n- debug: msg="{{ out.rc }}"`],
  ["set_fact with free text", `- set_fact: one=1 two=2\n- debug: msg="{{ two }}"`],
  [
    "included variables",
    `- include_vars: more.yml\n- debug: msg="{{ brought }}"`,
    { "more.yml": "brought: 1\n" },
  ],
  [
    "what included tasks register",
    `- include_tasks: more.yml\n- debug: msg="{{ brought.rc }}"`,
    { "more.yml": '- command: "true"\n  register: brought\n' },
  ],
  [
    "what an included role sets",
    `- include_role: { name: one, public: true }\n- debug: msg="{{ brought }}"`,
    { "roles/one/defaults/main.yml": "brought: 1\n", "roles/one/tasks/main.yml": "- meta: noop\n" },
  ],
];

for (const [what, tasks, files] of RUN_TIME)
  test(`${what} is no fault before the run`, async (t) => {
    const { code, stderr } = await runFiles({ "play.yml": play(tasks), ...files });
    t.is(code, 0, stderr);
  });

test("tasks that the tags leave out are not judged", async (t) => {
  const files = { "play.yml": play(`- debug: msg="{{ unknown }}"\n  tags: never`) };
  t.is((await runFiles(files)).code, 0);
  t.is((await runFiles(files, ["-i", "localhost,", "-c", "local", "--tags", "never"])).code, 4);
});

test("where variables may come from files elsewhere, nothing is judged before the run", async (t) => {
  const { code, stdout } = await runFiles({
    "play.yml": play(`- include_vars: "{{ '/nonexistent' }}/vars.yml"\n- debug: msg="{{ unknown }}"`),
  });
  t.is(code, 2);
  t.true(stdout.includes("task-result"));
});

/** files that hold the only place where a value may come from | is it looked at? */
const LOOKED_AT: [string, boolean][] = [
  ["more/deep/some.yml", true],
  ["some.yaml", true],
  ["some.json", true],
  ["hosts.ini", true],
  ["some.j2", true],
  ["Makefile", true],
  ["some.txt", false],
  ["some.ts", false],
  ["node_modules/one/some.yml", false],
  [".git/some.yml", false],
  [".terraform/some.yml", false],
  ["dist/some.yml", false],
  ["build/deep/some.yml", false],
];

test("names are looked for in files that may hold variables, not in what was fetched or built", async (t) => {
  for (const [name, isLookedAt] of LOOKED_AT) {
    const files = { "play.yml": play(`- debug: msg="{{ brought }}"`), [name]: '{"brought": 1}\n' };
    t.is((await runFiles(files)).code, isLookedAt ? 2 : 4, name);
  }
});
