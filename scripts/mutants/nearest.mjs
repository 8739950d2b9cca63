// Which tests are near to a source file: by the imports of what was built.
import { dirname, join } from "node:path";
import { globSync, readFileSync } from "../fs.mjs";

/** Tests that need Docker, AWS, Terraform or minutes are no near tests. */
const FAR = /^build\/(test\/(e2e|property|terraform|workflows)|webapp)\//;
const MOST_OTHERS = 6;
const FARTHEST_OTHER = 2;

/** The plays run the whole program in one process: they come last. */
const PLAYS = "build/test/run/cases.test.js";

/** path of a source → the test files that reach it, nearest first, those of the room's own folder before all others. */
export function nearTests(room) {
  const importers = importersOf(globSync("build", ".js"));
  const isOwn = (test) => test.startsWith(`build/test/${room}/`);
  return (path) => {
    const far = distancesTo(`build/${path.replace(/\.ts$/, ".js")}`, importers);
    const tests = [...far.keys()]
      .filter((file) => file.endsWith(".test.js") && !FAR.test(file))
      .sort((a, b) => far.get(a) - far.get(b) || (a < b ? -1 : 1));
    const others = tests.filter((test) => !isOwn(test) && far.get(test) <= FARTHEST_OTHER);
    const near = [...tests.filter(isOwn), ...others.slice(0, MOST_OTHERS)].filter((test) => test !== PLAYS);
    return far.has(PLAYS) ? [...near, PLAYS] : near;
  };
}

function importersOf(files) {
  const importers = new Map();
  for (const file of files)
    for (const imported of importsOf(file)) {
      if (!importers.has(imported)) importers.set(imported, []);
      importers.get(imported).push(file);
    }
  return importers;
}

/** What a file imports, or starts: the command line. */
function importsOf(file) {
  const text = readFileSync(file, "utf8");
  const found = [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)"/g)];
  const imports = found.map(([, path]) => join(dirname(file), path));
  return /(dist\/cli|build\/src\/cli\/main)\.js/.test(text) ? [...imports, "build/src/cli/main.js"] : imports;
}

function distancesTo(file, importers) {
  const far = new Map([[file, 0]]);
  for (const [one, steps] of far)
    for (const importer of importers.get(one) ?? []) if (!far.has(importer)) far.set(importer, steps + 1);
  return far;
}
