import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { COMMANDS } from "../../../src/cli/commands.js";
import { bashScript, fishScript, zshScript } from "../../../src/cli/help/completion_scripts.js";

const installed = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "tera-completion-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript };

for (const [shell, make] of Object.entries(SHELLS))
  (installed(shell) ? test : test.skip)(`${shell} can read its completion script`, (t) => {
    // fish reads files only
    const path = join(folder, shell);
    writeFileSync(path, make(COMMANDS));
    const { status, stderr } = spawnSync(shell, ["-n", path], { encoding: "utf8" });
    t.is(stderr, "");
    t.is(status, 0);
  });

function completed(words: readonly string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const script = `${bashScript(COMMANDS.filter((command) => !command.hidden))}
COMP_WORDS=(tera ${quoted}) COMP_CWORD=${words.length}
_tera
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
}

test("bash offers commands, options and choices", (t) => {
  t.deepEqual(completed(["pro"]), ["provision"]);
  t.deepEqual(completed(["playbook", "--start"]), ["--start-at-task"]);
  t.deepEqual(completed(["playbook", "--become-method", "d"]), ["doas"]);
  t.deepEqual(completed(["vault", "enc"]), ["encrypt", "encrypt_string"]);
  t.false(completed([""]).includes("lab-daemon"));
});
