import test from "ava";
import type { FaultCode } from "../../src/model/errors.js";
import { faultsOf, readFiles } from "./reading.js";

interface Mistake {
  title: string;
  code: FaultCode;
  says: RegExp;
  /** line:column */
  place: string;
  hint?: RegExp;
}

function check(mistake: Mistake, files: Record<string, string>): void {
  const { title, code, says, place, hint } = mistake;
  test(`${title} is a fault with its place`, (t) => {
    const [fault, ...others] = faultsOf(() => readFiles(files));
    t.deepEqual(others, []);
    t.is(fault?.code, code);
    t.regex(fault?.message ?? "", says);
    t.is(`${fault?.at?.line}:${fault?.at?.column}`, place);
    if (hint) t.regex(fault?.hint ?? "", hint);
  });
}

/** A task at line 3, column 7. */
const TASKS: [string, Mistake][] = [
  [
    "debug: msg=hi\n      whne: x",
    {
      title: "a misspelt keyword",
      code: "KEYWORD_UNKNOWN",
      says: /'whne'.*Task/,
      place: "4:7",
      hint: /`when`/,
    },
  ],
  [
    "debug: msg=hi\n      copy: src=a dest=b",
    {
      title: "two modules",
      code: "PLAYBOOK_INVALID",
      says: /conflicting action statements: debug, copy/,
      place: "4:7",
    },
  ],
  [
    "name: Nothing",
    { title: "no module", code: "PLAYBOOK_INVALID", says: /no module\/action detected/, place: "3:7" },
  ],
  [
    "debug: msg=hi\n      gather_facts: false",
    { title: "a play's keyword on a task", code: "KEYWORD_UNKNOWN", says: /'gather_facts'/, place: "4:7" },
  ],
  [
    "command: ls\n      sudo: yes",
    {
      title: "an old keyword",
      code: "KEYWORD_UNKNOWN",
      says: /'sudo'/,
      place: "4:7",
      hint: /`become: true`/,
    },
  ],
  [
    "debug: msg=hi\n      loop: [1]\n      with_items: [2]",
    { title: "two loops", code: "PLAYBOOK_INVALID", says: /both `loop` and `with_items`/, place: "5:19" },
  ],
  [
    "debug: msg=hi\n      become: maybe",
    {
      title: "a flag that is none",
      code: "KEYWORD_INVALID",
      says: /'become' has an invalid value \(maybe\)/,
      place: "4:15",
    },
  ],
  [
    "debug: msg=hi\n      retries: often",
    {
      title: "a number that is none",
      code: "KEYWORD_INVALID",
      says: /'retries'.*a whole number/,
      place: "4:16",
    },
  ],
  [
    "debug: msg=hi\n      register: a-b",
    {
      title: "a registered name that is none",
      code: "KEYWORD_INVALID",
      says: /Invalid variable name in 'register'/,
      place: "4:17",
    },
  ],
  [
    "debug: msg=hi\n      vars: {a-b: 1}",
    {
      title: "a variable's name that is none",
      code: "KEYWORD_INVALID",
      says: /Invalid variable name in vars/,
      place: "4:14",
    },
  ],
  [
    "debug: msg=hi\n      loop_control: {loop_vra: x}",
    {
      title: "an unknown loop control",
      code: "KEYWORD_UNKNOWN",
      says: /LoopControl/,
      place: "4:22",
      hint: /`loop_var`/,
    },
  ],
  [
    "debug: msg=hi\n      listen: x",
    { title: "listen on a task", code: "KEYWORD_UNKNOWN", says: /'listen'/, place: "4:7" },
  ],
  [
    "debug: hello world",
    {
      title: "text for a module that takes none",
      code: "PLAYBOOK_INVALID",
      says: /'hello world'/,
      place: "3:14",
      hint: /mapping/,
    },
  ],
  [
    'debug: msg="hello',
    {
      title: "a quote that is not closed",
      code: "PLAYBOOK_INVALID",
      says: /unbalanced jinja2 block or quotes/,
      place: "3:14",
    },
  ],
  [
    "include: a.yml",
    { title: "include", code: "PLAYBOOK_INVALID", says: /removed/, place: "3:7", hint: /include_tasks/ },
  ],
  [
    "include_tasks: a.yml\n      become: true",
    {
      title: "a keyword that includes do not have",
      code: "KEYWORD_INVALID",
      says: /'become'.*TaskInclude/,
      place: "4:7",
      hint: /apply/,
    },
  ],
  [
    "include_role: {name: a, task_from: b}",
    {
      title: "an option that includes do not have",
      code: "ARGUMENT_UNKNOWN",
      says: /Invalid options for include_role: task_from/,
      place: "3:31",
      hint: /`tasks_from`/,
    },
  ],
  [
    "include_tasks:",
    { title: "an include without a file", code: "ARGUMENT_MISSING", says: /No file specified/, place: "3:7" },
  ],
  [
    "import_tasks: nowhere.yml",
    {
      title: "an imported file that is not there",
      code: "FILE_MISSING",
      says: /'nowhere.yml'/,
      place: "3:21",
      hint: /searched in:\n.*nowhere.yml/,
    },
  ],
  [
    'import_tasks: "{{ later }}.yml"',
    {
      title: "an import whose name is not known yet",
      code: "PLAYBOOK_INVALID",
      says: /import path: {{ later }}/,
      place: "3:22",
      hint: /include_tasks/,
    },
  ],
  [
    "import_tasks: a.yml\n      loop: [1]",
    {
      title: "a loop on an import",
      code: "PLAYBOOK_INVALID",
      says: /cannot use loops on 'import_tasks'/,
      place: "4:13",
      hint: undefined as never,
    },
  ],
  [
    "import_role: {name: wbe}",
    {
      title: "a role that is not there",
      code: "ROLE_MISSING",
      says: /'wbe' was not found/,
      place: "3:27",
      hint: /`web`/,
    },
  ],
  [
    "block: []\n      rescues: []",
    {
      title: "a misspelt section of a block",
      code: "KEYWORD_UNKNOWN",
      says: /'rescues'.*Block/,
      place: "4:7",
      hint: /`rescue`/,
    },
  ],
];

for (const [task, mistake] of TASKS)
  check(mistake, { "site.yml": `- hosts: all\n  tasks:\n    - ${task}\n`, "roles/web/tasks/main.yml": "" });

const FILES: [Record<string, string>, Mistake][] = [
  [
    { "site.yml": "" },
    { title: "an empty file", code: "PLAYBOOK_INVALID", says: /Empty playbook/, place: "1:1" },
  ],
  [
    { "site.yml": "[]" },
    { title: "a playbook without plays", code: "PLAYBOOK_INVALID", says: /at least one play/, place: "1:1" },
  ],
  [
    { "site.yml": "hosts: all" },
    {
      title: "a playbook that is no list",
      code: "PLAYBOOK_INVALID",
      says: /a list of plays/,
      place: "1:1",
      hint: /- hosts/,
    },
  ],
  [
    { "site.yml": "- tasks: []" },
    { title: "a play without hosts", code: "PLAYBOOK_INVALID", says: /'hosts' is required/, place: "1:3" },
  ],
  [
    { "site.yml": "- hosts: []" },
    {
      title: "an empty list of hosts",
      code: "PLAYBOOK_INVALID",
      says: /Hosts list cannot be empty/,
      place: "1:10",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  task: []" },
    {
      title: "a misspelt section of a play",
      code: "KEYWORD_UNKNOWN",
      says: /'task'.*Play/,
      place: "2:3",
      hint: /`tasks`/,
    },
  ],
  [
    { "site.yml": "- hosts: all\n  tasks: 123" },
    {
      title: "tasks that are no list",
      code: "PLAYBOOK_INVALID",
      says: /loading tasks: 123 should be a list/,
      place: "2:10",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  roles: 5" },
    {
      title: "roles that are no list",
      code: "PLAYBOOK_INVALID",
      says: /malformed role declaration/,
      place: "2:10",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  user: a\n  remote_user: b" },
    {
      title: "user beside remote_user",
      code: "PLAYBOOK_INVALID",
      says: /both 'user' and 'remote_user'/,
      place: "2:9",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  vars_prompt: [{prompt: x}]" },
    { title: "a prompt without a name", code: "PLAYBOOK_INVALID", says: /missing 'name' key/, place: "2:17" },
  ],
  [
    { "site.yml": "- import_playbook: more.yml" },
    {
      title: "an imported playbook that is not there",
      code: "FILE_MISSING",
      says: /more.yml was not found/,
      place: "1:20",
    },
  ],
  [
    { "site.yml": "- import_playbook: site.yml" },
    {
      title: "a playbook that imports itself",
      code: "PLAYBOOK_INVALID",
      says: /imports itself/,
      place: "1:20",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  tasks: [{import_tasks: a.yml}]", "a.yml": "- import_tasks: a.yml" },
    {
      title: "a task file that imports itself",
      code: "PLAYBOOK_INVALID",
      says: /imports itself/,
      place: "1:17",
      hint: /include_tasks/,
    },
  ],
  [
    {
      "site.yml": "- hosts: all\n  roles: [a]",
      "roles/a/meta/main.yml": "dependencies: [b]",
      "roles/b/meta/main.yml": "dependencies: [a]",
    },
    {
      title: "roles that depend on each other",
      code: "PLAYBOOK_INVALID",
      says: /recursion loop/,
      place: "1:16",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  roles: [a]", "roles/a/tasks/main.yml": "ping:" },
    {
      title: "a role whose tasks are no list",
      code: "PLAYBOOK_INVALID",
      says: /must be a list, not a mapping/,
      place: "1:1",
    },
  ],
  [
    {
      "site.yml": "- hosts: all\n  tasks: [{import_role: {name: a, tasks_from: ../../site}}]",
      "roles/a/tasks/main.yml": "",
    },
    {
      title: "a file outside of its role",
      code: "FILE_MISSING",
      says: /not inside the expected role path/,
      place: "2:32",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  handlers:\n    - block:\n        - block: []" },
    {
      title: "a block within a block of handlers",
      code: "PLAYBOOK_INVALID",
      says: /Using a block as a handler is not supported/,
      place: "4:11",
    },
  ],
  [
    { "site.yml": "- hosts: all\n  handlers: [{include_role: {name: a}}]" },
    {
      title: "a role as a handler",
      code: "PLAYBOOK_INVALID",
      says: /Using 'include_role' as a handler/,
      place: "2:15",
    },
  ],
];

for (const [files, mistake] of FILES) check(mistake, files);

test("one wrong task does not hide the next, nor does one wrong file", (t) => {
  const faults = faultsOf(() =>
    readFiles({
      "site.yml":
        "- hosts: all\n  tasks:\n    - name: x\n    - import_tasks: a.yml\n    - debug: x\n- tasks: []\n",
      "a.yml": "- ping:\n  whne: y\n- name: z\n",
    }),
  );
  t.deepEqual(
    faults.map(({ at }) => `${at?.path.split("/").at(-1)}:${at?.line}`),
    ["site.yml:3", "a.yml:2", "a.yml:3", "site.yml:5", "site.yml:6"],
  );
});

test("a role that is used twice has its faults once", (t) => {
  const files = {
    "site.yml": "- hosts: all\n  roles: [a, {role: a, x: 1}]",
    "roles/a/tasks/main.yml": "- name: x",
  };
  t.is(faultsOf(() => readFiles(files)).length, 1);
});

test("a task that ignores its errors may have a wrong flag: it fails when it runs", (t) => {
  const site = "- hosts: all\n  tasks:\n    - debug:\n      diff: yes.\n      ignore_errors: true\n";
  t.deepEqual(
    faultsOf(() => readFiles({ "site.yml": site })),
    [],
  );
});

test("keys that stand twice are a warning where that is wanted", (t) => {
  const files = { "site.yml": "- hosts: all\n  vars:\n    a: 1\n    a: 2\n" };
  t.regex(faultsOf(() => readFiles(files))[0]!.message, /duplicate dict key \(a\)/);
  t.deepEqual(
    faultsOf(() => readFiles(files, { duplicates: "warn" })),
    [],
  );
});
