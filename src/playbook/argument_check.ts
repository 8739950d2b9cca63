import { isDeepStrictEqual } from "node:util";
import { isDict, type PlainDict, toPlain, type Value } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { relationErrors } from "./argument_relations.js";
import { converted, pythonText, pythonType } from "./argument_types.js";

/** What is found on the way through a spec and the specs within it. */
interface Findings {
  errors: string[];
  unsupported: string[];
  supported: string;
}

/** What is wrong with arguments, in the words that Ansible has for it; nothing where they are as the spec says. */
export function argumentErrors(options: PlainDict, given: PlainDict): string[] {
  const findings: Findings = { errors: [], unsupported: [], supported: "" };
  const values = { ...given };
  checkLevel({ options, values, context: [], findings, relations: {} });
  checkInner(options, values, [], findings);
  if (findings.unsupported.length === 0) return findings.errors;
  const names = findings.unsupported.toSorted().join(", ");
  return [...findings.errors, `${names}. Supported parameters include: ${findings.supported}.`];
}

interface Level {
  options: PlainDict;
  /** changed as they are converted and defaults are taken */
  values: PlainDict;
  /** the options that lead here */
  context: readonly string[];
  findings: Findings;
  /** `required_if` and its kin of the option that this level is in */
  relations: PlainDict;
}

export const optionOf = (options: PlainDict, name: string): PlainDict => plainDict(options[name]) ?? {};

function checkLevel(level: Level): void {
  const { options, values, context, findings, relations } = level;
  takeAliases(level);
  noteUnsupported(level);
  const said = (text: string) =>
    findings.errors.push(context.length ? `${text} found in ${context.join(" -> ")}` : text);
  for (const text of relationErrors(relations, values, "first")) said(text);
  for (const name of Object.keys(options)) {
    const { default: fallback } = optionOf(options, name);
    if (!(name in values) && fallback !== undefined && fallback !== null) values[name] = fallback;
  }
  const missing = Object.keys(options).filter(
    (name) => optionOf(options, name).required === true && !(name in values),
  );
  if (missing.length > 0) said(`missing required arguments: ${missing.toSorted().join(", ")}`);
  for (const name of Object.keys(options)) if (name in values) checkType(level, name);
  for (const name of Object.keys(options)) if (name in values) checkChoices(level, name, said);
  for (const text of relationErrors(relations, values, "second")) said(text);
}

function takeAliases({ options, values }: Level): void {
  for (const name of Object.keys(options))
    for (const alias of [optionOf(options, name).aliases ?? []].flat().map(String))
      if (alias in values) values[name] = values[alias]!;
}

function noteUnsupported({ options, values, context, findings }: Level): void {
  const names = Object.keys(options);
  const aliases = names.flatMap((name) => [optionOf(options, name).aliases ?? []].flat().map(String));
  const known = new Set([...names, ...aliases]);
  for (const name of Object.keys(values)) {
    if (known.has(name)) continue;
    findings.unsupported.push([...context, name].join("."));
    const more = aliases.length > 0 ? ` (${[...new Set(aliases)].sort().join(", ")})` : "";
    findings.supported = `${names.toSorted().join(", ")}${more}`;
  }
}

function checkType({ options, values, context, findings }: Level, name: string): void {
  const option = optionOf(options, name);
  const value = values[name]!;
  if (value === null && option.required !== true && (option.default ?? null) === null) return;
  const kind = String(option.type ?? "str");
  const within = context.length ? ` found in '${context.join(" -> ")}'` : "";
  const found = converted(kind, value);
  if ("problem" in found) {
    const where = within === "" ? "" : `${within}.`;
    const text = `argument '${name}' is of type ${pythonType(value)}${where} and we were unable to convert to ${kind}: ${found.problem}`;
    findings.errors.push(text);
    return;
  }
  values[name] = found.value;
  const elements = option.elements;
  if (typeof elements !== "string" || !Array.isArray(found.value)) return;
  values[name] = found.value.flatMap((item): Value[] => {
    const one = converted(elements, item);
    if (!("problem" in one)) return [one.value];
    findings.errors.push(
      `Elements value for option '${name}'${within} is of type ${pythonType(item)} and we were unable to convert to ${elements}: ${one.problem}`,
    );
    return [];
  });
}

function checkChoices({ options, values }: Level, name: string, said: (text: string) => void): void {
  const { choices } = optionOf(options, name);
  if (!Array.isArray(choices)) return;
  const value = values[name]!;
  const isChoice = (one: Value) => choices.some((choice) => isDeepStrictEqual(toPlain(choice), toPlain(one)));
  const shown = choices.map(pythonText).join(", ");
  if (Array.isArray(value)) {
    const wrong = value.filter((item) => !isChoice(item)).map(pythonText);
    if (wrong.length > 0)
      said(`value of ${name} must be one or more of: ${shown}. Got no match for: ${wrong.join(", ")}`);
  } else if (!isChoice(value)) said(`value of ${name} must be one of: ${shown}, got: ${pythonText(value)}`);
}

/** The options within options: of a dict, or of each dict in a list. */
function checkInner(
  options: PlainDict,
  values: PlainDict,
  context: readonly string[],
  findings: Findings,
): void {
  for (const name of Object.keys(options)) {
    const option = optionOf(options, name);
    const inner = plainDict(option.options);
    const isDicts = option.type === "dict" || (option.type === "list" && option.elements === "dict");
    if (!inner || !isDicts) continue;
    if (option.apply_defaults === true) values[name] ??= {};
    const value = values[name];
    if (value === undefined || value === null) continue;
    const path = [...context, name];
    for (const part of Array.isArray(value) ? value : [value]) {
      const dict = isDict(part) ? { ...plainDict(part) } : undefined;
      if (!dict) {
        findings.errors.push(`value of '${name}' must be of type dict or list of dicts`);
        continue;
      }
      checkLevel({ options: inner, values: dict as PlainDict, context: path, findings, relations: option });
      checkInner(inner, dict as PlainDict, path, findings);
    }
  }
}
