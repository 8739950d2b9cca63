import test from "ava";
import type { Task } from "../../../src/model/play.js";
import type { Walk } from "../../../src/run/hosts/state.js";
import { FACTS, holdNames, namesSetBy, pendingFor } from "../../../src/run/vars/pending.js";
import { readFiles } from "../../playbook/reading.js";

function task(written: string): Task {
  const [play] = readFiles({ "site.yml": `- hosts: all\n  tasks:\n    - ${written}\n` }).plays;
  return play!.tasks[0]!.body[0] as Task;
}

const SETS: [string, string[]][] = [
  ["command: ls", []],
  ["command: ls\n      register: r", ["r"]],
  ["set_fact: {a: 1, b: 2}", ["a", "b"]],
  ["ansible.builtin.set_fact: {a: 1}\n      register: r", ["r", "a"]],
  ["setup:", [FACTS]],
  ["gather_facts:\n      register: r", ["r", FACTS]],
];

for (const [written, names] of SETS)
  test(`${JSON.stringify(written)} sets ${names.join(", ") || "nothing"}`, (t) => {
    t.deepEqual(namesSetBy(task(written)), names);
  });

test("what reads a name waits for the newest step before it that sets it, and is told which it is", (t) => {
  const pending = new Map();
  const walk = { host: { pending } } as unknown as Walk;
  const first = holdNames(walk, task("command: ls\n      register: r"), "1");
  const second = holdNames(walk, task("name: Again\n      command: ls\n      register: r"), "3");
  const facts = holdNames(walk, task("setup:"), "4");
  const what = (name: string, position: string) => pendingFor(pending.get(name), position)?.what;
  t.is(what("r", "1"), undefined);
  t.is(what("r", "2"), '`r`, set by "command"');
  t.is(what("r", "4"), '`r`, set by "Again"');
  t.is(what(FACTS, "5"), "facts that are being gathered");
  t.is(what("other", "5"), undefined);
  second();
  t.is(what("r", "4"), '`r`, set by "command"');
  first();
  facts();
  t.is(pending.size, 0);
});
