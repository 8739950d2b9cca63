import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "ava";
import { scratchFolder } from "../helpers/scratch.js";

const CLI = resolve("dist/cli.js");

/** A folder with two passwords, an editor that adds a line, and `tera vault` in it. */
function place() {
  const folder = scratchFolder("vault");
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("old", "old password\n");
  write("new", "new password\n");
  write("editor", '#!/bin/sh\necho "b: 2" >>"$1"\n');
  chmodSync(join(folder, "editor"), 0o755);
  const vault = (words: string, input?: string) =>
    spawnSync(process.execPath, [CLI, "vault", ...words.split(" ")], {
      cwd: folder,
      encoding: "utf8",
      input,
      env: { ...process.env, EDITOR: "./editor", ANSIBLE_CONFIG: "/dev/null" },
    });
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { vault, read, write };
}

test("an edited file stays encrypted with the label that it had", (t) => {
  const { vault, read, write } = place();
  write("file", "a: 1\n");
  vault("encrypt --vault-id lab@old file");
  t.is(vault("edit --vault-password-file old file").status, 0);
  t.regex(read("file"), /^\$ANSIBLE_VAULT;1\.2;AES256;lab\n/);
  t.is(vault("view --vault-password-file old file").stdout, "a: 1\nb: 2\n");
});

test("a file that is made holds what the editor left; one that is there is not made again", (t) => {
  const { vault } = place();
  vault("create --vault-password-file old file");
  t.is(vault("view --vault-password-file old file").stdout, "b: 2\n");
  t.regex(vault("create --vault-password-file old file").stderr, /file exists/);
});

test("with a wrong password no file has the new one", (t) => {
  const { vault, read, write } = place();
  for (const name of ["one", "two"]) write(name, `${name}\n`);
  vault("encrypt --vault-password-file old one");
  vault("encrypt --vault-password-file new two");
  const before = read("one");
  t.not(vault("rekey --vault-password-file old --new-vault-password-file new one two").status, 0);
  t.is(read("one"), before);
  t.is(vault("rekey --vault-password-file old --new-vault-password-file new one").status, 0);
  t.is(vault("view --vault-password-file new one").stdout, "one\n");
});

test("texts have a name each, what comes from standard input its own", (t) => {
  const { vault } = place();
  const { stdout } = vault(
    "encrypt_string --vault-password-file old --stdin-name piped --name given text",
    "in",
  );
  t.deepEqual(stdout.match(/^\w+(?=: !vault)/gm), ["piped", "given"]);
});

test("several passwords and none named: which one is not guessed", (t) => {
  const { vault, write } = place();
  write("file", "a\n");
  t.regex(
    vault("encrypt --vault-id a@old --vault-id b@new file").stderr,
    /vault-ids a,b are available to encrypt/,
  );
  t.is(vault("encrypt --vault-id a@old --vault-id b@new --encrypt-vault-id b file").status, 0);
  t.is(vault("view --vault-id a@old --vault-id a@new file").stdout, "a\n");
});

test("where no terminal is the password is read from what is piped", (t) => {
  const { vault, write } = place();
  write("file", "a\n");
  vault("encrypt --vault-password-file old file");
  t.is(vault("view --ask-vault-pass file", "old password\n").stdout, "a\n");
});
