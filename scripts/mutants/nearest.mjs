// Which tests are near to a source file: by the imports of what was built.
import { basename, dirname, join } from "node:path";
import { existsSync, globSync, readFileSync } from "../fs.mjs";

/** Tests that need Docker, AWS, Terraform or minutes are no near tests. */
const FAR = /^build\/(test\/(e2e|property|terraform|workflows)|webapp)\//;
/** So many of the room's own are tried before all others. */
const NEAREST = 4;
const MOST_OTHERS = 6;
const FARTHEST_OTHER = 2;

/** Rooms that are tested by another's tests too: the shell's libraries are what modules are made of. */
const TESTED_BY = { shell: ["modules"] };

/** The cases of all modules in one file: those of the modules that are concerned are enough. */
const MODULE_CASES = "build/test/modules/cases.test.js";

/** The plays run the whole program in one process, those of each file by themselves: they come last. */
const PLAYS = "build/test/run/cases.test.js";

/**
 * path of a source → what tests it, in turns: those of the room's own folder, tests of other rooms, the cases
 * of the modules concerned, the plays. Each of a turn is {name, file, options for ava}, the nearest first.
 */
export function nearTests(room) {
  const importers = importersOf(globSync("build", ".js"));
  const isOf = (name) => (test) => test.startsWith(`build/test/${name}/`);
  const isFriend = (test) => (TESTED_BY[room] ?? []).some((name) => isOf(name)(test));
  return (path) => {
    const far = distancesTo(`build/${path.replace(/\.ts$/, ".js")}`, importers);
    const tests = [...far.keys()]
      .filter((file) => file.endsWith(".test.js") && !FAR.test(file))
      .filter((file) => file !== MODULE_CASES && file !== PLAYS)
      .sort((a, b) => far.get(a) - far.get(b) || (a < b ? -1 : 1));
    const others = tests.filter((test) => !isOf(room)(test) && !isFriend(test));
    const isByModules = room === "modules" || TESTED_BY[room]?.includes("modules");
    const own = tests.filter(isOf(room)).map(whole);
    return [
      own.slice(0, NEAREST),
      own.slice(NEAREST),
      [
        ...tests.filter(isFriend),
        ...others.filter((test) => far.get(test) <= FARTHEST_OTHER).slice(0, MOST_OTHERS),
      ].map(whole),
      isByModules ? casesAmong(far.keys()) : [],
      far.has(PLAYS) ? plays() : [],
    ];
  };
}

const whole = (file) => ({ name: file.slice("build/test/".length), file, options: [] });

/** The cases of those modules that are among these files. */
const casesAmong = (files) =>
  [...files]
    .filter((file) => file.startsWith("build/src/modules/"))
    .map((file) => basename(file, ".js"))
    .filter((name) => existsSync(`test/modules/cases/${name}.yml`))
    .map((name) => ({ name: `cases of ${name}`, file: MODULE_CASES, options: [`--match=${name} gives *`] }));

const plays = () =>
  globSync("test/run/cases", ".yml")
    .map((path) => basename(path, ".yml"))
    .map((name) => ({ name: `plays of ${name}`, file: PLAYS, options: [`--match=${name}: *`] }));

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
