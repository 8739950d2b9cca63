import test from "ava";
import { runFiles } from "../../helpers/play.js";

const FILES = {
  "play.yml": `
- hosts: all
  gather_facts: false
  tasks:
    - include_tasks: "{{ inventory_hostname }}.yml"
    - name: Common again
      debug: {msg: both}
`,
  "amazon.yml":
    "- {name: Only Amazon, debug: {msg: amazon}}\n- {name: Second of Amazon, debug: {msg: amazon}}\n",
  "ubuntu.yml": "- {name: Only Ubuntu, debug: {msg: ubuntu}}\n",
  "rhel.yml": "- {name: Only RHEL, fail: {msg: rhel}}\n",
};

test("hosts that include different files are reported under the names of their own tasks", async (t) => {
  const run = await runFiles(FILES, ["-i", "amazon,ubuntu,rhel", "-c", "local"]);
  const shown: string[] = [];
  let header = "";
  for (const event of run.events) {
    if (event.type === "task-start") header = event.task.name;
    if (event.type === "task-result") shown.push(`${header} | ${event.task.name} | ${event.host}`);
  }
  t.deepEqual(shown.sort(), [
    "Common again | Common again | amazon",
    "Common again | Common again | ubuntu",
    "Only Amazon | Only Amazon | amazon",
    "Only RHEL | Only RHEL | rhel",
    "Only Ubuntu | Only Ubuntu | ubuntu",
    "Second of Amazon | Second of Amazon | amazon",
  ]);
});

test("two hosts that include the same file share the header of each task", async (t) => {
  const both = { ...FILES, "play.yml": FILES["play.yml"].replace("{{ inventory_hostname }}", "amazon") };
  const same = await runFiles(both, ["-i", "amazon,ubuntu", "-c", "local"]);
  const headers = same.events.flatMap((event) => (event.type === "task-start" ? [event.task.name] : []));
  t.deepEqual(headers, ["include_tasks", "Only Amazon", "Second of Amazon", "Common again"]);
});
