import { type ArgProblem, type Field, fieldNames } from "../../model/args.js";
import { writeJson } from "../../model/json_write.js";
import type { Module } from "../../model/module.js";
import { Float, isDict, type PlainDict, type Value } from "../../model/value.js";

/** These refuse what they do not know before Ansible's modules are asked, in words of their own. */
const INVALID_OPTIONS = new Set(["assert", "fail", "group_by", "set_stats", "wait_for_connection"]);

/** What is wrong with arguments of a task that runs, in Ansible's words: roles and tests look for them. */
export function unknownText(module: Module, problems: readonly ArgProblem[]): string {
  const unknown = problems.filter((one) => one.kind === "unknown").map((one) => one.name);
  const named = unknown.sort();
  if (INVALID_OPTIONS.has(module.name)) return `Invalid options for ${module.name}: ${named.join(",")}`;
  if (module.name === "include_vars") return `${named[0]} is not a valid option in include_vars`;
  // refused before the module is asked, which knows it
  if (module.name === "shell" && named.includes("expand_argument_vars"))
    return "Unsupported parameters for (shell) module: expand_argument_vars";
  const aliases = [...fieldNames(module.args).keys()].filter((name) => !(name in module.args)).sort();
  const known = `${Object.keys(module.args).sort().join(", ")}${aliases.length > 0 ? ` (${aliases.join(", ")})` : ""}`;
  return `Unsupported parameters for (${module.name}) module: ${named.join(", ")}. Supported parameters include: ${known}.`;
}

/** A value that is none for its argument. What is secret stays so. */
export function invalidText(module: Module, { name, problem }: ArgProblem, given: PlainDict): string {
  const field = module.args[fieldNames(module.args).get(name) ?? name];
  const value = given[name];
  const usual = `argument \`${name}\` of ${module.name} ${problem}`;
  if (field === undefined || value === undefined || field.secret || problem.startsWith("item ")) return usual;
  if (field.choices) return `value of ${name} must be one of: ${choicesOf(field)}, got: ${plain(value)}`;
  const [type, reason] = conversion(field, value);
  if (type === undefined) return usual;
  return `argument '${name}' is of type ${classOf(value)} and we were unable to convert to ${type}: ${reason}`;
}

const choicesOf = ({ choices = [] }: Field): string => choices.map(String).sort().join(", ");

/** The type in Python's words, and why it cannot be had. */
function conversion({ kind }: Field, value: Value): [type?: string, reason?: string] {
  const words: Readonly<Record<string, [string, string]>> = {
    integer: ["int", `"${quoted(value)}" cannot be converted to an int`],
    float: ["float", `${classOf(value)} cannot be converted to a float`],
    flag: [
      "bool",
      `The value '${plain(value)}' is not a valid boolean.  Valid booleans include: 0, 'on', 'f', 'false', 1, 'no', 'n', '1', '0', 't', 'y', 'off', 'yes', 'true'`,
    ],
    list: ["list", `${classOf(value)} cannot be converted to a list`],
    map: ["dict", "dictionary requested, could not parse JSON or key=value"],
  };
  return words[kind] ?? [];
}

const plain = (value: Value): string => (typeof value === "string" ? value : writeJson(value));

const quoted = (value: Value): string => (typeof value === "string" ? `'${value}'` : plain(value));

function classOf(value: Value): string {
  if (Array.isArray(value)) return "<class 'list'>";
  if (isDict(value)) return "<class 'dict'>";
  if (typeof value === "boolean") return "<class 'bool'>";
  if (value instanceof Float) return "<class 'float'>";
  return typeof value === "string" ? "<class 'str'>" : "<class 'int'>";
}
