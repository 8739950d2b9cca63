import { readFileSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { splitArgs } from "../../playbook/split_args.js";
import { combineDicts } from "../../yaml/dicts.js";
import { readYaml } from "../../yaml/read.js";

/** How extra variables are read. */
interface Reading {
  readFile(path: string): Value;
  /** dicts of several are one */
  merges: boolean;
  warn(text: string): void;
}

/**
 * `-e`: `k=v k=v`, JSON or YAML, or `@file`; later ones win, or add to dicts where these are merged. Words that set
 * nothing are told, and nothing else, as with Ansible. Fault: OPTIONS.
 */
export function loadExtraVars(given: readonly string[], reading: Reading): PlainDict {
  return combineDicts(reading.merges, ...given.map((text) => one(text, reading)));
}

function one(text: string, { readFile, warn }: Reading): PlainDict {
  if (text.startsWith("@")) return mapping(readFile(text.slice(1)), text);
  if (/^[/.]/.test(text))
    throw new Fault("OPTIONS", `-e ${text}: Please prepend extra_vars filename '${text}' with '@'`);
  const trimmed = text.trim();
  if (trimmed.startsWith("{") || trimmed.startsWith("[") || trimmed.startsWith("---"))
    return mapping(readYaml(trimmed, "extra vars"), text);
  const { options, free } = splitArgs(text, false);
  if (free !== "")
    warn(`-e ${text}: \`${free}\` is not name=value: it sets nothing (a file is named with @ before it)`);
  return options;
}

function mapping(value: Value, text: string): PlainDict {
  if (value === null) return {};
  if (isDict(value) && !(value instanceof Map)) return value as PlainDict;
  throw new Fault("OPTIONS", `-e ${text} is no mapping of names to values`);
}

export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Fault("FILE_MISSING", `cannot read ${path}`, { cause: error });
  }
}
