import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { inFolder } from "../helpers/play.js";
import { typed } from "../helpers/typed.js";

const FILES = {
  old: "old password\n",
  new: "new password\n",
  plain: "a: 1\n",
  other: "b: 2\n",
  adds: '#!/bin/sh\necho "b: 2" >>"$1"\n',
  leaves: "#!/bin/sh\n",
  looks: '#!/bin/sh\n{ echo "$1"; stat -c %a "$1" "${1%/*}"; } >seen\n',
  fails: "#!/bin/sh\nexit 7\n",
  "folder/x": "",
};
const OLD = ["--vault-password-file", "old"];
const NEW = ["--new-vault-password-file", "new"];
const HEADER = /^\$ANSIBLE_VAULT;1\.1;AES256\n/;

interface Here {
  vault(...words: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  read(name: string): string;
  mode(name: string): number;
  isThere(name: string): boolean;
  write(name: string, text: string): void;
}

function within(work: (here: Here) => Promise<void>, env: Record<string, string> = {}): Promise<void> {
  return inFolder(FILES, async (cwd) => {
    for (const name of ["adds", "leaves", "looks", "fails"]) chmodSync(join(cwd, name), 0o755);
    const place = { cwd, env: { ANSIBLE_CONFIG: "/dev/null", EDITOR: "./adds", VISUAL: "", ...env } };
    await work({
      vault: (...words) => typed(["vault", ...words], place),
      read: (name) => readFileSync(join(cwd, name), "utf8"),
      mode: (name) => statSync(join(cwd, name)).mode & 0o777,
      isThere: (name) => existsSync(join(cwd, name)),
      write: (name, text) => writeFileSync(join(cwd, name), text),
    });
  });
}

test("files are encrypted, shown and decrypted where they are; a file keeps its mode", (t) =>
  within(async ({ vault, read, mode }) => {
    const before = mode("plain");
    t.is((await vault("encrypt", ...OLD, "plain", "other")).code, 0);
    t.regex(read("plain"), HEADER);
    t.regex(read("other"), HEADER);
    t.is(mode("plain"), before);
    t.is((await vault("view", ...OLD, "plain", "other")).stdout, "a: 1\nb: 2\n");
    t.is((await vault("decrypt", ...OLD, "plain")).code, 0);
    t.is(read("plain"), "a: 1\n");
  }));

test("--output is where it is written instead, for its user alone; - is standard output", (t) =>
  within(async ({ vault, read, mode }) => {
    t.is((await vault("encrypt", ...OLD, "--output", "made", "plain")).code, 0);
    t.is(read("plain"), "a: 1\n");
    t.regex(read("made"), HEADER);
    t.is(mode("made"), 0o600);
    t.is((await vault("decrypt", ...OLD, "--output", "-", "made")).stdout, "a: 1\n");
    t.regex((await vault("encrypt", ...OLD, "--output", "-", "plain")).stdout, HEADER);
    t.is(read("plain"), "a: 1\n");
    t.is((await vault("create", ...OLD, "--output", "else", "named")).code, 0);
    t.is((await vault("view", ...OLD, "else")).stdout, "b: 2\n");
  }));

test("texts: with and without a name, to a file", (t) =>
  within(async ({ vault, read, mode }) => {
    const { stdout } = await vault("encrypt_string", ...OLD, "-n", "one", "first", "second");
    t.deepEqual(
      stdout.match(/^(one: )?!vault \|\n {10}\$ANSIBLE_VAULT;1\.1;AES256\n( {10}[0-9a-f]+\n)+/gm)?.length,
      2,
    );
    t.regex(stdout, /\n\n!vault/);
    t.is((await vault("encrypt_string", ...OLD, "--output", "made", "text")).stdout, "");
    t.regex(read("made"), /^!vault \|/);
    t.is(mode("made"), 0o600);
    const labelled = await vault("encrypt_string", "--vault-id", "lab@old", "text");
    t.regex(labelled.stdout, /^!vault \|\n {10}\$ANSIBLE_VAULT;1\.2;AES256;lab\n/);
  }));

test("rekey writes each file with the new password, and says so", (t) =>
  within(async ({ vault, read }) => {
    await vault("encrypt", ...OLD, "plain", "other");
    const ran = await vault("rekey", ...OLD, ...NEW, "plain", "other");
    t.is(ran.code, 0);
    t.is(ran.stderr, "Rekey successful\n");
    t.is((await vault("view", "--vault-password-file", "new", "plain", "other")).stdout, "a: 1\nb: 2\n");
    await vault("rekey", "--vault-password-file", "new", "--new-vault-id", "lab@old", "plain");
    t.regex(read("plain"), /^\$ANSIBLE_VAULT;1\.2;AES256;lab\n/);
  }));

test("a file that the editor left as it was is not written; one that it failed at neither", (t) =>
  within(
    async ({ vault, read }) => {
      await vault("encrypt", ...OLD, "plain");
      const before = read("plain");
      t.is((await vault("edit", ...OLD, "plain")).code, 0);
      t.is(read("plain"), before);
    },
    { EDITOR: "./leaves" },
  ));

test("what is edited lies in a file and a folder that are the user's alone, and is gone afterwards", (t) =>
  within(
    async ({ vault, read, isThere }) => {
      t.is((await vault("create", ...OLD, "made")).code, 0);
      const [path = "", file, folder] = read("seen").trim().split("\n");
      t.deepEqual([file, folder], ["600", "700"]);
      t.false(isThere(path.slice(1)) || existsSync(path));
    },
    { EDITOR: "./looks" },
  ));

test("an editor that fails is told, and nothing is made", (t) =>
  within(
    async ({ vault, isThere }) => {
      const ran = await vault("create", ...OLD, "made");
      t.is(ran.code, 1);
      t.regex(ran.stderr, /the editor \.\/fails ended with status 7\n {2}nothing was written; \$EDITOR/);
      t.false(isThere("made"));
    },
    { EDITOR: "", VISUAL: "./fails" },
  ));

/** What is typed; the code, and what is told. */
const REFUSED: readonly (readonly [words: string[], code: number, err: RegExp])[] = [
  [["view", "plain"], 1, /no vault password is given\n {2}use -J/],
  [["view", ...OLD, "plain"], 1, /not an Ansible vault text[^\n]*\n {2}at plain:1:1/],
  [["view", ...OLD, "nowhere"], 1, /Unable to read source file \(nowhere\): there is no such file/],
  [["encrypt", ...OLD, "folder"], 1, /Unable to read source file \(folder\): it is a folder/],
  [["rekey", ...OLD, ...NEW, "nowhere"], 1, /Unable to read source file \(nowhere\)/],
  [
    ["encrypt", ...OLD, "--output", "no/x", "plain"],
    1,
    /Unable to write to destination file \(no\/x\): there is no/,
  ],
  [["encrypt_string", ...OLD, "--output", "folder", "x"], 1, /destination file \(folder\): it is a folder/],
  [["create", ...OLD, "plain"], 2, /plain exists, please use 'edit' instead\n {2}tera vault edit plain/],
  [
    ["encrypt", ...OLD, "--encrypt-vault-id", "lab", "plain"],
    1,
    /no vault password labelled `lab`\n {2}there are: default/,
  ],
  [["encrypt", "--vault-id", "a@old", "--vault-id", "b@new", "plain"], 5, /vault-ids a,b are available/],
  [["rekey", ...OLD, ...NEW, "--new-vault-id", "x@new"], 2, /two ways to say the same/],
];

for (const [words, code, err] of REFUSED)
  test(`tera vault ${words.join(" ")} is refused`, (t) =>
    within(async ({ vault, read }) => {
      const ran = await vault(...words);
      t.regex(ran.stderr, err);
      t.is(ran.code, code);
      t.is(ran.stdout, "");
      t.is(read("plain"), FILES.plain);
    }));

test("what is encrypted is not encrypted again", (t) =>
  within(async ({ vault, read }) => {
    await vault("encrypt", ...OLD, "plain");
    const before = read("plain");
    const ran = await vault("encrypt", ...OLD, "plain");
    t.is(ran.code, 1);
    t.regex(ran.stderr, /plain is encrypted already/);
    t.is(read("plain"), before);
  }));
