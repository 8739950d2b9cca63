import { substitute, toJsRegex } from "../model/python_regex.js";
import type { Filter, Machine } from "./machine.js";
import { isTrue, toText } from "./python.js";
import { filter, type Given } from "./signature.js";
import type { Result } from "./values.js";

function patternOf(pattern: Result, given: Given): RegExp {
  const flags = `${isTrue(given.multiline ?? false) ? "m" : ""}${isTrue(given.ignorecase ?? false) ? "i" : ""}`;
  return toJsRegex(toText(pattern), flags);
}

const replace = filter(
  "regex_replace(value?, pattern?, replacement?, ignorecase?, multiline?, count?, mandatory_count?)",
  (given) =>
    substitute(
      toText(given.value!),
      patternOf(given.pattern ?? "", given),
      toText(given.replacement ?? ""),
      Number(given.count ?? 0),
    ),
);

const findall = filter("regex_findall(value, regex, multiline?, ignorecase?)", (given) => {
  const pattern = patternOf(given.regex!, given);
  const all = new RegExp(pattern.source, `${pattern.flags}g`);
  return [...toText(given.value!).matchAll(all)].map((match) => {
    if (match.length === 1) return match[0];
    return match.length === 2 ? (match[1] ?? "") : match.slice(1).map((group) => group ?? "");
  });
});

/** `\1` and `\g<name>`: the groups that are asked for. */
function groupOf(wanted: Result, machine: Machine): string {
  const text = toText(wanted);
  return /^\\g<(\S+)>$/.exec(text)?.[1] ?? /^\\(\d+)/.exec(text)?.[1] ?? machine.fail("Unknown argument");
}

const search = filter("regex_search(value, regex, *, **)", (given, machine, { args, kwargs }) => {
  const groups = args.map((one) => groupOf(one, machine));
  const match = patternOf(given.regex!, kwargs).exec(toText(given.value!));
  if (!match) return null;
  if (groups.length === 0) return match[0];
  return groups.map(
    (group) => (/^\d+$/.test(group) ? match[Number(group)] : match.groups?.[group]) ?? null,
  );
});

const SPECIAL = {
  python: /[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g,
  posix_basic: /[\].[^$*\\]/g,
} as const;

const escape = filter("regex_escape(string, re_type?)", ({ string, re_type: type = "python" }, machine) => {
  if (type === "posix_extended") return machine.fail(`Regex type (${type}) not yet implemented`);
  if (type !== "python" && type !== "posix_basic")
    return machine.fail(`Invalid regex type (${toText(type)})`);
  return toText(string!).replace(SPECIAL[type], "\\$&");
});

export const REGEX_FILTERS: Readonly<Record<string, Filter>> = {
  regex_escape: escape,
  regex_findall: findall,
  regex_replace: replace,
  regex_search: search,
};
