import { toJsRegex } from "../model/python_regex.js";
import type { Machine, Test } from "./machine.js";
import { isTrue, toText } from "./python.js";
import { type Given, taking } from "./signature.js";

type Manner = "match" | "search" | "fullmatch";

function matches(given: Given, manner: Manner): boolean {
  const flags = `${isTrue(given.ignorecase ?? false) ? "i" : ""}${isTrue(given.multiline ?? false) ? "m" : ""}`;
  if (given.pattern !== undefined && typeof given.pattern !== "string")
    throw new TypeError("first argument must be string or compiled pattern");
  const pattern = toJsRegex(given.pattern ?? "", flags);
  const text = toText(given.value!);
  if (manner === "search") return pattern.test(text);
  return new RegExp(
    `^(?:${pattern.source})${manner === "fullmatch" ? "$" : ""}`,
    pattern.flags.replace("m", ""),
  ).test(text);
}

const named = (name: "match" | "search"): Test =>
  taking(`${name}(value, pattern?, ignorecase?, multiline?)`, (given) => matches(given, name));

const isManner = (name: string): name is Manner => ["match", "search", "fullmatch"].includes(name);

const regex = taking("regex(value?, pattern?, ignorecase?, multiline?, match_type?)", (given, machine: Machine) => {
  const manner = toText(given.match_type ?? "search");
  return isManner(manner) ? matches(given, manner) : machine.fail("'str' object is not callable");
});

export const REGEX_TESTS: Readonly<Record<string, Test>> = {
  match: named("match"),
  regex,
  search: named("search"),
};
