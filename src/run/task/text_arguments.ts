import { type Field, fieldNames } from "../../model/args.js";
import type { Module } from "../../model/module.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { repr } from "../../template/values/python.js";

/** What a module takes for text. */
const TEXTS: ReadonlySet<string> = new Set(["text", "path"]);

/** A dict or list where a module wants a text is that text, as Ansible makes it: what Python prints. */
export function asTexts(module: Module, given: PlainDict): PlainDict {
  const names = fieldNames(module.args);
  let texts: PlainDict | undefined;
  for (const [name, value] of Object.entries(given)) {
    const field = module.args[names.get(name) ?? ""];
    const converted = field ? textFor(field, value) : value;
    if (converted === value) continue;
    texts ??= { ...given };
    texts[name] = converted;
  }
  return texts ?? given;
}

function textFor(field: Field, value: Value): Value {
  if (TEXTS.has(field.kind)) return isContainer(value) ? repr(value) : value;
  if (field.kind !== "list") return value;
  const of = field.inner as Field;
  return Array.isArray(value) && value.some(isContainer) ? value.map((one) => textFor(of, one)) : value;
}

const isContainer = (value: Value): boolean => Array.isArray(value) || isDict(value);
