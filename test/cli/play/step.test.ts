import { spawn } from "node:child_process";
import test from "ava";
import { inFolder } from "../../helpers/play.js";
import { typedBeside } from "../../helpers/typed.js";
import { MAIN } from "../cloud/project.js";
import { missingTerminal } from "../cloud/terminal.js";

const PLAY = {
  "play.yml": `- hosts: all
  gather_facts: false
  tasks:
    - {name: one, debug: {msg: first}}
    - {name: two, debug: {msg: second}}
    - {meta: noop}
    - {name: three, debug: {msg: third}}
    - {name: four, debug: {msg: fourth}}
`,
};
const WORDS = ["playbook", "-i", "a,b,", "-c", "local", "--step", "play.yml"];

/** At a terminal each question is answered by the next word. */
function answering(cwd: string, answers: string[]): Promise<string> {
  const words = [process.execPath, MAIN, ...WORDS].join(" ");
  const child = spawn("script", ["-qec", words, "/dev/null"], { cwd, stdio: ["pipe", "pipe", "inherit"] });
  let shown = "";
  let asked = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    for (; shown.split("(c)ontinue: ").length - 1 > asked; asked++)
      child.stdin.write(`${answers.shift() ?? "n"}\r`);
  });
  return new Promise((resolve) => child.on("close", () => resolve(shown)));
}

const atTerminal = missingTerminal() ? test.skip : test;

atTerminal("--step asks before each task, and leaves out what is not wanted", async (t) => {
  const shown = await inFolder(PLAY, (cwd) => answering(cwd, ["y", "n", "c"]));
  t.deepEqual(
    [...shown.matchAll(/Perform task: TASK: (\w+)/g)].map(([, name]) => name),
    ["one", "two", "three"],
  );
  t.deepEqual([...shown.matchAll(/"msg": "(\w+)"/g)].map(([, said]) => said).sort(), [
    ...["first", "first", "fourth", "fourth", "third", "third"],
  ]);
});

test("--step where nobody can answer is refused before anything runs", async (t) => {
  const { code, stdout, stderr } = await typedBeside(PLAY, WORDS);
  t.is(code, 2);
  t.is(stdout, "");
  t.regex(stderr, /`--step` asks before each task, and standard input is no terminal/);
});
