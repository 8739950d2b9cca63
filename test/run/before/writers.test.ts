import test from "ava";
import type { Host } from "../../../src/model/host.js";
import type { Task } from "../../../src/model/play.js";
import { mayWrite, mayWriteHere } from "../../../src/run/before/writers.js";
import type { Engine } from "../../../src/run/hosts/engine.js";
import { readFiles } from "../../playbook/reading.js";

const READERS = ["debug", "assert", "stat", "slurp", "set_fact", "include_vars", "find", "setup", "wait_for"];
const WRITERS = [
  "copy",
  "command",
  "shell",
  "template",
  "file",
  "get_url",
  "unarchive",
  "git",
  "script",
  "fetch",
];

test("a task writes no file where its module only looks", (t) => {
  const task = (name: string) => ({ module: { value: name } }) as unknown as Task;
  for (const name of READERS) t.false(mayWrite(task(name)), name);
  for (const name of WRITERS) t.true(mayWrite(task(name)), name);
  t.false(mayWrite(task("ansible.builtin.stat")));
});

type Inventory = Record<string, Record<string, string>>;

/** An engine with these hosts, of which the play may run on some. */
function engineWith(hosts: Inventory, more: object = {}): Engine {
  const found = new Map<string, Host>();
  for (const [name, vars] of Object.entries(hosts))
    found.set(name, { name, vars, groups: [] } as unknown as Host);
  const nothing = { groups: new Map(), hosts: new Map() };
  return {
    settings: { connection: "ssh" },
    inventory: { hosts: found, groups: new Map() },
    inventoryVars: nothing,
    extraVars: {},
    readVarsFolder: () => nothing,
    ...more,
  } as unknown as Engine;
}

const FAR: Inventory = { web: {}, db: { ansible_host: "10.0.0.2" } };

/** the task | keywords of the play | may it write a file of this machine? | the engine, unless it is one of far hosts */
const ROWS: [string, string, boolean, Engine?][] = [
  ["copy: {content: a, dest: /x}", "", false],
  ["fetch: {src: a, dest: /x}", "", true],
  ["stat: {path: /x}", "connection: local", false],
  ["command: ls", "connection: local", true],
  ["command: ls\n      connection: local", "", true],
  ["command: ls\n      connection: ssh", "connection: local", false],
  ["command: ls\n      connection: docker", "", false],
  ["command: ls\n      connection: ansible.builtin.ssh", "", false],
  ["command: ls\n      delegate_to: localhost", "", true],
  ["command: ls\n      delegate_to: 127.0.0.1", "", true],
  ["command: ls\n      delegate_to: db", "connection: local", false],
  ["command: ls\n      delegate_to: unknown", "", true],
  ['command: ls\n      delegate_to: "{{ one }}"', "", true],
  ["command: ls\n      delegate_to: null", "", false],
  [
    "command: ls\n      delegate_to: near",
    "",
    true,
    engineWith({ ...FAR, near: { ansible_host: "127.0.0.1" } }),
  ],
  [
    "command: ls\n      delegate_to: box",
    "",
    false,
    engineWith({ ...FAR, box: { ansible_connection: "docker" } }),
  ],
  ["command: ls", "hosts: web", false],
  ["command: ls", "hosts: web:localhost", true],
  ["command: ls", 'hosts: "{{ target }}"', true],
  ["command: ls", "vars: {ansible_connection: local}", true],
  ["command: ls", "", true, engineWith(FAR, { settings: { connection: "local" } })],
  ["command: ls", "", true, engineWith(FAR, { extraVars: { ansible_host: "::1" } })],
  ["command: ls", "", true, engineWith({ ...FAR, here: { ansible_connection: "local" } })],
  ["command: ls", "", false, engineWith({ ...FAR, there: { ansible_connection: "smart" } })],
  ["command: ls", "", true, engineWith({ localhost: {} })],
];

for (const [index, [written, keywords, expected, engine = engineWith(FAR)]] of ROWS.entries())
  test(`${index + 1}. ${JSON.stringify(written)} ${keywords} ${expected ? "may" : "cannot"} write here`, (t) => {
    const site = `- ${keywords.startsWith("hosts") ? "" : "hosts: all\n  "}${keywords || "gather_facts: false"}\n  tasks:\n    - ${written}\n`;
    const [play] = readFiles({ "site.yml": site }).plays;
    t.is(mayWriteHere(play!.tasks[0]!.body[0] as Task, play!, engine), expected);
  });
