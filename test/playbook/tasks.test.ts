import test from "ava";
import type { Task } from "../../src/model/play.js";
import { readFiles } from "./reading.js";

/** One task of a play. */
function read(task: string): Task {
  const [play] = readFiles({ "site.yml": `- hosts: all\n  tasks:\n    - ${task}\n` }).plays;
  return play!.tasks[0]!.body[0] as Task;
}

/** as written | module | arguments | free form */
const ACTIONS: [string, string, object, string?][] = [
  ["ping:", "ping", {}],
  ["copy: {src: a, dest: b}", "copy", { src: "a", dest: "b" }],
  ["ansible.builtin.copy: src=a dest=b", "ansible.builtin.copy", { src: "a", dest: "b" }],
  ["shell: ls | wc -l chdir=/tmp", "shell", { chdir: "/tmp" }, "ls | wc -l"],
  ["command: ls\n      args: {chdir: /tmp}", "command", { chdir: "/tmp" }, "ls"],
  [
    "command: ls chdir=/own\n      args: {chdir: /tmp, creates: x}",
    "command",
    { chdir: "/own", creates: "x" },
    "ls",
  ],
  ["action: copy src=a dest=b", "copy", { src: "a", dest: "b" }],
  ["action: {module: copy, src: a}", "copy", { src: "a" }],
  ["action: {module: shell ls, args: {chdir: /}}", "shell", { chdir: "/" }, "ls"],
  ['action: "{{ which }} a=b"', "{{ which }}", { a: "b" }],
  ["local_action: command ls", "command", {}, "ls"],
  ["meta: flush_handlers", "meta", {}, "flush_handlers"],
  ["include_vars: vars.yml", "include_vars", {}, "vars.yml"],
  ["set_fact: a=b c={{ d }}", "set_fact", { a: "b", c: "{{ d }}" }],
  ["add_host: host1 groups=web", "add_host", { groups: "web" }, "host1"],
];

for (const [written, module, args, free] of ACTIONS)
  test(`${JSON.stringify(written)} is ${module} with its arguments`, (t) => {
    const task = read(written);
    t.is(task.module.value, module);
    t.deepEqual({ ...task.args }, { ...args });
    t.is(task.freeForm?.value, free);
  });

test("arguments that are one template are kept for the run", (t) => {
  t.is(read('debug: "{{ given }}"').argsTemplate?.value, "{{ given }}");
  t.is(read('copy:\n      args: "{{ given }}"').argsTemplate?.value, "{{ given }}");
});

test("with_X is kept apart from loop", (t) => {
  const task = read("debug:\n      with_community.general.flattened: [[1], [2]]");
  t.is(task.with?.lookup, "community.general.flattened");
  t.deepEqual(task.with?.terms.value, [[1], [2]]);
});

test("tags are split at commas, conditions are lists", (t) => {
  const { tags, when, until } = read("ping:\n      tags: a, b\n      when: c\n      until: [d, e]").keywords;
  t.deepEqual(tags?.value, ["a", "b"]);
  t.deepEqual(when?.value, ["c"]);
  t.deepEqual(until?.value, ["d", "e"]);
});

test("vars may be a list of mappings, the later ones winning", (t) => {
  t.deepEqual(read("ping:\n      vars: [{a: 1, b: 1}, {b: 2}]").keywords.vars?.value, { a: 1, b: 2 });
});

test("a block may loop", (t) => {
  const [play] = readFiles({
    "site.yml": "- hosts: all\n  tasks:\n    - block: [{ping: }]\n      loop: [1]\n      register: all\n",
  }).plays;
  const block = play!.tasks[0]!.body[0]!;
  t.deepEqual(block.keywords.loop?.value, [1]);
  t.is(block.keywords.register?.value, "all");
});

test("a loaded play is not changed by reading it again", (t) => {
  const site = { "site.yml": "- hosts: all\n  tags: x\n  tasks: [{ping: }]\n" };
  t.deepEqual(readFiles(site).plays[0]?.keywords.tags?.value, readFiles(site).plays[0]?.keywords.tags?.value);
});

const COMMANDS = ["command", "raw", "script", "shell", "win_command", "win_shell"];
const OTHER_TEXTS = ["add_host", "expect", "group_by", "include_vars", "set_fact"];

test("of the text of a command only its own options are taken out, whatever its name's collection", (t) => {
  const names = [...COMMANDS, "ansible.builtin.command", "ansible.legacy.shell", "ansible.windows.win_shell"];
  for (const name of names) {
    const task = read(`${name}: echo a=b chdir=/tmp c`);
    t.deepEqual([{ ...task.args }, task.freeForm?.value], [{ chdir: "/tmp" }, "echo a=b c"], name);
  }
});

test("of other texts every option is taken out", (t) => {
  for (const name of OTHER_TEXTS) {
    const task = read(`${name}: one a=b two`);
    t.deepEqual([{ ...task.args }, task.freeForm?.value], [{ a: "b" }, "one two"], name);
  }
});

/** written at line 3, column 7 | the place of what stands in it beside the options */
const TEXTS: [string, string][] = [
  ["command: ls", "3:16"],
  ["command: chdir=/ ls", "3:24"],
  ["command: ls ls chdir=/", "3:16"],
  ["command: |\n        chdir=/\n        ls", "5:9"],
  ["action: command ls", "3:23"],
  ["action: command chdir=/ ls", "3:31"],
  ["local_action: command  ls", "3:30"],
  ["action: {module: command ls}", "3:32"],
];

for (const [written, place] of TEXTS)
  test(`${JSON.stringify(written)}: the text has its place`, (t) => {
    const at = read(written).freeForm?.at;
    t.is(`${at?.line}:${at?.column}`, place);
  });
