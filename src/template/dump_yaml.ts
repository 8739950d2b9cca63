import { DateValue, type Dict, dictEntries, Float, isDict } from "../model/value.js";
import { LazyDict } from "./lazy.js";
import { compare, materialise, repr, toText } from "./python.js";
import type { Result } from "./values.js";

export interface YamlStyle {
  indent: number;
  width: number;
  sortKeys: boolean;
  /** nested collections on one line, as `to_yaml` writes the innermost ones */
  flow: boolean;
}

/** yaml.dump: block style, sequences not indented below their key, PyYAML's choice of quotes. */
export function dumpYaml(value: Result, style: YamlStyle): string {
  if (!isCollection(value)) return `${scalar(value, 0, style)}\n${isPlain(value) ? "...\n" : ""}`;
  if (isEmpty(value) || (style.flow && isLeaf(value))) return `${flowText(value, style)}\n`;
  return `${block(value, 0, style).join("\n")}\n`;
}

function isPlain(value: Result): boolean {
  return (
    typeof value !== "string" ||
    !/^['"|>]/.test(scalar(value, 0, { indent: 2, width: 80, sortKeys: false, flow: false }))
  );
}

type Collection = Result[] | Dict;

function isCollection(value: Result): value is Collection {
  return Array.isArray(value) || value instanceof LazyDict || isDict(value);
}

function entriesOf(dict: Dict, style: YamlStyle): [Result, Result][] {
  const entries = dictEntries(dict) as [Result, Result][];
  return style.sortKeys
    ? [...entries].sort(([a], [b]) => compare(a, b) ?? compare(toText(a), toText(b)) ?? 0)
    : entries;
}

const plainDict = (value: Collection): Dict =>
  value instanceof LazyDict ? materialise(value) : (value as Dict);

function isEmpty(value: Collection): boolean {
  return Array.isArray(value) ? value.length === 0 : dictEntries(plainDict(value)).length === 0;
}

function isLeaf(value: Collection): boolean {
  const inner = Array.isArray(value)
    ? (value as Result[])
    : (dictEntries(plainDict(value)).map(([, one]) => one) as Result[]);
  return !inner.some(isCollection);
}

function block(value: Collection, level: number, style: YamlStyle): string[] {
  const pad = " ".repeat(level);
  if (Array.isArray(value)) return (value as Result[]).flatMap((one) => listItem(one, level, style));
  return entriesOf(plainDict(value), style).flatMap(([key, one]) => {
    const name = `${pad}${scalar(key, level, style)}:`;
    if (!isCollection(one)) return [`${name} ${scalar(one, level + style.indent, style)}`.trimEnd()];
    if (isEmpty(one) || (style.flow && isLeaf(one))) return [`${name} ${flowText(one, style)}`];
    return [name, ...block(one, Array.isArray(one) ? level : level + style.indent, style)];
  });
}

function listItem(one: Result, level: number, style: YamlStyle): string[] {
  const pad = " ".repeat(level);
  if (!isCollection(one)) return [`${pad}- ${scalar(one, level + style.indent, style)}`];
  if (isEmpty(one) || (style.flow && isLeaf(one))) return [`${pad}- ${flowText(one, style)}`];
  const [first, ...rest] = block(one, level + style.indent, style);
  const lead = "-".padEnd(style.indent);
  return [`${pad}${lead}${first!.slice(level + style.indent)}`, ...rest];
}

function flowText(value: Result, style: YamlStyle): string {
  if (!isCollection(value)) return scalar(value, 0, style);
  if (Array.isArray(value)) return `[${(value as Result[]).map((one) => flowText(one, style)).join(", ")}]`;
  return `{${entriesOf(plainDict(value), style)
    .map(([key, one]) => `${scalar(key, 0, style)}: ${flowText(one, style)}`)
    .join(", ")}}`;
}

/** What would be read back as something else than this text. */
const SPECIAL =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?[0-9][0-9_]*|[-+]?0[xb][0-9a-fA-F_]+|[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.[0-9][0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?|<<|=|)$/;

function scalar(value: Result, level: number, style: YamlStyle): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float)
    return yamlNumber(value);
  if (value instanceof DateValue) return value.text;
  return textScalar(toText(value), level, style);
}

function yamlNumber(value: number | bigint | Float): string {
  const text = repr(value);
  return text === "nan" ? ".nan" : text === "inf" ? ".inf" : text === "-inf" ? "-.inf" : text;
}

function textScalar(text: string, level: number, style: YamlStyle): string {
  if (
    /[\x00-\x08\x0b-\x1f\x7f]/.test(text) ||
    (/\n/.test(text) && /(^|\n)[ \t]|[ \t](\n|$)/.test(text) && /^\s/.test(text))
  )
    return doubleQuoted(text);
  if (SPECIAL.test(text)) return singleQuoted(text, level);
  if (text.includes("\n")) return singleQuoted(text, level);
  const plain =
    !/^[-?:,[\]{}#&*!|>'"%@`]/.test(text) || /^[-?:][^\s]/.test(text)
      ? !/^[,[\]{}#&*!|>'"%@`]/.test(text)
      : false;
  if (!plain || /: |:$| #|^\s|\s$|^(---|\.\.\.)/.test(text) || (style.flow && /[,[\]{}]/.test(text)))
    return singleQuoted(text, level);
  return folded(text, level, style);
}

/** Long plain text goes on in the next line, as PyYAML's best width does. */
function folded(text: string, level: number, style: YamlStyle): string {
  if (text.length + level <= style.width || !text.includes(" ")) return text;
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + level > style.width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join(`\n${" ".repeat(level)}`);
}

function singleQuoted(text: string, level: number): string {
  const pad = " ".repeat(level);
  return `'${text.replace(/'/g, "''").replace(/\n+/g, (breaks) => `\n${breaks}${pad}`)}'`;
}

function doubleQuoted(text: string): string {
  const names: Record<string, string> = {
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\\": "\\\\",
    '"': '\\"',
    "\0": "\\0",
    "\x07": "\\a",
    "\b": "\\b",
    "\x1b": "\\e",
  };
  return `"${text.replace(/[\\"\x00-\x1f\x7f]/g, (one) => names[one] ?? `\\x${one.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`)}"`;
}
