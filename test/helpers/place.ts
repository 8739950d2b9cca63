import { execFile } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Group, Host, Inventory } from "../../src/model/host.js";
import type { Value } from "../../src/model/value.js";
import { selectHosts } from "../../src/plan/patterns.js";
import type { TemplateContext } from "../../src/template/render.js";
import { readYaml } from "../../src/yaml/read.js";
import { contextOf } from "./template.js";

type Entry = string | { link: string };

/** The folder that a list of paths and contents describes, made anew. */
export function makePlace(list: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tera-place-")));
  const entries = readYaml(readFileSync(list, "utf8"), list) as unknown as Record<string, Entry>;
  for (const [path, entry] of Object.entries(entries)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    if (typeof entry === "string") writeFileSync(full, entry);
    else symlinkSync(entry.link, full);
  }
  return folder;
}

function statOf(path: string) {
  try {
    const found = lstatSync(path);
    const kind = found.isSymbolicLink()
      ? ("link" as const)
      : found.isDirectory()
        ? ("directory" as const)
        : found.isFile()
          ? ("file" as const)
          : ("other" as const);
    return { kind, mount: kind === "directory" && statSync(path).ino === statSync(dirname(path)).ino };
  } catch {
    return undefined;
  }
}

function matching(folder: string, pattern: string): string[] {
  const source = basename(pattern).replace(/[.]/g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".");
  const within = resolve(folder, dirname(pattern));
  if (!existsSync(within)) return [];
  return readdirSync(within)
    .filter((name) => new RegExp(`^${source}$`).test(name) && !name.startsWith("."))
    .sort()
    .map((name) => join(dirname(pattern), name));
}

const hostOf = (name: string, group: string): [string, Host] => [name, { name, vars: {}, groups: [group] }];
const groupOf = (name: string, hosts: string[], parents = ["all"]): [string, Group] => [
  name,
  { name, vars: {}, hosts, children: [], parents, priority: 1 },
];

/** Two groups with three hosts. */
const INVENTORY: Inventory = {
  hosts: new Map([hostOf("web1", "web"), hostOf("web2", "web"), hostOf("db1", "db")]),
  groups: new Map([
    ["all", { ...groupOf("all", [], [])[1], children: ["ungrouped", "web", "db"] }],
    groupOf("ungrouped", []),
    groupOf("web", ["web1", "web2"]),
    groupOf("db", ["db1"]),
  ]),
  sources: [],
};

/** A context whose world is the folder: relative paths are found below it. */
export function contextIn(folder: string, vars: Record<string, Value>): TemplateContext {
  const context = contextOf(vars);
  const places = (name: string, sub: string): string[] => [
    ...(sub === "" ? [] : [resolve(folder, sub, name)]),
    resolve(folder, name),
  ];
  return {
    ...context,
    world: {
      ...context.world,
      cwd: () => folder,
      places,
      find: (name, sub) => places(name, sub).find((path) => existsSync(path)),
      readText: (path) => readFileSync(resolve(folder, path), "utf8"),
      readBytes: (path) => readFileSync(resolve(folder, path)),
      stat: (path) => (path === "" ? undefined : statOf(resolve(folder, path))),
      realPath: (path) =>
        existsSync(resolve(folder, path)) ? realpathSync(resolve(folder, path)) : resolve(folder, path),
      glob: (pattern) => matching(folder, pattern),
      wasVaulted: (text) => text === "from a vault",
      fetch: async () => "one\ntwo\n",
      hostsMatching: (pattern) => selectHosts(pattern, INVENTORY).hosts,
      write: (path, text) => {
        mkdirSync(dirname(resolve(folder, path)), { recursive: true });
        writeFileSync(resolve(folder, path), text);
      },
      run: (command) =>
        new Promise((settle) => {
          execFile("/bin/sh", ["-c", command], { cwd: folder }, (error, stdout, stderr) => {
            settle({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
          });
        }),
    },
  };
}
