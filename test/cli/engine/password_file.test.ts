import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import test from "ava";
import { passwordFile } from "../../../src/cli/engine/password_file.js";
import { scratchFolder } from "../../helpers/scratch.js";

const folder = scratchFolder("password-file");

/** Its name, what it holds, whether it is a program; the label that is asked for; what comes of it. */
const CASES: readonly (readonly [string, string, boolean, string | undefined, string | RegExp])[] = [
  ["plain", "  secret \n", false, undefined, "secret"],
  ["script", "#!/bin/sh\necho 'two words '", true, "lab", "two words "],
  ["script.py", '#!/bin/sh\necho "$# words"', true, "lab", "0 words"],
  ["keys-client", '#!/bin/sh\necho "$*"', true, "lab", "--vault-id lab"],
  ["keys-client.sh", '#!/bin/sh\necho "$*"', true, "a b", "--vault-id a b"],
  ["keys-clients", '#!/bin/sh\necho "$#"', true, "lab", "0"],
  [
    "lacks-client",
    "#!/bin/sh\necho nobody >&2; exit 2",
    true,
    "lab",
    /did not find a secret for vault-id=lab: nobody/,
  ],
  [
    "lacks",
    "#!/bin/sh\necho nobody >&2; exit 2",
    true,
    "lab",
    /script \/.*\/lacks returned non-zero \(2\): nobody/,
  ],
  ["fails-client", "#!/bin/sh\nexit 3", true, "lab", /client script .* returned non-zero \(3\)/],
  ["killed", "#!/bin/sh\nkill -9 $$", true, "lab", /returned non-zero \(SIGKILL\)/],
  ["no-interpreter", "#!/nowhere/sh\n", true, "lab", /Problem running password script .* \(ENOENT\)/],
  ["no-program", "only text\n", true, "lab", /Problem running password script .* \(it is no program\)/],
];

for (const [name, text, isProgram, label, expected] of CASES)
  test(`the password of ${name} is ${expected}`, (t) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    if (isProgram) chmodSync(path, 0o755);
    // a name without a folder is the file's, not that of a program of PATH
    for (const given of [path, relative(process.cwd(), path)])
      if (typeof expected === "string") t.is(passwordFile(given, label), expected);
      else t.throws(() => passwordFile(given, label), { code: "VAULT_FAILED", message: expected });
  });

test("the user's home stands at the beginning of a path, and nowhere else", (t) => {
  const { HOME } = process.env;
  t.teardown(() => {
    process.env.HOME = HOME;
  });
  process.env.HOME = folder;
  mkdirSync(join(folder, "a~"));
  writeFileSync(join(folder, "a~/secret"), "in a folder\n");
  writeFileSync(join(folder, "secret"), "at home\n");
  // executable ones are found there too
  writeFileSync(join(folder, "prints"), "#!/bin/sh\necho printed");
  chmodSync(join(folder, "prints"), 0o755);
  t.is(passwordFile(join(folder, "a~/secret")), "in a folder");
  t.is(passwordFile("~/prints"), "printed");
  t.is(passwordFile("~/secret"), "at home");
});

test("a file that is not there is told", (t) => {
  t.throws(() => passwordFile(join(folder, "nowhere")), { code: "FILE_MISSING", message: /cannot read/ });
});
