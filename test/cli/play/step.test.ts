import test from "ava";
import { inFolder } from "../../helpers/play.js";
import { answering } from "../../helpers/questions.js";
import { typedBeside } from "../../helpers/typed.js";
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

const atTerminal = missingTerminal() ? test.skip : test;

atTerminal("--step asks before each task, and leaves out what is not wanted", async (t) => {
  const asks = { mark: "(c)ontinue: ", answers: ["y\r", "n\r", "c\r"] };
  const { shown } = await inFolder(PLAY, (cwd) => answering(WORDS, { cwd, ...asks }));
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
