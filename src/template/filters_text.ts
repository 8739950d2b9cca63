import { toBoolean } from "../model/args.js";
import { PythonRegex } from "../model/python_regex.js";
import { Float, type Value } from "../model/value.js";
import { strftime } from "./access.js";
import { smallest } from "./arithmetic.js";
import { formatPercent } from "./format.js";
import type { Filter } from "./machine.js";
import { boundMethod } from "./methods.js";
import { isNumber, isTrue, makeFloat, numeric, toText } from "./python.js";
import { type Kwargs, type Result, Tuple } from "./values.js";

const text = (value: Result | undefined, otherwise = ""): string =>
  value === undefined || value === null ? otherwise : toText(value);

const regexReplace: Filter = (value, args, kwargs) => {
  const pattern = PythonRegex.of(text(kwargs.pattern ?? args[0]), {
    multiline: isTrue(kwargs.multiline ?? args[3] ?? false),
    ignoreCase: isTrue(kwargs.ignorecase ?? args[2] ?? false),
  });
  return pattern.replace(toText(value), text(kwargs.replacement ?? args[1]), Number(kwargs.count ?? 0)).text;
};

const regexSearch: Filter = (value, args, kwargs, machine) => {
  const pattern = PythonRegex.of(text(args[0]), {
    multiline: isTrue(kwargs.multiline ?? false),
    ignoreCase: isTrue(kwargs.ignorecase ?? false),
  });
  const wanted = args.slice(1).map((group) => {
    const named = /^\\g<(\S+)>/.exec(toText(group))?.[1] ?? /^\\(\d+)/.exec(toText(group))?.[1];
    if (named === undefined) return machine.fail("Unknown argument");
    return /^\d+$/.test(named) ? Number(named) : (pattern.names.get(named) ?? -1);
  });
  const match = pattern.search(toText(value));
  if (!match) return null;
  if (wanted.length === 0) return match.groups[0]!;
  return wanted.map((group) => {
    if (group < 0 || group > pattern.groups) return machine.fail("no such group");
    return match.groups[group] ?? null;
  });
};

const regexFindall: Filter = (value, args, kwargs) => {
  const pattern = PythonRegex.of(text(args[0]), {
    multiline: isTrue(kwargs.multiline ?? args[1] ?? false),
    ignoreCase: isTrue(kwargs.ignorecase ?? args[2] ?? false),
  });
  return pattern.all(toText(value)).map(({ groups }): Result => {
    if (groups.length === 1) return groups[0]!;
    const found = groups.slice(1).map((group) => group ?? "");
    return found.length === 1 ? found[0]! : Tuple.make(found);
  });
};

function wordwrap(value: string, width: number, wrap: string): string {
  return value
    .split("\n")
    .map((line) => {
      const lines: string[] = [""];
      for (const word of line.split(" ")) {
        const last = lines.at(-1)!;
        if (last !== "" && last.length + word.length + 1 > width) lines.push(word);
        else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
      }
      return lines.join(wrap);
    })
    .join("\n");
}

function indent(value: string, width: Result, first: boolean, blank: boolean): string {
  const lead = typeof width === "string" ? width : " ".repeat(Number(width));
  const lines = value.split("\n");
  return lines
    .map((line, index) =>
      (index === 0 && !first) || (line === "" && !blank && index > 0) ? line : lead + line,
    )
    .join("\n");
}

const COMMENTS: Record<string, { decoration: string; beginning?: string; end?: string }> = {
  plain: { decoration: "# " },
  erlang: { decoration: "% " },
  c: { decoration: "// " },
  cblock: { beginning: "/*", decoration: " * ", end: " */" },
  xml: { beginning: "<!--", decoration: " - ", end: "-->" },
};

const comment: Filter = (value, args, kwargs) => {
  const style = COMMENTS[text(args[0] ?? kwargs.style, "plain")] ?? COMMENTS.plain!;
  const decoration = text(kwargs.decoration, style.decoration);
  const prefix = text(kwargs.prefix, decoration.replace(/\s+$/, "") === decoration ? decoration : decoration);
  const postfix = text(kwargs.postfix, prefix);
  const newline = text(kwargs.newline, "\n");
  const beginning = text(kwargs.beginning, style.beginning ?? "");
  const end = text(kwargs.end, style.end ?? "");
  const bare = (one: string) => one.replace(/\s+$/, "");
  const prefixes = Array.from({ length: Number(kwargs.prefix_count ?? 1) }, () => bare(prefix));
  const postfixes = Array.from({ length: Number(kwargs.postfix_count ?? 1) }, () => bare(postfix));
  const body = toText(value)
    .split("\n")
    .map((line) => bare(decoration + line));
  return [...(beginning ? [beginning] : []), ...prefixes, ...body, ...postfixes, ...(end ? [end] : [])].join(
    newline,
  );
};

const UNITS = ["", "K", "M", "G", "T", "P", "E", "Z", "Y"];

const humanReadable: Filter = (value, args, kwargs) => {
  const bits = isTrue(kwargs.isbits ?? args[0] ?? false);
  const unit = kwargs.unit ?? args[1];
  const size = Number(isNumber(value) ? numeric(value) : value);
  const base = bits ? "b" : "B";
  let power = UNITS.findLastIndex((_, index) => size >= 1024 ** index);
  if (unit !== undefined && unit !== null) power = UNITS.indexOf(toText(unit).charAt(0).toUpperCase());
  power = Math.max(0, power);
  const name = power === 0 ? (bits ? "bits" : "Bytes") : `${UNITS[power]}${base}`;
  return `${(size / 1024 ** power).toFixed(2)} ${name}`;
};

const humanToBytes: Filter = (value, args, kwargs, machine) => {
  const parsed = /^\s*([\d.]+)\s*([A-Za-z]*)\s*$/.exec(toText(value));
  if (!parsed) return machine.fail(`human_to_bytes() can't interpret the following string: ${toText(value)}`);
  const unit = (parsed[2] || text(args[0] ?? kwargs.default_unit)).toUpperCase();
  const power = UNITS.indexOf(unit.replace(/(B|YTES|ITS|BIT)$/, "").charAt(0));
  if (power < 0)
    return machine.fail(
      `human_to_bytes() failed to convert ${toText(value)}. The suffix must be one of Y, Z, E, P, T, G, M, K, B`,
    );
  return Math.round(Number(parsed[1]) * 1024 ** power);
};

function toInteger(value: Result, otherwise: Result, base: number): Result {
  if (isNumber(value)) {
    const number = numeric(value);
    if (typeof number === "bigint") return number;
    return Number.isFinite(number) ? Math.trunc(number) : otherwise;
  }
  if (typeof value !== "string") return otherwise;
  const trimmed = value.trim().replace(/_/g, "");
  if (base === 10) {
    if (/^[-+]?\d+$/.test(trimmed)) return smallest(BigInt(trimmed.replace(/^\+/, "")));
    const number = Number(trimmed || "x");
    return Number.isFinite(number) ? Math.trunc(number) : otherwise;
  }
  const number = Number.parseInt(trimmed.replace(/^0[xob]/i, ""), base);
  return Number.isNaN(number) ? otherwise : number;
}

function toFloat(value: Result, otherwise: Result): Result {
  const special = typeof value === "string" ? /^\s*([-+]?)(nan|inf(?:inity)?)\s*$/i.exec(value) : null;
  if (special) return makeFloat(/^n/i.test(special[2]!) ? Number.NaN : Number(`${special[1]}Infinity`));
  const number = isNumber(value)
    ? Number(numeric(value))
    : typeof value === "string" && value.trim() !== ""
      ? Number(value)
      : Number.NaN;
  return Number.isNaN(number) ? otherwise : makeFloat(number);
}

function round(value: Result, precision: number, method: string): Result {
  const number = Number(isNumber(value) ? numeric(value) : value);
  const factor = 10 ** precision;
  const scaled = number * factor;
  const floor = Math.floor(scaled);
  const half = scaled - floor === 0.5 ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(scaled);
  const rounded = method === "ceil" ? Math.ceil(scaled) : method === "floor" ? floor : half;
  return makeFloat(rounded / factor);
}

/** A filter that is a method of Python's str. */
function method(name: string): Filter {
  return (value, args, kwargs) => callMethod(value, name, args, kwargs);
}

function callMethod(value: Result, name: string, args: Result[], kwargs: Kwargs = {}): Result {
  return boundMethod(toText(value), name)!.call(args, kwargs);
}

/** bool: Ansible's, which knows strings. */
const bool: Filter = (value) => {
  if (value === null || typeof value === "boolean") return value;
  const read = typeof value === "string" || isNumber(value) ? toBoolean(value as Value) : undefined;
  return read === true;
};

export const TEXT_FILTERS: Readonly<Record<string, Filter>> = {
  abs: (value) => {
    const number = isNumber(value) ? numeric(value) : Number(value);
    const positive = number < 0 ? -number : number;
    return value instanceof Float ? makeFloat(Number(positive)) : positive;
  },
  bool,
  capitalize: method("capitalize"),
  center: (value, [width]) => callMethod(value, "center", [width ?? 80]),
  comment,
  e: (value) => escapeHtml(toText(value)),
  escape: (value) => escapeHtml(toText(value)),
  forceescape: (value) => escapeHtml(toText(value)),
  float: (value, [otherwise], kwargs) => toFloat(value, otherwise ?? kwargs.default ?? new Float(0)),
  format: (value, args, kwargs) =>
    formatPercent(toText(value), Object.keys(kwargs).length > 0 ? (kwargs as never) : args),
  human_readable: humanReadable,
  human_to_bytes: humanToBytes,
  indent: (value, args, kwargs) =>
    indent(
      toText(value),
      args[0] ?? kwargs.width ?? 4,
      isTrue(args[1] ?? kwargs.first ?? false),
      isTrue(args[2] ?? kwargs.blank ?? false),
    ),
  int: (value, args, kwargs) =>
    toInteger(value, args[0] ?? kwargs.default ?? 0, Number(args[1] ?? kwargs.base ?? 10)),
  lower: (value) => toText(value).toLowerCase(),
  quote: (value) => quoteShell(value === null ? "" : toText(value)),
  regex_escape: (value, args, kwargs) =>
    text(args[0] ?? kwargs.re_type, "python") === "posix_basic"
      ? toText(value).replace(/[.*^$[\]\\]/g, "\\$&")
      : toText(value).replace(/[\s!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]/g, (one) =>
          /[!"%',/:;<=>@`_]/.test(one) ? one : `\\${one}`,
        ),
  regex_findall: regexFindall,
  regex_replace: regexReplace,
  regex_search: regexSearch,
  replace: (value, args, kwargs) =>
    callMethod(value, "replace", [
      args[0] ?? kwargs.old ?? "",
      args[1] ?? kwargs.new ?? "",
      ...(args[2] === undefined ? [] : [args[2]]),
    ]),
  round: (value, args, kwargs) =>
    round(value, Number(args[0] ?? kwargs.precision ?? 0), text(args[1] ?? kwargs.method, "common")),
  safe: (value) => value,
  split: method("split"),
  strftime: (value, args, kwargs) => {
    const second = args[0] ?? kwargs.second;
    const date = second === undefined || second === null ? new Date() : new Date(Number(second) * 1000);
    return strftime(toText(value), date, isTrue(args[1] ?? kwargs.utc ?? false));
  },
  string: (value) => toText(value),
  striptags: (value) =>
    toText(value)
      .replace(/<!--[\s\S]*?-->|<[^>]*>/g, "")
      .replace(/\s+/g, " ")
      .trim(),
  title: method("title"),
  trim: (value, [characters]) => callMethod(value, "strip", characters === undefined ? [] : [characters]),
  truncate: (value, args, kwargs) => truncate(toText(value), args, kwargs),
  upper: (value) => toText(value).toUpperCase(),
  urlencode: (value) => encodeURIComponent(toText(value)).replace(/%2F/g, "/"),
  wordcount: (value) => toText(value).split(/\s+/).filter(Boolean).length,
  wordwrap: (value, args, kwargs) =>
    wordwrap(toText(value), Number(args[0] ?? kwargs.width ?? 79), text(kwargs.wrapstring, "\n")),
};

function truncate(value: string, args: Result[], kwargs: Kwargs): string {
  const length = Number(args[0] ?? kwargs.length ?? 255);
  const killwords = isTrue(args[1] ?? kwargs.killwords ?? false);
  const end = text(args[2] ?? kwargs.end, "...");
  const leeway = Number(args[3] ?? kwargs.leeway ?? 5);
  if (value.length <= length + leeway) return value;
  const cut = value.slice(0, length - end.length);
  return (killwords ? cut : cut.replace(/ [^ ]*$/, "")) + end;
}

export function quoteShell(value: string): string {
  return value !== "" && /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/'/g, `'"'"'`)}'`;
}

function escapeHtml(value: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&#34;",
    "'": "&#39;",
  };
  return value.replace(/[&<>"']/g, (one) => entities[one]!);
}
