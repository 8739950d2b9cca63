import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { writer } from "../../src/shell/files/writer.js";
import { git } from "../../src/shell/git.js";
import { withPrograms } from "../helpers/fake_programs.js";

const KEY = "0123456789ABCDEF0123456789ABCDEF01234567";
/** git that knows signatures: of $SIGNED (`commit` or `tag`), by KEY */
const GIT = `
case "$*" in
*verify-*) case "$*" in *"verify-\${SIGNED-none} "*) echo "[GNUPG:] VALIDSIG ${KEY} 2026" >&2; exit 0 ;; esac; exit 1 ;;
esac
exit 0`;

type Case = readonly [what: string, vars: object, signed: string, asked: string[], failure?: RegExp];

const COMMIT = "git -C /repo verify-commit --raw v1";
const TAG = "git -C /repo verify-tag --raw v1";

const CASES: readonly Case[] = [
  ["not asked for", { verify_commit: false }, "none", []],
  ["of a bare repository, which has nothing checked out", { bare: true }, "none", []],
  ["of a signed commit", {}, "commit", [COMMIT]],
  ["of a signed tag", {}, "tag", [COMMIT, TAG]],
  ["of neither", {}, "none", [COMMIT, TAG], /^Failed to verify GPG signature of commit\/tag "v1"$/],
  ["by a key that is allowed", { gpg_allowlist: ["A", KEY] }, "commit", [COMMIT]],
  [
    "by one that is not",
    { gpg_allowlist: ["A", KEY.slice(1)] },
    "commit",
    [COMMIT],
    new RegExp(`does not include the public key "${KEY}"`),
  ],
];

test("signatures are looked at where that is asked for", (t) =>
  withPrograms({ git: GIT }, async (run) => {
    const usual = { dest: "/repo", version: "v1", verify_commit: true, bare: false, gpg_allowlist: null };
    for (const [what, vars, signed, asked, failure] of CASES) {
      const given = { uses: [git], vars: { ...usual, ...vars, git_program: "git" }, env: { SIGNED: signed } };
      const { answer, told } = await run("git_verify", given);
      t.deepEqual(told, asked, what);
      if (failure) t.regex(answer.failure ?? "", failure, what);
      else t.is(answer.failure, undefined, what);
    }
  }));

/** How such a file begins; git puts a header of its own before a tar. */
const MAGIC: Readonly<Record<string, string>> = { zip: "504b", "tar.gz": "1f8b", tar: "7061" };

const ENDINGS: readonly (readonly [archive: string, form: string | undefined])[] = [
  ["a.zip", "zip"],
  ["a.tar.gz", "tar.gz"],
  ["a.tgz", "tar.gz"],
  ["a.tar", "tar"],
  ["a.b.tar", "tar"],
  ["a.rar", undefined],
];

test("the form of an archive follows from its name", (t) =>
  withPrograms({}, async (run, folder) => {
    const repo = join(folder, "repo");
    const sh = `git init -q ${repo} && cd ${repo} && echo x >x && git add x && git -c user.name=a -c user.email=a@b commit -qm one`;
    execFileSync("sh", ["-c", sh]);
    for (const [name, form] of ENDINGS) {
      const archive = join(folder, name);
      const vars = { dest: repo, version: "HEAD", git_program: "git", archive, archive_prefix: "p/" };
      for (const check of [true, false]) {
        const { answer } = await run("git_archive", { uses: [git, writer], vars, check });
        if (form === undefined)
          t.regex(answer.failure ?? "", /Unable to get file extension from archive file name/);
        else t.true(answer.changed, `${name} ${answer.failure}`);
        t.is(existsSync(archive), form !== undefined && !check, name);
      }
      if (form === undefined) continue;
      const kind = execFileSync("head", ["-c", "2", archive]).toString("hex");
      t.is(kind, MAGIC[form] ?? "", name);
    }
    const vars = {
      dest: repo,
      version: "HEAD",
      git_program: "git",
      archive: join(folder, "a.tar"),
      archive_prefix: "p/",
    };
    t.false((await run("git_archive", { uses: [git, writer], vars })).answer.changed, "the same again");
  }));
