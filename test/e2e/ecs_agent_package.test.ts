import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { runProgram } from "./cli.js";

const folder = mkdtempSync(join(tmpdir(), "tera-ecs-verify-"));
const at = (name: string): string => join(folder, name);
const missing = hasGpg() ? undefined : "gpg is not installed";
let ours: string;
let theirs: string;

test.after.always(() => rmSync(folder, { recursive: true, force: true }));
if (missing && process.env.CI) test("signatures can be checked", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

function hasGpg(): boolean {
  try {
    execFileSync("gpg", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function gpg(name: string, ...args: string[]): string {
  return execFileSync("gpg", ["--homedir", at(name), "--batch", "--quiet", "--passphrase", "", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function makeKey(name: string, expires: string): string {
  mkdirSync(at(name), { mode: 0o700 });
  gpg(name, "--quick-generate-key", `${name} <${name}@localhost>`, "ed25519", "sign", expires);
  writeFileSync(at(`${name}.gpg`), gpg(name, "--armor", "--export"));
  return /^fpr:+(\w+):/m.exec(gpg(name, "--list-keys", "--with-colons"))![1]!;
}

/** Runs the role's script. */
async function verify(key: string, fingerprint: string, signature: string, file: string) {
  const words = [at(key), fingerprint, at(signature), at(file)];
  const run = await runProgram("sh", ["roles/ecs_agent/files/verify-package", ...words]);
  return { code: run.code, said: run.stderr };
}

real("a package with a good signature of the one wanted key passes", async (t) => {
  ours = makeKey("ours", "1d");
  theirs = makeKey("theirs", "1d");
  writeFileSync(at("package"), "the package");
  for (const name of ["ours", "theirs"])
    gpg(name, "--armor", "--detach-sign", "--output", at(`${name}.asc`), at("package"));
  t.deepEqual(await verify("ours.gpg", ours, "ours.asc", "package"), { code: 0, said: "" });
});

real("another key is refused by its fingerprint, whatever it has signed", async (t) => {
  const { code, said } = await verify("theirs.gpg", ours, "theirs.asc", "package");
  t.is(code, 1);
  t.regex(said, new RegExp(`the key is refused: its fingerprint is ${theirs}`));
});

real("a second key in the file is refused, though the first is the wanted one", async (t) => {
  writeFileSync(
    at("both.gpg"),
    readFileSync(at("ours.gpg"), "utf8") + readFileSync(at("theirs.gpg"), "utf8"),
  );
  const { code, said } = await verify("both.gpg", ours, "theirs.asc", "package");
  t.is(code, 1);
  t.regex(said, /the key is refused/);
});

real(
  "a signature of another key, a package that was changed, and files that are none are refused",
  async (t) => {
    copyFileSync(at("package"), at("changed"));
    appendFileSync(at("changed"), "!");
    writeFileSync(at("page"), "<html>404</html>");
    for (const [signature, file] of [
      ["theirs.asc", "package"],
      ["ours.asc", "changed"],
      ["page", "package"],
      ["none", "package"],
    ] as const) {
      const { code, said } = await verify("ours.gpg", ours, signature, file);
      t.is(code, 1, `${signature} ${file}`);
      t.regex(said, /the package is refused/);
    }
    t.regex((await verify("page", ours, "ours.asc", "package")).said, /its fingerprint is no fingerprint/);
  },
);

real("a key that has expired signs nothing any more", async (t) => {
  const expired = makeKey("expired", "seconds=1");
  gpg("expired", "--armor", "--detach-sign", "--output", at("expired.asc"), at("package"));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  t.is((await verify("expired.gpg", expired, "expired.asc", "package")).code, 1);
});
