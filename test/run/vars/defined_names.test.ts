import test from "ava";
import { runCase } from "../../helpers/case.js";

/** Texts of a megabyte on which a pattern that goes back and forth would take the square of their length. */
const LONG: Record<string, string> = {
  "one word": "a".repeat(1_000_000),
  "words of hexadecimal digits": "0f3c9a".repeat(170_000),
  blanks: `a${" ".repeat(1_000_000)}`,
  lines: `a${"\n".repeat(1_000_000)}`,
  quotes: "a'".repeat(500_000),
  "names of tasks": "set_fact include_vars name".repeat(40_000),
  braces: `set_fact "${"{{".repeat(500_000)}`,
};

for (const [what, text] of Object.entries(LONG))
  test.serial(
    `a file with ${what} below the playbook's folder is looked through in linear time`,
    async (t) => {
      const before = process.cpuUsage();
      const outcome = await runCase({
        name: what,
        files: { "data.json": text },
        play: `- hosts: all
  gather_facts: false
  vars: {via: "{{ said.stdout }}"}
  tasks:
    - command: echo hi
      register: said
    - assert: {that: via == 'hi'}
`,
      });
      t.is(outcome.exit, 0, outcome.output);
      // a square of a million takes hours
      t.true(process.cpuUsage(before).user < 30_000_000);
    },
  );
