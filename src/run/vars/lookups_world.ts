import { execFile } from "node:child_process";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { makeFolders, writeWhole } from "../../disk/disk.js";
import { homeFolder } from "../../disk/local_user.js";
import type { Task } from "../../model/play.js";
import { selectHosts } from "../../plan/patterns.js";
import type { LookupWorld } from "../../template/machine/world.js";
import type { TemplateContext } from "../../template/render.js";
import type { Run } from "../hosts/engine.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { awaitEarlier, awaitWriters } from "./controller_files.js";
import { fetchText } from "./fetch_text.js";
import { candidates } from "./files.js";
import { hashInThread } from "./hash_thread.js";
import { templateVariables } from "./template_variables.js";

type ContextParts = Required<Pick<TemplateContext, "world" | "load" | "native">> &
  Pick<TemplateContext, "keepsUndefined" | "nullText">;

/** What templates of a task may ask of the controller: files along the task's search path. */
export function worldFor(walk: Walk, task: Task | undefined, position: Position): ContextParts {
  const places = (name: string, folder: string) =>
    candidates(task, walk.batch.folders.playbook, folder, name);
  const { world, load, ...rest } = partsFor(walk.batch.run, places);
  const loadInTurn: ContextParts["load"] = (name, from) => {
    awaitWriters(walk, position, walk.batch.folders.playbook);
    return load(name, from);
  };
  return { world: inTurn(world, walk, position), load: loadInTurn, ...rest };
}

/** The same, in its turn: what is read here may be what an earlier step writes, and what is done here cannot be undone. */
function inTurn(world: LookupWorld, walk: Walk, position: Position): LookupWorld {
  const reads = (path: string) => awaitWriters(walk, position, path);
  const acts = (what: string) => awaitEarlier(walk, position, what);
  return {
    ...world,
    lookup: (name) => {
      const external = world.lookup(name);
      if (external) acts(`the lookup ${name}`);
      return external;
    },
    find: (name, folder) => {
      for (const path of world.places(name, folder)) reads(path);
      return world.find(name, folder);
    },
    readText: (path) => {
      reads(path);
      return world.readText(path);
    },
    readBytes: (path) => {
      reads(path);
      return world.readBytes(path);
    },
    stat: (path) => {
      reads(path);
      return world.stat(path);
    },
    realPath: (path) => {
      reads(path);
      return world.realPath(path);
    },
    glob: (pattern) => {
      reads(dirname(pattern));
      return world.glob(pattern);
    },
    run: (command) => {
      acts("a command of a lookup");
      return world.run(command);
    },
    fetch: (url, options) => {
      acts(`the lookup of ${url}`);
      return world.fetch(url, options);
    },
    lock: (path) => {
      acts(`${path} is made`);
      return world.lock(path);
    },
    write: (path, text) => {
      acts(`${path} is written`);
      world.write(path, text);
    },
  };
}

/** The same where there is no task yet. */
export function plainWorld(run: Run, folder: string): ContextParts {
  return partsFor(run, (name, sub) => candidates(undefined, folder, sub, name));
}

function partsFor(run: Run, places: (name: string, folder: string) => string[]): ContextParts {
  const find = (name: string, folder: string) => places(name, folder).find((path) => existsSync(path));
  const world: LookupWorld = {
    lookup: (name) => (Object.hasOwn(run.lookups, name) ? run.lookups[name] : undefined),
    lookupNames: () => Object.keys(run.lookups),
    find,
    places,
    readText: (path) => readFileSync(path, "utf8"),
    readBytes: (path) => readFileSync(path),
    stat: statOf,
    realPath: (path) => (existsSync(path) ? realpathSync(path) : resolve(path)),
    glob,
    environment: (name) => process.env[name],
    home: homeFolder,
    cwd: () => process.cwd(),
    run: runCommand,
    hash: hashInThread,
    fetch: fetchText,
    write: (path, text) => writeSecret(resolve(path), text),
    lock,
    unlock: (path) => rmSync(path, { force: true }),
    setting: run.setting,
    hostsMatching: (pattern) => selectHosts(pattern, run.inventory).hosts,
    parseYaml: (text) => run.parseYaml(text),
    templateVariables: (file) => templateVariables(file, run.settings.managed),
    warn: (text) => run.emit({ type: "message", level: "warning", text }),
    decrypt: (text) => run.decrypt(text),
    wasVaulted: run.wasVaulted,
    sealVault: run.sealVault,
    openVault: run.openVault,
  };
  const load = (name: string, from?: string) => {
    const beside = from === undefined ? undefined : join(dirname(from), name);
    const path = beside !== undefined && existsSync(beside) ? beside : find(name, "templates");
    return path === undefined ? undefined : { text: readFileSync(path, "utf8"), path };
  };
  const { nativeTypes: native, keepsUndefined, nullText } = run.settings;
  return { world, load, native, keepsUndefined, nullText };
}

function statOf(path: string): ReturnType<LookupWorld["stat"]> {
  try {
    const link = lstatSync(path);
    const own = link.isSymbolicLink() && existsSync(path) ? statSync(path) : link;
    const parent = statSync(dirname(resolve(path)));
    const mount = own.isDirectory() && (own.dev !== parent.dev || own.ino === parent.ino);
    return {
      kind: link.isSymbolicLink()
        ? "link"
        : own.isDirectory()
          ? "directory"
          : own.isFile()
            ? "file"
            : "other",
      mount,
    };
  } catch {
    return undefined;
  }
}

/** Paths whose last part matches; the folder itself is taken as written. */
function glob(pattern: string): string[] {
  const folder = dirname(pattern);
  if (!existsSync(folder)) return [];
  const source = basename(pattern)
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  const matches = new RegExp(`^${source}$`);
  return readdirSync(folder)
    .filter((name) => matches.test(name) && (!name.startsWith(".") || basename(pattern).startsWith(".")))
    .sort()
    .map((name) => join(folder, name));
}

function runCommand(command: string): ReturnType<LookupWorld["run"]> {
  return new Promise((settle) => {
    execFile("/bin/sh", ["-c", command], { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : error ? 1 : 0;
      settle({ code, stdout, stderr });
    });
  });
}

function lock(path: string): boolean {
  makeFolders(dirname(path), 0o700);
  try {
    writeFileSync(path, "", { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function writeSecret(path: string, text: string): void {
  makeFolders(dirname(path), 0o700);
  writeWhole(path, text, 0o600);
}
