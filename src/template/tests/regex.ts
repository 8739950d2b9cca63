import { compiled } from "../filters/regex.js";
import type { Machine, Test } from "../machine/machine.js";
import { type Given, taking } from "../machine/signature.js";
import { toText } from "../values/python.js";

type Manner = "match" | "search" | "fullmatch";

function matches(given: Given, manner: Manner): boolean {
  const pattern = compiled(given.pattern, given);
  const text = toText(given.value === undefined ? "" : given.value);
  if (manner === "search") return pattern.test(text);
  return (manner === "match" ? pattern.match(text) : pattern.fullMatch(text)) !== undefined;
}

const named = (name: "match" | "search"): Test =>
  taking(`${name}(value, pattern?, ignorecase?, multiline?)`, (given) => matches(given, name));

const isManner = (name: string): name is Manner => ["match", "search", "fullmatch"].includes(name);

const regex = taking(
  "regex(value?, pattern?, ignorecase?, multiline?, match_type?)",
  (given, machine: Machine) => {
    const manner = toText(given.match_type ?? "search");
    return isManner(manner) ? matches(given, manner) : machine.fail("'str' object is not callable");
  },
);

export const REGEX_TESTS: Readonly<Record<string, Test>> = {
  match: named("match"),
  regex,
  search: named("search"),
};
