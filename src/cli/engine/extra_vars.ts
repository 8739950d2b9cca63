import { readFileSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { splitArgs } from "../../playbook/split_args.js";
import { combineDicts } from "../../yaml/dicts.js";
import { readYaml } from "../../yaml/read.js";

/** `-e`: `k=v k=v`, JSON or YAML, or `@file`; later ones win, or add to dicts where these are merged. Fault: USAGE. */
export function loadExtraVars(
  given: readonly string[],
  readFile: (path: string) => Value,
  merges: boolean,
): PlainDict {
  return combineDicts(merges, ...given.map((text) => one(text, readFile)));
}

function one(text: string, readFile: (path: string) => Value): PlainDict {
  if (text.startsWith("@")) return mapping(readFile(text.slice(1)), text);
  const trimmed = text.trim();
  if (trimmed.startsWith("{") || trimmed.startsWith("[") || trimmed.startsWith("---"))
    return mapping(readYaml(trimmed, "extra vars"), text);
  const { options, free } = splitArgs(text, false);
  if (free !== "")
    throw new Fault("USAGE", `-e ${text}: \`${free}\` is not name=value`, {
      hint: "write -e name=value, -e '{\"name\": …}' or -e @file.yml",
    });
  return options;
}

function mapping(value: Value, text: string): PlainDict {
  if (value === null) return {};
  if (isDict(value) && !(value instanceof Map)) return value as PlainDict;
  throw new Fault("USAGE", `-e ${text} is no mapping of names to values`);
}

export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Fault("FILE_MISSING", `cannot read ${path}`, { cause: error });
  }
}
