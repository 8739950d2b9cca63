// Transpiles src/, test/ and webapp/ file by file into build/ and runs ava on the result.
// Usage: node scripts/test.mjs [part-of-a-path ...] [-- ava options]
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { transformSync } from "esbuild";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "./fs.mjs";

const SOURCES = ["src", "test", "webapp/src", "webapp/test"];
const dashes = process.argv.indexOf("--");
const wanted = process.argv.slice(2, dashes < 0 ? undefined : dashes);
const avaOptions = dashes < 0 ? [] : process.argv.slice(dashes + 1);

const target = (source) => `build/${source.replace(/\.ts$/, ".js").replace(/\.ps1$/, ".ps1.js")}`;

/** One file at a time, so that a fault in one file leaves the tests of the others runnable. */
function transpile(source) {
  const to = target(source);
  if (existsSync(to) && statSync(to).mtimeMs >= statSync(source).mtimeMs) return;
  const text = readFileSync(source, "utf8");
  const { code } = transformSync(text, {
    loader: source.endsWith(".ps1") ? "text" : "ts",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    sourcefile: relative(dirname(to), source),
  });
  mkdirSync(dirname(to), { recursive: true });
  const half = `${to}.${process.pid}`;
  // PowerShell files are modules that export their text
  writeFileSync(half, code.replace(/from "(\.[^"]*\.ps1)"/g, 'from "$1.js"'));
  renameSync(half, to);
}

const sources = SOURCES.flatMap((folder) => [".ts", ".ps1"].flatMap((ending) => globSync(folder, ending)));
let faults = 0;
for (const source of sources) {
  try {
    transpile(source);
  } catch (error) {
    faults += 1;
    console.error(`${source}: ${error.message}`);
  }
}
const known = new Set(sources.map(target));
for (const file of globSync("build", ".js")) if (!known.has(file)) rmSync(file, { force: true });

// tests that run the command line run dist/: what was changed since is not in it
const built = existsSync("dist/cli.js") ? statSync("dist/cli.js").mtimeMs : 0;
const newer = globSync("src", ".ts").filter((source) => statSync(source).mtimeMs > built);
if (newer.length > 0)
  console.error(
    `dist/ is older than ${newer[0]}: tests of the command line run what was built before (npm run build)`,
  );

const tests = sources
  .filter((source) => source.endsWith(".test.ts"))
  .filter((source) => wanted.length === 0 || wanted.some((part) => source.includes(part)))
  .map(target);
if (tests.length === 0) {
  console.error(`no test file matches: ${wanted.join(" ")}`);
  process.exit(1);
}
const all = wanted.length === 0;
// what runs keep is not the developer's
const state = mkdtempSync(join(tmpdir(), "tera-state-"));
const run = spawnSync("node_modules/.bin/ava", [...avaOptions, ...(all ? [] : tests)], {
  stdio: "inherit",
  env: {
    ...process.env,
    XDG_STATE_HOME: state,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --enable-source-maps`.trim(),
  },
});
rmSync(state, { recursive: true, force: true });
process.exit(faults > 0 ? 1 : (run.status ?? 1));
