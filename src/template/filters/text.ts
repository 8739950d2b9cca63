import { toBoolean } from "../../model/args.js";
import type { Value } from "../../model/value.js";
import type { Filter } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { index, isText, textWith } from "../values/checks.js";
import { boundMethod } from "../values/methods.js";
import { formatPercent } from "../values/percent.js";
import { isNumber, toText, typeName } from "../values/python.js";
import { type Kwargs, type Result, Tuple } from "../values/values.js";

/** A method of Python's str, whatever is asked of it. */
function callMethod(text: string, name: string, args: Result[], kwargs: Kwargs = {}): Result {
  return boundMethod(text, name)!.call(args, kwargs);
}

const lower = filter("do_lower(s)", ({ s }) => toText(s!).toLowerCase());
const upper = filter("do_upper(s)", ({ s }) => toText(s!).toUpperCase());
const capitalize = filter("do_capitalize(s)", ({ s }) => callMethod(toText(s!), "capitalize", []));

const title = filter("do_title(s)", ({ s }) =>
  toText(s!)
    .split(/([-\s({[<]+)/)
    .filter((word) => word !== "")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join(""),
);

const trim = filter("do_trim(value, chars?)", ({ value, chars = null }) => {
  if (chars !== null && !isText(chars)) throw new TypeError("strip arg must be None or str");
  if (chars === "") return toText(value!);
  return callMethod(toText(value!), "strip", [chars]);
});

const replace = filter("do_replace(_, s, old, new, count?)", (given) => {
  const { s, old, new: by, count = null } = given;
  return callMethod(toText(s!), "replace", [
    toText(old!),
    toText(by!),
    ...(count === null ? [] : [index(count)]),
  ]);
});

const wordcount = filter(
  "do_wordcount(s)",
  ({ s }) => toText(s!).match(/[\p{L}\p{N}\p{M}_]+/gu)?.length ?? 0,
);

/** A method of str itself: other types have none. */
const split: Filter = (value, args, kwargs, machine) => {
  if (!isText(value))
    throw new TypeError(
      `descriptor 'split' for 'str' objects doesn't apply to a '${typeName(value)}' object`,
    );
  const other = Object.keys(kwargs).find((one) => one !== "sep" && one !== "maxsplit");
  if (other !== undefined) throw new TypeError(`'${other}' is an invalid keyword argument for split()`);
  const separator = args[0] ?? kwargs.sep ?? null;
  const limit = args[1] ?? kwargs.maxsplit ?? -1;
  if (separator !== null && !isText(separator))
    throw new TypeError(`must be str or None, not ${typeName(separator)}`);
  if (separator === "") return machine.fail("empty separator");
  return callMethod(value, "split", [separator, index(limit)]);
};

const format: Filter = (value, args, kwargs, machine) => {
  const named = Object.keys(kwargs).length > 0;
  if (named && args.length > 0)
    return machine.fail("can't handle positional and keyword arguments at the same time");
  return formatPercent(toText(value), named ? (kwargs as never) : Tuple.make(args));
};

/** Ansible's, which knows a few texts; Python's other truths do not count. */
const bool = filter("to_bool(a)", ({ a }) => {
  if (a === null || typeof a === "boolean") return a;
  if (isText(a)) return ["yes", "on", "1", "true"].includes(a.toLowerCase());
  return isNumber(a!) && toBoolean(a as Value) === true;
});

/** shlex.quote() */
export function quoteShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'"'"'`)}'`;
}

const quote = filter("quote(a)", ({ a }) => quoteShell(a === null ? "" : toText(a!)));

interface Style {
  decoration: string;
  beginning?: string;
  end?: string;
}

const COMMENTS: Readonly<Record<string, Style>> = {
  plain: { decoration: "# " },
  erlang: { decoration: "% " },
  c: { decoration: "// " },
  cblock: { beginning: "/*", decoration: " * ", end: " */" },
  xml: { beginning: "<!--", decoration: " - ", end: "-->" },
};

const comment = filter(
  "comment(text, style?, **)",
  ({ text, style: name = "plain" }, machine, { kwargs }) => {
    if (!Object.hasOwn(COMMENTS, toText(name))) return machine.fail(`'${toText(name)}'`);
    const style = COMMENTS[toText(name)]!;
    const given = (key: string, otherwise: string): string =>
      key in kwargs ? toText(kwargs[key]!) : otherwise;
    const decoration = given("decoration", style.decoration);
    const newline = given("newline", "\n");
    const edge = decoration.trimEnd();
    const prefix = given("prefix", edge);
    const beginning = given("beginning", style.beginning ?? "");
    const end = given("end", style.end ?? "");
    const prefixLine = prefix === "" || prefix === newline ? prefix : prefix + newline;
    const prefixCount = kwargs.prefix_count ?? 1;
    const body = (
      decoration + textWith(text!, "replace").replaceAll(newline, newline + decoration)
    ).replaceAll(decoration + newline, edge + newline);
    return [
      beginning === "" ? "" : beginning + newline,
      prefixLine.repeat(isText(prefixCount) ? Number(prefixCount) : index(prefixCount)),
      body,
      (newline + given("postfix", edge)).repeat(index(kwargs.postfix_count ?? 1)),
      end === "" ? "" : newline + end,
    ].join("");
  },
);

export const TEXT_FILTERS: Readonly<Record<string, Filter>> = {
  bool,
  capitalize,
  comment,
  format,
  lower,
  quote,
  replace,
  safe: filter("do_mark_safe(value)", ({ value }) => toText(value!)),
  split,
  string: filter("soft_str(s)", ({ s }) => toText(s!)),
  title,
  trim,
  upper,
  wordcount,
};
