// A copy of the project in which mutants live: links to everything, but a build/ and a dist/ of its own.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { transpiled } from "./edits.mjs";

const OWN = ["build", "dist", "node_modules", ".git", ".tera"];

/** Tests that run the built command line run the copy's sources: what is bundled has no mutant in it. */
const ENTRY = `#!/usr/bin/env node\nimport "../build/src/cli/main.js";\n`;

const REACHED = `import { appendFileSync } from "node:fs";
const seen = new Set();
globalThis.mutantReached = (number) => {
  if (seen.has(number)) return;
  seen.add(number);
  appendFileSync(process.env.MUTANTS_REACHED, number + "\\n");
};
`;

export function makeCopy() {
  const folder = mkdtempSync(join(tmpdir(), "tera-mutants-"));
  for (const name of readdirSync("."))
    if (!OWN.includes(name)) symlinkSync(resolve(name), join(folder, name));
  cpSync("build", join(folder, "build"), { recursive: true, preserveTimestamps: true });
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "dist/cli.js"), ENTRY, { mode: 0o755 });
  writeFileSync(join(folder, "reached.mjs"), REACHED);
  const runner = join(folder, "run_file.mjs");
  cpSync("scripts/mutants/run_file.mjs", runner);
  linkPackages(folder);
  return {
    folder,
    runner,
    probe: join(folder, "reached.mjs"),
    /** Puts another text in the place of a source file's. */
    put: (path, text) => writeFileSync(builtIn(folder, path), transpiled(text, path)),
    restore: (path) => writeFileSync(builtIn(folder, path), readFileSync(builtIn(".", path))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** All packages as they are, but what stands for ava in the place of ava. */
function linkPackages(folder) {
  const packages = join(folder, "node_modules");
  mkdirSync(join(packages, "ava"), { recursive: true });
  for (const name of readdirSync("node_modules"))
    if (name !== "ava") symlinkSync(resolve("node_modules", name), join(packages, name));
  writeFileSync(join(packages, "ava/package.json"), JSON.stringify({ type: "module", exports: "./ava.mjs" }));
  cpSync("scripts/mutants/ava.mjs", join(packages, "ava/ava.mjs"));
}

const builtIn = (folder, path) => join(folder, "build", path.replace(/\.ts$/, ".js"));
