import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import test from "ava";
import { scratchFolder } from "../helpers/scratch.js";

const MAIN = resolve("build/src/cli/main.js");
const HEAVY = ["ssh2", "node-ssh", "@aws-sdk", "listr2", "execa", "yaml", "commander", "bullmq"];

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
