import { toBoolean } from "../../model/args.js";
import { type Dict, dictGet, dictKeys, type Value } from "../../model/value.js";
import type { Machine } from "../machine/machine.js";
import { classOf } from "../values/checks.js";
import { asDict, isMapping, toText } from "../values/python.js";
import type { Result } from "../values/values.js";
import { bails, refuses } from "./plugin.js";

interface Options {
  files: Value[];
  paths: Value[];
  skip: boolean;
}

interface Search {
  names: string[];
  skip: boolean;
}

const split = (values: readonly Result[], separators: RegExp): string[] =>
  values.flatMap((one) =>
    Array.isArray(one) ? split(one as Result[], separators) : toText(one).split(separators),
  );

const listOf = (value: Value | undefined): Result[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as Result[]) : [value as Result];

/** A term that is a dict has options of its own, and they hold for the terms after it. */
function ownOptions(term: Dict): Options {
  const unknown = dictKeys(term).find((key) => !["files", "paths", "skip"].includes(String(key)));
  if (unknown !== undefined)
    return refuses(`'${toText(unknown as Result)}' is not a valid option (there are: files, paths, skip)`);
  return {
    files: listOf(dictGet(term, "files")) as Value[],
    paths: listOf(dictGet(term, "paths")) as Value[],
    skip: toBoolean(dictGet(term, "skip") ?? false) === true,
  };
}

function namesOf(terms: Result[], options: Options): Search {
  let current = options;
  const found: Search = { names: [], skip: options.skip };
  for (const term of terms) {
    if (Array.isArray(term)) {
      const inner = namesOf(term as Result[], current);
      found.names.push(...inner.names);
      found.skip = inner.skip;
      continue;
    }
    if (!isMapping(term) && typeof term !== "string")
      return bails(
        `Invalid term supplied, can handle string, mapping or list of strings but got: ${classOf(term)} for ${toText(term)}`,
      );
    if (isMapping(term)) current = ownOptions(asDict(term));
    found.skip = current.skip;
    const files = split(isMapping(term) ? (current.files as Result[]) : [term], /[,;]/);
    const paths = split(current.paths as Result[], /[,:;]/);
    if (paths.length === 0) found.names.push(...files);
    for (const path of paths)
      for (const file of files)
        found.names.push(file.startsWith("/") || path === "" ? file : `${path.replace(/\/$/, "")}/${file}`);
  }
  return found;
}

/** The first of several files that there is, in the folder that belongs to the task's action. */
export function firstFound(terms: Result[], options: Options, machine: Machine): Result[] {
  const { world } = machine.frame.context;
  const { names, skip } = namesOf(terms.length === 0 ? (options.files as Result[]) : terms, options);
  for (const name of names) {
    const path = name === "" ? undefined : world.find(name, machine.actionFolder ?? "files");
    if (path !== undefined) return [path];
  }
  return skip ? [] : bails("No file was found when using first_found.");
}
