import { basename, dirname, extname, normalize, relative, resolve, win32 } from "node:path";
import type { Filter } from "./machine.js";
import { iterate } from "./methods.js";
import { toText } from "./python.js";
import { type Result, Tuple } from "./values.js";

const text = (value: Result | undefined): string =>
  value === undefined || value === null ? "" : toText(value);

const urlsplit: Filter = (value, args, kwargs, machine) => {
  const parsed = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(
    toText(value),
  )!;
  const [, scheme = "", netloc = "", path = "", query = "", fragment = ""] = parsed;
  const authority = /^(?:([^:@]*)(?::([^@]*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(netloc);
  const parts: Record<string, Result> = {
    scheme: scheme.toLowerCase(),
    netloc,
    path,
    query,
    fragment,
    username: authority?.[1] ?? null,
    password: authority?.[2] ?? null,
    hostname: authority?.[3] ? authority[3].replace(/^\[|\]$/g, "").toLowerCase() : null,
    port: authority?.[4] ? Number(authority[4]) : null,
  };
  const wanted = args[0] ?? kwargs.query;
  if (wanted === undefined || wanted === "") return parts as never;
  return toText(wanted) in parts
    ? parts[toText(wanted)]!
    : machine.fail(`urlsplit: unknown URL component: ${toText(wanted)}`);
};

/** posixpath.splitext: a leading dot is part of the name. */
function splitext(path: string): Result {
  const ending = extname(path);
  return Tuple.make([ending ? path.slice(0, -ending.length) : path, ending]);
}

function commonPath(paths: string[]): string {
  const split = paths.map((path) => path.split("/"));
  const first = split[0] ?? [];
  const shared = first.findIndex((part, index) => split.some((other) => other[index] !== part));
  return (
    first.slice(0, shared < 0 ? first.length : shared).join("/") || (paths[0]?.startsWith("/") ? "/" : "")
  );
}

/** os.path.dirname, which is empty for a bare name. */
function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === "." && !path.startsWith("./") && path !== "."
    ? ""
    : path.endsWith("/")
      ? path.replace(/\/+$/, "") || "/"
      : folder;
}

export const PATH_FILTERS: Readonly<Record<string, Filter>> = {
  basename: (value) => (toText(value).endsWith("/") ? "" : basename(toText(value))),
  commonpath: (value) => commonPath(iterate(value).map((one) => toText(one))),
  dirname: (value) => folderOf(toText(value)),
  expanduser: (value, _args, _kwargs, machine) =>
    toText(value).replace(/^~(?=\/|$)/, machine.frame.context.world.home()),
  expandvars: (value, _args, _kwargs, machine) =>
    toText(value).replace(
      /\$(\w+)|\$\{(\w+)\}/g,
      (whole, a: string, b: string) => machine.frame.context.world.environment(a ?? b) ?? whole,
    ),
  fileglob: (value, _args, _kwargs, machine) => machine.frame.context.world.glob(toText(value)),
  normpath: (value) => normalize(toText(value)),
  path_join: (value) =>
    Array.isArray(value) ? joinPaths((value as Result[]).map((one) => toText(one))) : toText(value),
  realpath: (value, _args, _kwargs, machine) => machine.frame.context.world.realPath(toText(value)),
  relpath: (value, [start], _kwargs, machine) =>
    relative(
      resolve(text(start) || machine.frame.context.world.cwd()),
      resolve(machine.frame.context.world.cwd(), toText(value)),
    ) || ".",
  splitext: (value) => splitext(toText(value)),
  urldecode: (value) => decodeURIComponent(toText(value).replace(/\+/g, " ")),
  urlsplit,
  win_basename: (value) => win32.basename(toText(value)),
  win_dirname: (value) => win32.dirname(toText(value)),
  win_splitdrive: (value) =>
    Tuple.make([/^[A-Za-z]:/.exec(toText(value))?.[0] ?? "", toText(value).replace(/^[A-Za-z]:/, "")]),
};

/** os.path.join: an absolute part starts anew. */
function joinPaths(parts: string[]): string {
  return parts.reduce(
    (path, part) =>
      part.startsWith("/") ? part : path === "" || path.endsWith("/") ? path + part : `${path}/${part}`,
    "",
  );
}
