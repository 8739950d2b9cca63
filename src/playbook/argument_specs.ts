import { join } from "node:path";
import type { Field, Fields } from "../model/args.js";
import * as args from "../model/args.js";
import type { Block, RoleUse, Task } from "../model/play.js";
import { keyPlaceOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { findMain } from "./find.js";
import type { Loading } from "./load.js";
import type { RoleCall } from "./role_call.js";
import { varsFrom } from "./role_files.js";

/** The argument specs of a role by entry point, from meta/argument_specs or meta/main. */
export function argumentSpecs(path: string, meta: PlainDict, loading: Loading): PlainDict {
  const file = findMain(join(path, "meta"), "argument_specs");
  const source = file ? varsFrom(file, loading, "argument specs") : meta;
  return plainDict(source.argument_specs) ?? {};
}

/** The task that checks a role's arguments, where the role says what they are. */
export function argumentSpecTask(use: RoleUse, call: RoleCall, parent: Block): Task | undefined {
  const entry = (call.options.tasksFrom ?? "main").replace(/\.(ya?ml|json)$/, "");
  const spec = plainDict(use.role.argumentSpecs[entry]);
  if (!spec) return undefined;
  const at = keyPlaceOf(use.role.argumentSpecs, entry) ?? call.at;
  const about = typeof spec.short_description === "string" ? ` - ${spec.short_description}` : "";
  return {
    kind: "task",
    keywords: {
      name: { value: `Validating arguments against arg spec '${entry}'${about}`, at },
      tags: { value: ["always"], at },
    },
    module: { value: "ansible.builtin.validate_argument_spec", at },
    args: {
      argument_spec: plainDict(spec.options) ?? {},
      provided_arguments: use.params,
      validate_args_context: {
        type: "role",
        name: use.role.name,
        argument_spec_name: entry,
        path: use.role.path,
      },
    },
    at,
    parent,
    role: use,
    folder: parent.folder,
  };
}

/** A spec's `options` as the fields that module arguments are checked with. */
export function fieldsFromSpec(spec: PlainDict): Fields {
  const fields: Record<string, Field> = {};
  for (const [name, value] of Object.entries(spec)) fields[name] = fieldFrom(plainDict(value) ?? {});
  return fields;
}

type Make = (common: { about: string }, option: PlainDict) => Field;

const anyText = (common: { about: string }): Field => args.text(common) as Field;

const KINDS: Readonly<Record<string, Make>> = {
  str: (common) => args.text(common) as Field,
  path: (common) => args.path(common) as Field,
  int: (common) => args.integer(common) as Field,
  float: (common) => args.float(common) as Field,
  bool: (common) => args.flag(common) as Field,
  raw: (common) => args.raw(common) as Field,
  any: (common) => args.raw(common) as Field,
  json: (common) => args.raw(common) as Field,
  bytes: anyText,
  bits: anyText,
  jsonarg: (common) => args.raw(common) as Field,
  dict: (common, option) => {
    const inner = plainDict(option.options);
    return (inner ? args.options(fieldsFromSpec(inner), common) : args.map(common)) as Field;
  },
  list: (common, option) => args.list(elementOf(option), common) as Field,
};

function elementOf(option: PlainDict): Field {
  const { elements, options } = option;
  return fieldFrom({ type: elements ?? "raw", ...(options === undefined ? {} : { options }) });
}

function fieldFrom(option: PlainDict): Field {
  const about = [option.description ?? ""].flat().join(" ");
  const make = KINDS[String(option.type ?? "str")] ?? KINDS.raw!;
  const field = make({ about }, option);
  const choices = Array.isArray(option.choices) ? option.choices : undefined;
  return {
    ...(choices ? chosen(field, choices) : field),
    ...(option.required === true ? { required: true } : {}),
    ...(option.default === undefined || option.default === null ? {} : { default: option.default }),
    ...(Array.isArray(option.aliases) ? { aliases: option.aliases.map(String) } : {}),
    ...(option.no_log === true ? { secret: true } : {}),
  };
}

/** A field whose value (or, of a list, each item) must be one of the choices. */
function chosen(field: Field, choices: Value[]): Field {
  const isChoice = (value: unknown) =>
    choices.some((choice) => choice === value || String(choice) === String(value));
  return {
    ...field,
    choices: choices.filter((choice) => typeof choice !== "object") as (string | number | boolean)[],
    convert(value) {
      const converted = field.convert(value);
      if (!("ok" in converted)) return converted;
      const items = Array.isArray(converted.ok) ? converted.ok : [converted.ok];
      const wrong = items.find((item) => !isChoice(item));
      return wrong === undefined
        ? converted
        : { problem: `must be one of ${choices.join(", ")}, not ${String(wrong)}` };
    },
  };
}
