import { existsSync } from "node:fs";
import test from "ava";
import { runProgram } from "../../e2e/cli.js";
import { inFolder } from "../../helpers/play.js";

/** util-linux's: gives a program a terminal */
const hasScript = existsSync("/usr/bin/script") && process.platform === "linux";

const onTerminal = (cwd: string, words: string, env: Record<string, string> = {}) =>
  runProgram(
    "/usr/bin/script",
    ["-qec", `${process.execPath} ${process.cwd()}/dist/cli.js ${words}`, "/dev/null"],
    { TERM: "xterm", HOME: cwd, ...env },
    cwd,
  );

const PLAY = "- hosts: all\n  gather_facts: false\n  tasks: [{ping: }]\n";

(hasScript ? test : test.skip)("a terminal shows at once what is read, and nothing of it stays", (t) =>
  inFolder({ "site.yml": PLAY }, async (cwd) => {
    const { stdout } = await onTerminal(cwd, "playbook -i h1, -c local site.yml");
    t.regex(stdout, /^\rreading site\.yml \.\.\.\u001b\[K\r\u001b\[K/);
    t.regex(stdout, /(✔|\+)\S* ping/);
  }),
);

(hasScript ? test : test.skip)("a terminal that can do nothing gets no control characters", (t) =>
  inFolder({ "site.yml": PLAY }, async (cwd) => {
    const env = { TERM: "dumb" };
    for (const more of ["", "--output listr2", "--output tree", "--check"]) {
      const { stdout } = await onTerminal(cwd, `playbook -i h1, -c local site.yml ${more}`, env);
      t.regex(stdout, /ping/);
      t.notRegex(stdout, /\u001b|\r(?!\n)/, more);
    }
  }),
);

(hasScript ? test : test.skip)("a fault takes the place of what was being read", (t) =>
  inFolder({ "site.yml": PLAY.replace("ping", "pong") }, async (cwd) => {
    const { stdout } = await onTerminal(cwd, "playbook -i h1, -c local site.yml");
    t.regex(stdout, /^\rreading site\.yml \.\.\.\u001b\[K\r\u001b\[K[^\n]*ERROR!/);
  }),
);
