import { PythonRegex } from "../../model/python_regex.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter, type Given } from "../machine/signature.js";
import { index, isText, textWith } from "../values/checks.js";
import { isEqual, isTrue, toText, typeName } from "../values/python.js";
import { type Result, Tuple } from "../values/values.js";

/** re.compile(): only texts are patterns. */
export function compiled(pattern: Result | undefined, options: Given): PythonRegex {
  if (pattern !== undefined && !isText(pattern))
    throw new TypeError("first argument must be string or compiled pattern");
  return PythonRegex.of(pattern ?? "", {
    multiline: isTrue(options.multiline ?? false),
    ignoreCase: isTrue(options.ignorecase ?? false),
  });
}

const replace = filter(
  "regex_replace(value?, pattern?, replacement?, ignorecase?, multiline?, count?, mandatory_count?)",
  (given, machine) => {
    const { value = "", replacement = "", mandatory_count: mandatory = 0 } = given;
    const pattern = compiled(given.pattern, given);
    if (!isText(replacement))
      throw new TypeError(`decoding to str: need a bytes-like object, ${typeName(replacement)} found`);
    const limit = index(given.count ?? 0);
    const { text, count } = pattern.replace(toText(value), replacement, limit);
    if (isTrue(mandatory) && !isEqual(mandatory, count))
      return machine.fail(
        `'${toText(given.pattern ?? "")}' should match ${toText(mandatory)} times, but matches ${limit} times in '${toText(value)}'`,
      );
    return text;
  },
);

const findall = filter("regex_findall(value, regex, multiline?, ignorecase?)", (given) =>
  compiled(given.regex, given)
    .all(toText(given.value!))
    .map(({ groups }): Result => {
      if (groups.length === 1) return groups[0]!;
      const found = groups.slice(1).map((group) => group ?? "");
      return found.length === 1 ? found[0]! : Tuple.make(found);
    }),
);

/** `\1` and `\g<name>`: the groups that are asked for. */
function groupOf(wanted: Result, machine: Machine): string | number {
  const text = textWith(wanted, "startswith");
  const noMatch = (): never => machine.fail("'NoneType' object has no attribute 'group'");
  if (text.startsWith("\\g")) return /^\\g<(\S+)>/.exec(text)?.[1] ?? noMatch();
  if (text.startsWith("\\")) return Number(/^\\(\d+)/.exec(text)?.[1] ?? noMatch());
  return machine.fail("Unknown argument");
}

const search = filter("regex_search(value, regex, *, **)", (given, machine, { args, kwargs }) => {
  const wanted = args.map((one) => groupOf(one, machine));
  const pattern = compiled(given.regex, kwargs);
  const match = pattern.search(toText(given.value!));
  if (!match) return null;
  if (wanted.length === 0) return match.groups[0]!;
  return wanted.map((one) => {
    const group = typeof one === "number" ? one : (pattern.names.get(one) ?? -1);
    if (group < 0 || group > pattern.groups) return machine.fail("no such group");
    return match.groups[group] ?? null;
  });
});

const SPECIAL = {
  python: /[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g,
  posix_basic: /[\].[^$*\\]/g,
} as const;

const escaping = filter("regex_escape(string, re_type?)", ({ string, re_type: type = "python" }, machine) => {
  if (type === "posix_extended") return machine.fail(`Regex type (${type}) not yet implemented`);
  if (type !== "python" && type !== "posix_basic")
    return machine.fail(`Invalid regex type (${toText(type)})`);
  return toText(string!).replace(SPECIAL[type], "\\$&");
});

export const REGEX_FILTERS: Readonly<Record<string, Filter>> = {
  regex_escape: escaping,
  regex_findall: findall,
  regex_replace: replace,
  regex_search: search,
};
