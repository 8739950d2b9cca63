import { toBoolean } from "../model/args.js";
import { Fault } from "../model/errors.js";
import { isIdentifier } from "../model/identifier.js";
import { suggest } from "../model/nearest.js";
import type { Located } from "../model/play.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import { type Dict, dictEntries, Float, isDict, type Value } from "../model/value.js";
import { BOOLEANS, DECIMALS, INTEGERS, LISTS, LOOP_CONTROL, TEXT_LISTS, TEXTS } from "./keyword_sets.js";
import { MODULE_GROUPS } from "./module_groups.js";

export function isTemplate(value: Value): boolean {
  return typeof value === "string" && /\{[{%#]/.test(value);
}

/**
 * What is plainly wrong with a keyword's value, templates aside. A task that
 * ignores its errors may fail over its own flags and numbers when it runs.
 */
export function checkKeyword(key: string, located: Located, ignoresErrors: boolean): void {
  const { value } = located;
  if (key === "register") return checkRegister(located);
  if (key === "tags") checkTags(located);
  if (isTemplate(value) || (ignoresErrors && SCALARS.some((set) => set.has(key)))) return;
  if (BOOLEANS.has(key)) wanted(key, located, "a bool", toBoolean(value) !== undefined);
  else if (INTEGERS.has(key)) wanted(key, located, "a whole number", Number.isInteger(numberOf(value)));
  else if (DECIMALS.has(key)) wanted(key, located, "a number", Number.isFinite(numberOf(value)));
  else if (TEXTS.has(key)) wanted(key, located, "a string", !isDict(value) && !Array.isArray(value));
  else if (TEXT_LISTS.has(key)) wanted(key, located, "a list of strings", isTextList(value));
  else if (key === "loop_control") checkLoopControl(located);
  else if (key === "debugger") checkDebugger(located);
  else if (key === "environment") checkEnvironment(located);
  else if (key === "module_defaults") checkModuleDefaults(located);
  else if (LISTS.has(key)) checkList(key, located);
}

function checkTags({ value, at }: Located): void {
  if (typeof value !== "string" && !Array.isArray(value))
    throw new Fault("KEYWORD_INVALID", "tags must be specified as a list", { at });
}

const SCALARS = [BOOLEANS, INTEGERS, DECIMALS];

function wanted(key: string, { value, at }: Located, what: string, fits: boolean): void {
  if (fits) return;
  const shown = typeof value === "object" ? "" : ` (${String(value)})`;
  const message = `the field '${key}' has an invalid value${shown}, and could not be converted to ${what}`;
  throw new Fault("KEYWORD_INVALID", message, { at });
}

/** The number that a value or its text is, or NaN. */
function numberOf(value: Value): number {
  if (value instanceof Float) return value.value;
  if (typeof value === "string") return value.trim() === "" ? Number.NaN : Number(value);
  return typeof value === "object" ? Number.NaN : Number(value);
}

const isTextList = (value: Value): boolean =>
  (Array.isArray(value) ? value : [value]).every((one) => typeof one === "string");

/** The names of modules are judged when the run begins: some may be of a collection. */
function checkModuleDefaults({ value, at }: Located): void {
  const listed = Array.isArray(value) ? value : [value];
  for (const one of listed) if (isDict(one)) checkModuleGroups(one, at);
  if (listed.every((one) => isDict(one) || isTemplate(one))) return;
  throw new Fault("KEYWORD_INVALID", "`module_defaults` must be a mapping, or a list of mappings", {
    at,
    hint: "such as `module_defaults: {copy: {mode: '0644'}}`",
  });
}

function checkModuleGroups(defaults: Dict, at: Place): void {
  for (const [name] of dictEntries(defaults)) {
    const [, group] = /^group\/(.*)$/s.exec(String(name)) ?? [];
    if (group === undefined || MODULE_GROUPS.includes(group)) continue;
    throw new Fault(
      "KEYWORD_INVALID",
      `Error loading module_defaults: could not resolve the module_defaults group ${group}`,
      {
        at: (defaults instanceof Map ? undefined : keyPlaceOf(defaults, String(name))) ?? at,
        hint: suggest(group, MODULE_GROUPS) ?? `groups: ${MODULE_GROUPS.join(", ")}`,
      },
    );
  }
}

function checkLoopControl({ value, at }: Located): void {
  if (!isDict(value))
    throw new Fault("KEYWORD_INVALID", "`loop_control` must be a mapping", {
      at,
      hint: "such as `loop_control: {loop_var: user}`",
    });
  for (const key of Object.keys(value))
    if (!LOOP_CONTROL.has(key))
      throw new Fault("KEYWORD_UNKNOWN", `'${key}' is not a valid attribute for a LoopControl`, {
        at: keyPlaceOf(value, key) ?? at,
        hint: suggest(key, LOOP_CONTROL),
      });
}

const DEBUGGER = ["always", "never", "on_failed", "on_skipped", "on_unreachable"];

function checkDebugger({ value, at }: Located): void {
  if (DEBUGGER.includes(String(value))) return;
  throw new Fault("KEYWORD_INVALID", `'${String(value)}' is not a valid value for debugger`, {
    at,
    hint: suggest(String(value), DEBUGGER) ?? `use one of ${DEBUGGER.join(", ")}`,
  });
}

const NAMING =
  "a variable's name has letters, digits and `_`, does not start with a digit, and is no word of Python's";

function checkRegister({ value, at }: Located): void {
  if (typeof value === "string" && isIdentifier(value)) return;
  throw new Fault("KEYWORD_INVALID", `Invalid variable name in 'register' specified: '${String(value)}'`, {
    at,
    hint: NAMING,
  });
}

function checkEnvironment({ value, at }: Located): void {
  for (const one of Array.isArray(value) ? value : [value])
    if (!isDict(one) && !isTemplate(one) && one !== null)
      throw new Fault("KEYWORD_INVALID", "`environment` must be a mapping, or a list of mappings", { at });
}

function checkList(key: string, { value, at }: Located): void {
  if (isDict(value)) throw new Fault("KEYWORD_INVALID", `\`${key}\` must be text or a list`, { at });
  if (!Array.isArray(value)) return;
  for (const [index, item] of value.entries())
    if (isDict(item))
      throw new Fault("KEYWORD_INVALID", `\`${key}\` must be text or a list of texts`, {
        at: placeOf(value, index) ?? at,
        hint: "a text that holds `: ` must be quoted",
      });
}

/** Names under `vars`. */
export function checkVariableNames(vars: object, what: string): void {
  for (const name of Object.keys(vars))
    if (!isIdentifier(name))
      throw new Fault("KEYWORD_INVALID", `Invalid variable name in vars specified for ${what}: '${name}'`, {
        at: keyPlaceOf(vars, name),
        hint: NAMING,
      });
}
