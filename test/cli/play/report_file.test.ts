import { existsSync } from "node:fs";
import test from "ava";
import { typedFiles } from "../../helpers/typed.js";

const PLAY = `- hosts: all
  gather_facts: false
  tasks:
    - {name: one, command: echo 1}
    - {name: two, command: echo 2}
`;

// a device that is always full
const full = existsSync("/dev/full") ? test : test.skip;

full("a report that cannot be written stops no host, and is told at the end", async (t) => {
  const args = ["-i", "a,b,", "-c", "local", "--output", "default:/dev/full"];
  const { code, stderr, results } = await typedFiles({ "play.yml": PLAY }, args);
  t.is(code, 1);
  t.is(results("two").length, 2);
  t.regex(stderr, /^ERROR! \/dev\/full is not whole: ENOSPC/m);
  t.notRegex(stderr, /defect/);
});
