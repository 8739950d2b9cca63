import { JsonFault, readJson } from "../../model/json_read.js";
import type { Value } from "../../model/value.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { index, isText } from "../values/checks.js";
import { isNumber, isTrue, numeric, toText, typeName } from "../values/python.js";
import { type Kwargs, type Result, Undefined } from "../values/values.js";
import { dumpJson, type JsonStyle } from "./dump_json.js";
import { dumpYaml, type YamlStyle } from "./dump_yaml.js";

/** JSON and YAML, to and from text. */

const JSON_OPTIONS = [
  "indent",
  "sort_keys",
  "ensure_ascii",
  "separators",
  "skipkeys",
  "allow_nan",
  "default",
];

function jsonIndent(indent: Result | undefined): string | undefined {
  if (indent === undefined || indent === null) return undefined;
  return isText(indent) ? indent : " ".repeat(Math.max(0, index(indent)));
}

function jsonStyle(kwargs: Kwargs): JsonStyle {
  const { separators } = kwargs;
  return {
    indent: jsonIndent(kwargs.indent),
    sortKeys: isTrue(kwargs.sort_keys ?? false),
    ensureAscii: kwargs.ensure_ascii === undefined || isTrue(kwargs.ensure_ascii),
    ...(Array.isArray(separators)
      ? { separators: separators.map((one) => toText(one as Result)) as [string, string] }
      : {}),
  };
}

/** Options of Ansible's own encoder, which change nothing here: vaulted values are plain by now. */
const ENCODER_OPTIONS = ["vault_to_text", "preprocess_unsafe"];

function toJson(value: Result, kwargs: Kwargs, machine: Machine): string {
  const unknown = Object.keys(kwargs).find(
    (one) => !JSON_OPTIONS.includes(one) && !ENCODER_OPTIONS.includes(one),
  );
  if (unknown !== undefined)
    throw new TypeError(`JSONEncoder.__init__() got an unexpected keyword argument '${unknown}'`);
  return dumpJson(machine.frame.defined(value, machine.at), jsonStyle(kwargs));
}

const to_json: Filter = (value, args, kwargs, machine) => {
  if (args.length > 0)
    throw new TypeError(
      `dumps() takes 1 positional argument but ${args.length + 1} positional arguments (and 1 keyword-only argument) were given`,
    );
  return toJson(value, kwargs, machine);
};

const to_nice_json = filter("to_nice_json(a, indent?, sort_keys?, **)", (given, machine, { kwargs }) => {
  const { indent = 4, sort_keys: sortKeys = true } = given;
  const { separators: _, ...rest } = kwargs;
  return toJson(given.a!, { ...rest, indent, sort_keys: sortKeys }, machine);
});

const tojson = filter("do_tojson(_, value, indent?)", ({ value, indent = null }, machine) =>
  toJson(value!, { indent, sort_keys: true }, machine).replace(
    /[<>&']/g,
    (one) => `\\u00${one.charCodeAt(0).toString(16)}`,
  ),
);

const YAML_OPTIONS = [
  "default_flow_style",
  "default_style",
  "indent",
  "width",
  "sort_keys",
  "explicit_start",
  "explicit_end",
  "allow_unicode",
];
const UNSUPPORTED = ["canonical", "encoding", "line_break", "tags", "version"];

function number(value: Result | undefined, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  return isNumber(value) ? Number(numeric(value)) : index(value);
}

function yamlStyle(kwargs: Kwargs): YamlStyle {
  const flow = kwargs.default_flow_style ?? null;
  const scalars = kwargs.default_style ?? null;
  return {
    indent: number(kwargs.indent, 2),
    width: number(kwargs.width, 80),
    sortKeys: kwargs.sort_keys === undefined || isTrue(kwargs.sort_keys),
    flow: flow === null ? undefined : isTrue(flow),
    scalars: scalars === null ? undefined : toText(scalars),
    explicitStart: isTrue(kwargs.explicit_start ?? false),
    explicitEnd: isTrue(kwargs.explicit_end ?? false),
  };
}

interface YamlCall {
  name: string;
  value: Result;
  kwargs: Kwargs;
}

function toYaml({ name, value, kwargs }: YamlCall, machine: Machine): string {
  const failing = (what: string): never => machine.fail(`${name} - ${what}`);
  for (const one of Object.keys(kwargs)) {
    if (UNSUPPORTED.includes(one)) return failing(`the option ${one} is not supported`);
    if (!YAML_OPTIONS.includes(one)) return failing(`dump_all() got an unexpected keyword argument '${one}'`);
  }
  if (value instanceof Undefined) return failing(value.message);
  try {
    return dumpYaml(value, yamlStyle(kwargs));
  } catch (error) {
    if (error instanceof TypeError) return failing(error.message);
    throw error;
  }
}

const to_yaml: Filter = (value, args, kwargs, machine) => {
  if (args.length > 0)
    return machine.fail("to_yaml - takes no positional arguments: use indent=, width= and the like");
  return toYaml({ name: "to_yaml", value, kwargs }, machine);
};

const to_nice_yaml = filter("to_nice_yaml(a, indent?, **)", ({ a, indent = 4 }, machine, { kwargs }) => {
  const name = "to_nice_yaml";
  if ("default_flow_style" in kwargs)
    return machine.fail(
      `${name} - yaml.dump() got multiple values for keyword argument 'default_flow_style'`,
    );
  return toYaml({ name, value: a!, kwargs: { ...kwargs, indent, default_flow_style: false } }, machine);
});

const from_json = filter("loads(s)", ({ s }, machine) => {
  if (!isText(s)) throw new TypeError(`the JSON object must be str, bytes or bytearray, not ${typeName(s!)}`);
  try {
    return readJson(s) as Result;
  } catch (error) {
    if (error instanceof JsonFault) return machine.fail(error.message);
    throw error;
  }
});

/** Brackets within brackets; more would end the process, not the parser. */
const MAX_NESTING = 200;

function isNestedTooDeeply(text: string): boolean {
  let open = 0;
  for (const [one] of text.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (one === "[" || one === "{" ? 1 : -1));
    if (open > MAX_NESTING) return true;
  }
  return false;
}

function documents(text: string, machine: Machine): Value[] {
  if (isNestedTooDeeply(text)) return machine.fail("the YAML is nested too deeply");
  return machine.frame.context.world.parseYaml(text);
}

const from_yaml = filter("from_yaml(data)", ({ data }, machine) => {
  if (!isText(data)) return data!;
  const found = documents(data, machine);
  if (found.length > 1)
    return machine.fail("expected a single document in the stream, but found another document");
  return (found[0] ?? null) as Result;
});

const from_yaml_all = filter("from_yaml_all(data)", ({ data }, machine) =>
  isText(data) ? (documents(data, machine) as Result[]) : data!,
);

export const FORMAT_FILTERS: Readonly<Record<string, Filter>> = {
  from_json,
  from_yaml,
  from_yaml_all,
  to_json,
  to_nice_json,
  to_nice_yaml,
  to_yaml,
  tojson,
};
