import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import test from "ava";

/** Which rooms a room may import; docs/architecture.md draws it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  disk: [],
  yaml: ["model"],
  template: ["model"],
  shell: ["model"],
  connections: ["model", "disk"],
  reporters: ["model"],
  plan: ["model"],
  aws: ["model", "disk"],
  terraform: ["model"],
  state: ["model", "disk"],
  modules: ["model", "shell", "aws"],
  playbook: ["model", "disk", "yaml"],
  inventory: ["model", "disk", "yaml", "aws", "terraform"],
  run: ["model", "disk", "plan", "template", "shell", "playbook"],
  doctor: ["model"],
  rollout: ["model", "shell"],
  lab: ["model", "disk", "state"],
  cli: [
    "model",
    "disk",
    "yaml",
    "template",
    "shell",
    "connections",
    "reporters",
    "plan",
    "aws",
    "terraform",
    "modules",
    "playbook",
    "inventory",
    "run",
    "doctor",
    "rollout",
    "lab",
    "state",
  ],
};

/**
 * Walls of plugins. A file with a default export is a plugin, and only the
 * generated list (and cli/) may import it; the other files of the room are
 * parts that plugins share.
 */
const PLUGIN_ROOMS = ["modules", "connections", "reporters"];

/** Rooms that may use an npm package; every package has one, ssh2's server side is the lab's. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "@aws-sdk": ["aws"],
  commander: ["cli"],
  execa: ["connections", "terraform"],
  listr2: ["reporters"],
  "node-ssh": ["connections"],
  ssh2: ["connections", "lab"],
  yaml: ["yaml"],
};

const MAX_LINES = 400;

interface Import {
  from: string;
  /** a path below src/, or a package */
  to: string;
  isFile: boolean;
  isLazy: boolean;
}

const files = filesBelow("src");
const imports = files.flatMap(importsOf);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** The text of a file without comments and templates, so that examples in them are no imports. */
function code(path: string): string {
  return readFileSync(path, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");
}

function importsOf(from: string): Import[] {
  const text = code(from);
  const found = (pattern: RegExp, isLazy: boolean) =>
    [...text.matchAll(pattern)].map(([, specifier]): Import => {
      const isFile = specifier!.startsWith(".");
      const to = isFile ? join(dirname(from), specifier!).replace(/\.js$/, ".ts") : specifier!;
      return { from, to, isFile, isLazy };
    });
  return [
    ...found(/^(?:import|export)\b[^;'"]*?\bfrom\s*["']([^"']+)["']/gm, false),
    ...found(/^import\s*["']([^"']+)["']/gm, false),
    ...found(/\bimport\(\s*["']([^"']+)["']\s*\)/g, true),
  ];
}

const roomOf = (path: string): string => relative("src", path).split("/")[0]!;
const packageOf = (specifier: string): string => specifier.split("/")[0]!;
const lines = (list: readonly string[]): string => `\n${list.join("\n")}\n`;

test("a room imports only the rooms below it", (t) => {
  const wrong = imports.filter(({ from, to, isFile }) => {
    const room = roomOf(from);
    return isFile && roomOf(to) !== room && !MAY_IMPORT[room]?.includes(roomOf(to));
  });
  t.deepEqual(
    wrong.map(({ from, to }) => `${from} imports ${to}`),
    [],
    "move what is shared down to model/, or hand it in",
  );
});

test("the table and the rooms are the same", (t) => {
  const rooms = readdirSync("src", { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && filesBelow(join("src", entry.name)).length > 0,
  );
  const names = rooms.map((entry) => entry.name).sort();
  t.deepEqual(names, Object.keys(MAY_IMPORT).sort());
  const allowed = new Set(Object.values(MAY_IMPORT).flat());
  t.deepEqual(
    [...allowed].filter((name) => !names.includes(name)),
    [],
  );
});

test("no file imports itself through others, types and lazy imports included", (t) => {
  const edges = new Map<string, string[]>();
  for (const { from, to, isFile } of imports) if (isFile) edges.set(from, [...(edges.get(from) ?? []), to]);
  t.deepEqual(
    circles(edges).map((circle) => circle.join(" -> ")),
    [],
  );
});

/** A folder of a room, or a file that stands in the room itself. */
const folderOf = (path: string): string => path.split("/").slice(0, 3).join("/");

test("no folder of a room imports itself through others", (t) => {
  const edges = new Map<string, string[]>();
  for (const { from, to, isFile } of imports) {
    const [one, other] = [folderOf(from), folderOf(to)];
    if (isFile && one !== other && roomOf(from) === roomOf(to))
      edges.set(one, [...(edges.get(one) ?? []), other]);
  }
  t.deepEqual(
    circles(edges).map((circle) => circle.join(" -> ")),
    [],
  );
});

/** Every circle once, as the files on it. */
function circles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of edges.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return found;
}

test("a plugin does not know its siblings", (t) => {
  const wrong = imports.filter(({ from, to, isFile }) => {
    const room = roomOf(from);
    if (!isFile || !PLUGIN_ROOMS.includes(room) || roomOf(to) !== room || isList(from)) return false;
    return isPlugin(to) && to !== from;
  });
  t.deepEqual(
    wrong.map(({ from, to }) => `${from} imports ${to}`),
    [],
    "what both need goes down one floor",
  );
});

function isPlugin(path: string): boolean {
  return !isList(path) && /^export default\b/m.test(code(path));
}

const isList = (path: string): boolean => path.endsWith("/index.ts");

test("there is no barrel but the generated lists", (t) => {
  const barrels = files.filter(
    (path) => isList(path) && !readFileSync(path, "utf8").startsWith("// Generated by"),
  );
  t.deepEqual([...barrels, ...files.filter((path) => /^export\s+\*/m.test(code(path)))], []);
});

test("each npm package is used in its room only", (t) => {
  const builtin = new Set(builtinModules);
  const foreign = imports.filter(({ to, isFile }) => !isFile && !to.startsWith("node:") && !builtin.has(to));
  const wrong = foreign.filter(({ from, to }) => !PACKAGES[packageOf(to)]?.includes(roomOf(from)));
  t.deepEqual(
    wrong.map(({ from, to }) => `${from} imports ${to}`),
    [],
  );
  const prefixed = imports.filter(({ to }) => builtin.has(to));
  t.deepEqual(
    prefixed.map(({ from, to }) => `${from} imports ${to}`),
    [],
    "write node:NAME",
  );
});

test("model has no node: in it, and modules read no files", (t) => {
  const wrong = imports.filter(({ from, to }) => {
    if (roomOf(from) === "model") return to.startsWith("node:");
    return roomOf(from) === "modules" && /^node:(fs|child_process|net|http)/.test(to);
  });
  t.deepEqual(
    wrong.map(({ from, to }) => `${from} imports ${to}`),
    [],
  );
});

test("heavy packages are imported where they are needed, not at the start", (t) => {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { to, isFile, isLazy } of imports.filter(({ from }) => from === file))
      if (!isLazy) isFile ? visit(to) : reached.add(to);
  };
  visit("src/cli/main.ts");
  t.deepEqual(
    [...reached].filter((name) => packageOf(name) in PACKAGES),
    [],
  );
  t.true(reached.size < 22, lines([...reached]));
});

/** Programs for hosts stand in texts: what they do is not what we do. */
function withoutTexts(source: string): string {
  return source.replace(/`(?:[^`\\]|\\[\s\S])*`|"(?:[^"\\\n]|\\.)*"/g, '""');
}

test("only the command line talks to the terminal and ends the process", (t) => {
  const patterns: readonly [RegExp, readonly string[]][] = [
    [/\bprocess\.exit\(/, ["src/cli/main.ts"]],
    [/\bprocess\.(stdout|stderr|stdin)\b/, ["src/cli/"]],
    [/\bconsole\.\w+\(/, []],
    [/\bprocess\.argv\b/, ["src/cli/", "src/lab/"]],
  ];
  const wrong = patterns.flatMap(([pattern, allowed]) =>
    files
      .filter(
        (path) => !allowed.some((start) => path.startsWith(start)) && pattern.test(withoutTexts(code(path))),
      )
      .map((path) => `${path}: ${pattern.source}`),
  );
  t.deepEqual(wrong, []);
});

test("file names are lower case, words joined by _ or -", (t) => {
  t.deepEqual(
    files.filter((path) => !/^[a-z0-9]+([_-][a-z0-9]+)*\.ts$/.test(path.split("/").at(-1)!)),
    [],
  );
});

test(`no file is longer than ${MAX_LINES} lines`, (t) => {
  const long = files
    .filter((path) => !isList(path))
    .map((path) => [path, readFileSync(path, "utf8").split("\n").length] as const);
  t.deepEqual(
    long.filter(([, count]) => count > MAX_LINES),
    [],
  );
});

test("generated files are fresh", (t) => {
  t.notThrows(() => execFileSync(process.execPath, ["scripts/generate.mjs", "--check"], { stdio: "pipe" }));
});
