import test from "ava";
import type { Batch } from "../../../src/run/hosts/state.js";
import { Marks } from "../../../src/run/order/marks.js";
import { END, START } from "../../../src/run/order/position.js";
import { foresee } from "../../../src/run/vars/controller_files.js";
import { readFiles } from "../../playbook/reading.js";

/** What a step may do that steps behind it, of any host, may see. */
function marked(written: string, keywords = "gather_facts: false", isMet = true): string {
  const site = `- hosts: all\n  ${keywords}\n  handlers: [{name: h, fetch: {src: a, dest: b}}]\n  tasks:\n    - ${written}\n`;
  const [play] = readFiles({ "site.yml": site, "r/tasks/main.yml": "" }).plays;
  const marks = { files: new Marks(), tasks: new Marks(), inventory: new Marks() };
  foresee({ play: play!, marks } as unknown as Batch, play!.tasks[0]!.body, START, isMet);
  return Object.entries(marks)
    .filter(([, one]) => one.isOpenBefore(END, START))
    .map(([name]) => name)
    .join(" ");
}

/** a task | what it may write: files here for sure, files of its host, the inventory */
const TASKS: [string, string][] = [
  ["debug: {msg: a}", ""],
  ["stat: {path: a}", ""],
  ["set_fact: {a: 1}", ""],
  ["command: ls", "tasks"],
  ["copy: {src: a, dest: b}", "tasks"],
  ["fetch: {src: a, dest: b}", "files"],
  ["command: ls\n      delegate_to: x", "files"],
  ["debug: {msg: a}\n      delegate_to: x", "files"],
  ["command: ls\n      connection: local", "files"],
  ["add_host: {name: a}", "inventory"],
  ["group_by: {key: a}", "inventory"],
  ["meta: refresh_inventory", "inventory"],
  ["meta: noop", ""],
  ["meta: flush_handlers", "files"],
  ["include_tasks: a.yml", "tasks"],
  ["include_role: {name: r}", "tasks"],
  ['include_tasks: "{{ a }}.yml"', "files"],
  ['include_role: {name: "{{ a }}"}', "files"],
  ["include_tasks: a.yml\n      loop: [1]", "files"],
  ["include_tasks: a.yml\n      with_items: [1]", "files"],
  ["include_tasks: a.yml\n      when: b", "files"],
  ["block: [{debug: {msg: a}}, {command: ls}]", "tasks"],
  ["block: [{include_tasks: a.yml}]", "tasks"],
  ["block: [{debug: {msg: a}}]\n      rescue: [{fetch: {src: a, dest: b}}]", "files"],
  ["block: [{debug: {msg: a}}]\n      always: [{add_host: {name: a}}]", "inventory"],
  ["block: [{include_tasks: a.yml}]\n      rescue: [{debug: {msg: a}}]", "files"],
  ["block: [{include_tasks: a.yml}]\n      always: [{debug: {msg: a}}]", "files"],
];

for (const [written, expected] of TASKS)
  test(`${JSON.stringify(written)} is foreseen to change ${expected || "nothing"}`, (t) => {
    t.is(marked(written), expected);
  });

test("a connection of the play counts, and an include that nobody has met may bring anything", (t) => {
  t.is(marked("command: ls", "connection: local"), "files");
  t.is(marked("include_tasks: a.yml", "gather_facts: false", false), "files");
  t.is(marked("command: ls", "gather_facts: false", false), "tasks");
});
