import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "ava";

const MAIN = resolve("build/src/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "tera-check-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

/** What is said of a play before it runs, a line for each fault. */
function checked(name: string, tasks: string[]): { status: number | null; faults: string[] } {
  const path = join(folder, name);
  const head = "- hosts: localhost\n  connection: local\n  gather_facts: false\n  tasks:\n";
  writeFileSync(path, head + tasks.map((task) => `    - ${task}\n`).join(""));
  const { status, stderr } = spawnSync(process.execPath, [MAIN, "playbook", "-i", "localhost,", path], {
    encoding: "utf8",
  });
  const said = [...stderr.matchAll(/^ERROR! (.*)\n {2}at .*:(\d+:\d+)$/gm)];
  return { status, faults: said.map(([, message, at]) => `${at} ${message}`) };
}

test("arguments that exclude or need each other are faults before the first connection", (t) => {
  const { status, faults } = checked("together.yml", [
    "tera.aws.ecr_login: {config_path: /tmp/x, account: 123}",
    "tera.aws.ecr_login: {config_path: /tmp/x, access_key: abc}",
    "community.aws.ecs_taskdefinition: {state: present, family: web}",
    "community.aws.ecs_service: {name: web, state: present, secret_key: x}",
  ]);
  t.is(status, 4);
  t.deepEqual(faults, [
    "5:49 ecr_login: account must have 12 digits, not 123",
    "6:49 ecr_login: access_key and secret_key are given together or not at all",
    "7:58 ecs_taskdefinition: family and containers are required unless copy_from is given",
    "8:34 ecs_service: access_key and secret_key are given together or not at all",
  ]);
});

test("they are not where one of them is a template, or where a failure is provided for", (t) => {
  const { status, faults } = checked("later.yml", [
    `command: {cmd: "{{ '/bin/true' }}"}`,
    "{command: {chdir: /}, ignore_errors: true}",
    `{copy: {dest: "{{ '/tmp' }}"}, failed_when: false}`,
    "{block: [{block: [{command: }]}], module_defaults: {command: {cmd: /bin/true}}}",
    "{set_fact: , module_defaults: {set_fact: {a: 1}}}",
    "{command: , module_defaults: {command: {cmd: /bin/true}}}",
  ]);
  t.deepEqual(faults, []);
  t.is(status, 0);
});

test("an argument that is wrong by itself is one fault, not two", (t) => {
  const { faults } = checked("once.yml", ["community.aws.ecs_taskdefinition: {state: presnt, family: web}"]);
  t.is(faults.length, 1);
  t.regex(faults[0]!, /must be one of present, absent/);
});
