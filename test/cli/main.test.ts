import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import test from "ava";
import { scratchFolder } from "../helpers/scratch.js";

const MAIN = resolve("build/src/cli/main.js");
const HEAVY = ["ssh2", "node-ssh", "@aws-sdk", "listr2", "execa", "yaml", "commander", "bullmq"];

function tera(...words: string[]) {
  return spawnSync(process.execPath, [MAIN, ...words], { encoding: "utf8" });
}

/** A loader hook that notes every module that is asked for. */
function loadedBy(...words: string[]): string[] {
  const folder = scratchFolder("loads");
  writeFileSync(
    join(folder, "hook.mjs"),
    `import { appendFileSync } from "node:fs";
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  appendFileSync(${JSON.stringify(join(folder, "loads"))}, found.url + "\\n");
  return found;
}`,
  );
  writeFileSync(
    join(folder, "register.mjs"),
    `import { register } from "node:module"; register(${JSON.stringify(pathToFileURL(join(folder, "hook.mjs")).href)});`,
  );
  spawnSync(process.execPath, ["--import", join(folder, "register.mjs"), MAIN, ...words]);
  const { stdout } = spawnSync("cat", [join(folder, "loads")], { encoding: "utf8" });
  return stdout.split("\n").filter(Boolean);
}

for (const words of [["--version"], ["--help"], ["provision", "--help"]])
  test(`tera ${words.join(" ")} loads nothing heavy`, (t) => {
    const loads = loadedBy(...words);
    t.true(
      loads.some((url) => url.endsWith("/cli/main.js")),
      "the hook sees what is loaded",
    );
    t.deepEqual(
      loads.filter((url) => HEAVY.some((name) => url.includes(`/node_modules/${name}/`))),
      [],
    );
  });

test("--help names the commands, `tera COMMAND --help` its options with examples", (t) => {
  const { stdout, status } = tera("--help");
  t.is(status, 0);
  t.regex(stdout, /^ {2}provision {3}/m);
  t.false(stdout.includes("lab-daemon"));
  const { stdout: playbook } = tera("playbook", "--help");
  t.regex(playbook, /^Usage: tera playbook \[options\] FILE\.\.\.$/m);
  t.regex(playbook, /^ {2}-i, --inventory SOURCE/m);
  t.regex(playbook, /^Examples:$/m);
});

test("--version prints the version", (t) => {
  t.regex(tera("--version").stdout, /^tera \S+\n$/);
});

test("an unknown command or option ends with 2 and a suggestion", (t) => {
  const { status, stderr } = tera("playbok");
  t.is(status, 2);
  t.is(stderr, "ERROR! there is no command `playbok`\n  did you mean `playbook`?\n");
  t.is(tera("playbook", "--chek", "x.yml").status, 2);
});

test("a playbook that is not there ends with 1", (t) => {
  const { status, stderr } = tera("playbook", "missing.yml");
  t.is(status, 1);
  t.is(stderr, "ERROR! the playbook: missing.yml could not be found\n");
});

test("a playbook that cannot be read ends with 4, with the place", (t) => {
  const path = join(scratchFolder("main"), "broken.yml");
  writeFileSync(path, "- hosts: all\n  tassk: []\n");
  const { status, stderr } = tera("playbook", "-i", "localhost,", path);
  t.is(status, 4);
  t.regex(stderr, /broken\.yml:2:3/);
  t.regex(stderr, /\n {4}\| {3}\^|\^/);
});

test("a reader that goes away is no defect", async (t) => {
  const child = spawn("bash", ["-c", `'${process.execPath}' '${MAIN}' doc -l | head -1`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  const code = await new Promise((done) => child.on("close", done));
  t.is(stderr, "");
  t.is(code, 0);
});

test("what stands before the command is an option of the program, or belongs behind it", (t) => {
  t.regex(tera("-v").stderr, /`-v` stands before the command\n.*`tera playbook -v/);
  t.regex(tera("--vresion").stderr, /there is no option `--vresion`\n.*did you mean `--version`/);
});

test("a file of variables that is encrypted with another password is named", (t) => {
  const folder = scratchFolder("vaulted");
  const path = (name: string) => join(folder, name);
  writeFileSync(path("right"), "right\n");
  writeFileSync(path("wrong"), "wrong\n");
  writeFileSync(path("vars.yml"), "a: 1\n");
  writeFileSync(
    path("play.yml"),
    "- hosts: all\n  gather_facts: false\n  vars_files: [vars.yml]\n  tasks: [{debug: {var: a}}]\n",
  );
  t.is(tera("vault", "encrypt", "--vault-password-file", path("right"), path("vars.yml")).status, 0);
  const args = ["-i", "localhost,", "-c", "local", "--vault-password-file", path("wrong"), path("play.yml")];
  t.regex(tera("playbook", ...args).stderr, /Decryption failed[^\n]*\n {2}at \S*vars\.yml:1:1/);
});

// a device that is always full
const full = existsSync("/dev/full") ? test : test.skip;

for (const words of [["--help"], ["doc", "-l"], ["inventory", "-i", "a,", "--list"]])
  full(`tera ${words.join(" ")} that cannot be written is no success, and no defect`, (t) => {
    const out = openSync("/dev/full", "w");
    const run = spawnSync(process.execPath, [MAIN, ...words], {
      encoding: "utf8",
      stdio: ["ignore", out, "pipe"],
    });
    closeSync(out);
    t.is(run.status, 1);
    t.is(run.stderr, "ERROR! the output cannot be written: ENOSPC: no space left on device, write\n");
  });
