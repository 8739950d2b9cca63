import { posix, win32 } from "node:path";
import type { Filter, Machine } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { classOf, isList, isText, pathText } from "../values/checks.js";
import { typeName } from "../values/python.js";
import { type Result, Tuple } from "../values/values.js";

/** os.path and ntpath; a path that is none is refused as Python does. */

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** os.path.dirname: empty for a bare name; slashes at its end go, unless there is nothing else. */
function folderOf(path: string): string {
  const head = path.slice(0, path.lastIndexOf("/") + 1);
  return /^\/+$/.test(head) ? head : head.replace(/\/+$/, "");
}

/** os.path.splitext: dots at the beginning of the name are part of it. */
function splitExtension(path: string): Result {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  const isEnding = dot > 0 && /[^.]/.test(name.slice(0, dot));
  const cut = isEnding ? path.length - name.length + dot : path.length;
  return Tuple.make([path.slice(0, cut), path.slice(cut)]);
}

/** os.path.normpath: exactly two leading slashes stay. */
function normalPath(path: string): string {
  if (path === "") return ".";
  const root = /^\/\/(?!\/)/.test(path) ? "//" : path.startsWith("/") ? "/" : "";
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    const isUp = part === ".." && parts.length > 0 && parts.at(-1) !== "..";
    if (isUp) parts.pop();
    else if (part !== ".." || root === "") parts.push(part);
  }
  return root + parts.join("/") || ".";
}

/** os.path.join: an absolute part starts anew. */
function joined(parts: string[]): string {
  return parts.reduce((path, part) => {
    if (part.startsWith("/") || path === "") return part;
    return path.endsWith("/") ? path + part : `${path}/${part}`;
  });
}

const pathJoin = filter("path_join(paths)", ({ paths }, machine) => {
  if (isText(paths)) return paths;
  if (!isList(paths))
    return machine.fail(`|path_join expects string or sequence, got ${classOf(paths!)} instead.`);
  if (paths.length === 0) throw new TypeError("join() missing 1 required positional argument: 'a'");
  const [first, ...rest] = paths;
  const other = rest.find((one) => !isText(one));
  if (isText(first) && other !== undefined)
    throw new TypeError(
      `join() argument must be str, bytes, or os.PathLike object, not '${typeName(other)}'`,
    );
  return joined(paths.map(pathText));
});

const commonPath = filter("commonpath(paths)", ({ paths }, machine) => {
  if (!isList(paths)) return machine.fail(`|commonpath expects sequence, got ${classOf(paths!)} instead.`);
  if (paths.length === 0) return machine.fail("commonpath() arg is an empty sequence");
  const texts = paths.map(pathText);
  const absolute = texts.filter((one) => one.startsWith("/")).length;
  if (absolute > 0 && absolute < texts.length) return machine.fail("Can't mix absolute and relative paths");
  const split = texts.map((one) => one.split("/").filter((part) => part !== "" && part !== "."));
  const [first = [], ...others] = split;
  const differs = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return (absolute > 0 ? "/" : "") + first.slice(0, differs < 0 ? first.length : differs).join("/");
});

const relPath = filter("relpath(path, start?)", ({ path, start = "." }, machine) => {
  const wanted = pathText(path!);
  if (wanted === "") return machine.fail("no path specified");
  const cwd = machine.frame.context.world.cwd();
  const from = posix.resolve(cwd, start === null ? "." : pathText(start));
  return posix.relative(from, posix.resolve(cwd, wanted)) || ".";
});

/** `~` and `~user`: a user that there is not stays as written. */
function expandUser(path: string, machine: Machine): string {
  const [, user, rest] = /^~([^/]*)([\s\S]*)$/.exec(path) ?? [];
  if (user === undefined || rest === undefined) return path;
  const { world } = machine.frame.context;
  const home = user === "" ? world.home() : homeOf(user, machine);
  return home === undefined ? path : home.replace(/\/+$/, "") + rest || "/";
}

function homeOf(user: string, machine: Machine): string | undefined {
  const { world } = machine.frame.context;
  if (world.stat("/etc/passwd") === undefined) return undefined;
  const line = world
    .readText("/etc/passwd")
    .split("\n")
    .find((one) => one.startsWith(`${user}:`));
  return line?.split(":")[5];
}

function expandVariables(path: string, machine: Machine): string {
  return path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, bare?: string, braced?: string) =>
      machine.frame.context.world.environment(bare ?? braced ?? "") ?? whole,
  );
}

/** A drive letter, or a share's `\\server\share`. */
function splitDrive(path: string): Tuple {
  const drive = /^(?:[\\/]{2}[^\\/]+[\\/][^\\/]+(?=[\\/]|$)|[\s\S]:)/.exec(path)?.[0] ?? "";
  return Tuple.make([drive, path.slice(drive.length)]);
}

/** ntpath.dirname: slashes at its end go, unless there is nothing else. */
function windowsFolder(path: string): string {
  const [drive, rest] = splitDrive(path) as unknown as [string, string];
  const head = rest.slice(0, Math.max(rest.lastIndexOf("\\"), rest.lastIndexOf("/")) + 1);
  return drive + (/^[\\/]*$/.test(head) ? head : head.replace(/[\\/]+$/, ""));
}

const onPath = (name: string, work: (path: string, machine: Machine) => Result): Filter =>
  filter(`${name}(p)`, ({ p }, machine) => work(pathText(p!), machine));

const fileglob = filter("fileglob(pathname)", ({ pathname }, machine) => {
  if (!isText(pathname)) throw new TypeError(`'${typeName(pathname!)}' object is not subscriptable`);
  const { world } = machine.frame.context;
  return world.glob(pathname).filter((path) => world.stat(path)?.kind === "file");
});

export const PATH_FILTERS: Readonly<Record<string, Filter>> = {
  basename: onPath("basename", baseName),
  commonpath: commonPath,
  dirname: onPath("dirname", folderOf),
  expanduser: onPath("expanduser", expandUser),
  expandvars: onPath("expandvars", expandVariables),
  fileglob,
  normpath: onPath("normpath", normalPath),
  path_join: pathJoin,
  realpath: onPath("realpath", (path, machine) => machine.frame.context.world.realPath(path)),
  relpath: relPath,
  splitext: onPath("splitext", splitExtension),
  win_basename: onPath("basename", (path) => (/[\\/]$/.test(path) ? "" : win32.basename(path))),
  win_dirname: onPath("dirname", windowsFolder),
  win_splitdrive: onPath("splitdrive", splitDrive),
};
