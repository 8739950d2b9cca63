import { chmodSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { inFolder } from "../../helpers/play.js";
import { answering, CTRL_C } from "../../helpers/questions.js";
import { missingTerminal } from "../cloud/terminal.js";

const play = (keywords: string, guard = ""): string =>
  `- hosts: all\n  gather_facts: false\n${keywords}  tasks:\n${guard}    - {name: delete, debug: {msg: deleted}}\n`;

const FILES = {
  "play.yml": play(""),
  "pause.yml": play("", "    - pause: {prompt: sure}\n"),
  "hidden.yml": play("", "    - pause: {prompt: sure, echo: false}\n"),
  "kept.yml": play("  ignore_errors: true\n", "    - pause: {prompt: sure}\n"),
  "asked.yml": play("  vars_prompt: [{name: who, prompt: name}]\n"),
};

const DIGEST = `sha256:${"a".repeat(64)}`;
/** Programs that ask at the terminal themselves: they hear it first. */
const ASKING = "echo asking >/dev/tty; sleep 30";
const PROGRAMS = {
  "password.sh": `#!/bin/sh\n${ASKING}\n`,
  "release.yml": `{service: web, image: r/web, proxy: {image: "caddy@${DIGEST}"}, secrets: {A: {command: "${ASKING}"}}}\n`,
};

/** What is asked, how the question ends, and what is typed for it. */
const QUESTIONS: readonly (readonly [what: string, mark: string, words: string, command?: string])[] = [
  ["a pause", "sure:", "pause.yml"],
  ["a pause that hides what is typed", "sure:", "hidden.yml"],
  ["a pause whose errors are ignored", "sure:", "kept.yml"],
  ["a pause in Ansible's text", "sure:", "--output default pause.yml"],
  ["vars_prompt", "name: ", "asked.yml"],
  ["--step", "(c)ontinue: ", "--step play.yml"],
  ["the password of the connection", "SSH password: ", "-k play.yml"],
  ["the password to become", "BECOME password: ", "-K play.yml"],
  ["the password of the vault", "Vault password (default): ", "--ask-vault-password play.yml"],
  ["a password script", "asking", "--vault-password-file ./password.sh play.yml"],
  ["a program that knows a secret", "asking", `1.0@${DIGEST}`, "deploy"],
];

const atTerminal = missingTerminal() ? test.skip : test;

for (const [what, mark, words, command = "playbook"] of QUESTIONS)
  atTerminal(`Ctrl-C at a question is no answer, but ends the run: ${what}`, async (t) => {
    const line = [command, "-i", "a,b,", "-c", "local", ...words.split(" ")];
    const { code, shown } = await inFolder({ ...FILES, ...PROGRAMS }, (cwd) => {
      chmodSync(join(cwd, "password.sh"), 0o755);
      return answering(line, { cwd, mark, answers: [CTRL_C] });
    });
    t.is(code, 130, shown);
    t.notRegex(shown, /deleted|FAILED|defect/);
    t.is(shown.match(/stopped by the user/g)?.length, 1, shown);
  });

atTerminal("the live view is away and the cursor there while a question stands", async (t) => {
  const { code, shown } = await inFolder(FILES, (cwd) =>
    answering(["playbook", "-i", "a,b,", "-c", "local", "pause.yml"], {
      cwd,
      mark: "sure:",
      answers: ["yes\r"],
    }),
  );
  t.is(code, 0, shown);
  const before = shown.slice(0, shown.indexOf("sure:"));
  t.true(before.lastIndexOf("\u001b[?25h") > before.lastIndexOf("\u001b[?25l"), JSON.stringify(before));
});
