import test from "ava";
import { selected } from "../../src/plan/select.js";

const words = (text: string) => text.split(" ").filter(Boolean);

/** tags of the task | --tags | --skip-tags | does it run? */
const CASES: [string, string, string, boolean][] = [
  ["", "", "", true],
  ["a", "", "", true],
  ["never", "", "", false],
  ["never a", "a", "", true],
  ["a", "b", "", false],
  ["always", "b", "", true],
  ["always", "b", "always", false],
  ["a b", "b", "a", false],
  ["", "tagged", "", false],
  ["a", "tagged", "", true],
  ["never a", "tagged", "", false],
  ["", "untagged", "", true],
  ["a", "untagged", "", false],
  ["always", "untagged", "", true],
  ["a", "all", "tagged", false],
  ["", "all", "tagged", true],
  ["always", "all", "tagged", false],
  ["", "all", "untagged", false],
  ["a", "all", "all", false],
  ["always", "all", "all", true],
  ["always a", "all", "all a", true],
  ["always", "all", "all always", false],
  ["never always", "all", "", true],
  ["never", "all never", "", true],
];

for (const [tags, only, skip, runs] of CASES)
  test(`a task tagged [${tags}] under --tags "${only}" --skip-tags "${skip}" ${runs ? "runs" : "does not run"}`, (t) =>
    t.is(selected(new Set(words(tags)), words(only), words(skip)), runs));
