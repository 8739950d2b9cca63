import test from "ava";
import { typedBeside } from "../../helpers/typed.js";

const FILES = {
  "play.yml": "- {hosts: all, gather_facts: false, tasks: []}\n",
  "hosts.yml": "web: {hosts: {web1: {}}}\nweb1: {hosts: {web1: {}}}\n",
};

for (const option of ["--list-hosts", "--list-tasks", "--list-tags", "--syntax-check"])
  test(`${option} shows the warnings of the inventory, and keeps them out of what it prints`, async (t) => {
    const run = await typedBeside(FILES, ["playbook", "-i", "hosts.yml", "play.yml", option]);
    t.is(run.code, 0, run.stderr);
    t.regex(run.stderr, /^\[WARNING\]: Found both group and host with same name: web1$/m);
    t.notRegex(run.stdout, /WARNING/);
  });
