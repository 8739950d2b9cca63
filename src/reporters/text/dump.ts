import type { Display, ReporterOptions } from "../../model/reporter.js";
import { USUAL_DISPLAY } from "../../model/reporter.js";
import type { ResultValues } from "../../model/result.js";
import { pythonJson } from "./python_json.js";
import { cutDeep } from "./visible.js";

/** `at` and `hint`: of a message that could not be made */
const DEBUG_MESSAGE = new Set(["msg", "exception", "at", "hint"]);
const DEBUG_NOISE = new Set([
  "changed",
  "failed",
  "skipped",
  "invocation",
  "skip_reason",
  "warnings",
  "deprecations",
]);
const SHOWN_APART = ["warnings", "deprecations"];
/** said by the word at the start of the line */
const SAID = ["failed", "skipped"];

/** Is this module `debug`, under one of its names? */
export function isDebug(module: string): boolean {
  return /^(ansible\.(builtin|legacy)\.)?debug$/.test(module);
}

/** May the values be dumped after the line? `level`: how many -v it takes otherwise. */
export function isDumped(values: ResultValues, verbosity: number, level = 0): boolean {
  if (values._ansible_verbose_override === true) return false;
  return verbosity > level || values._ansible_verbose_always === true;
}

type Look = Pick<ReporterOptions, "verbosity" | "display">;

/** What a person is to see of a result's values, as JSON or YAML text. */
export function dumpValues(values: ResultValues, module: string, { verbosity, display }: Look): string {
  return dump(values, module, { verbosity, display, indent: verbosity > 2 ? 4 : 0 });
}

/** The same over several lines whatever the level, and in one. */
export function dumpIndented(values: ResultValues, module: string, { verbosity, display }: Look): string {
  return dump(values, module, { verbosity, display, indent: 4 });
}

/** For files: nothing of it is cut. */
export function dumpWhole(values: ResultValues, module: string, verbosity: number): string {
  return dump(values, module, { verbosity, indent: verbosity > 2 ? 4 : 0, isWhole: true });
}

export function dumpOnLine(values: ResultValues, module: string, verbosity: number): string {
  return dump(values, module, { verbosity, indent: 1 }).replace(/\n */g, "");
}

interface DumpStyle {
  verbosity: number;
  indent: number;
  isWhole?: boolean;
  display?: Display;
}

function dump(
  values: ResultValues,
  module: string,
  { verbosity, indent, isWhole = false, display = USUAL_DISPLAY }: DumpStyle,
): string {
  const shown = Object.entries(values).filter(([key, value]) =>
    isShown(key, value, values, module, verbosity),
  );
  const own = withoutInternal(Object.fromEntries(shown));
  const isIndented =
    values._ansible_verbose_always === true || (display.pretty ?? display.yaml !== undefined);
  const columns = display.pretty === false ? 0 : isIndented && indent === 0 ? 4 : indent;
  const whole = isWhole ? own : cutDeep(own);
  return display.yaml ? yamlText(whole as ResultValues, columns, display) : pythonJson(whole, columns);
}

/** Below the line, and shorter where it is to be pretty: lines that the texts have already are left out. */
function yamlText(values: ResultValues, indent: number, { pretty, yaml }: Display): string {
  const lossy = pretty !== false;
  const shown: Record<string, unknown> = { ...values };
  for (const name of lossy ? ["stdout", "stderr"] : [])
    if (name in shown && `${name}_lines` in shown) shown[`${name}_lines`] = "<omitted>";
  const margin = " ".repeat(indent || 4);
  return `\n${yaml!(shown, { indent: indent || 2, lossy }).replace(/^(?=.*\S)/gm, margin)}`;
}

function isShown(
  key: string,
  value: unknown,
  values: ResultValues,
  module: string,
  verbosity: number,
): boolean {
  if (SHOWN_APART.includes(key) && Array.isArray(value) && value.length > 0) return false;
  if (SAID.includes(key)) return false;
  if (verbosity < 3 && (key === "invocation" || key === "diff" || key === "exception")) return false;
  if (!isDebug(module)) return true;
  return "msg" in values ? DEBUG_MESSAGE.has(key) : !DEBUG_NOISE.has(key);
}

/** A copy without the keys that are Ansible's own affair. */
function withoutInternal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInternal);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith("_ansible_"));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutInternal(item)]));
}
