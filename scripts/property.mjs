// The property that sending ahead changes nothing, with as many random plays as you like.
// Usage: npm run property -- [--real] [--plays N] [--seed S] [--no-shrink]
// --real: real modules in real shells on this machine, which answer late; else hosts that only note what they are asked.
import { spawnSync } from "node:child_process";

const words = process.argv.slice(2);
const value = (name) => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
};
const unknown = words.filter(
  (word, index) =>
    !/^--(real|plays|seed|no-shrink)$/.test(word) && !/^--(plays|seed)$/.test(words[index - 1] ?? ""),
);
if (
  unknown.length > 0 ||
  ["--plays", "--seed"].some((name) => words.includes(name) && !/^\d+$/.test(value(name) ?? ""))
) {
  console.error("usage: npm run property -- [--real] [--plays N] [--seed S] [--no-shrink]");
  process.exit(2);
}
const isReal = words.includes("--real");
const prefix = isReal ? "REAL" : "PROPERTY";
const run = spawnSync(
  process.execPath,
  ["scripts/test.mjs", `test/property/${isReal ? "real" : "equivalence"}`],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      ...(value("--plays") && { [`${prefix}_PLAYS`]: value("--plays") }),
      ...(value("--seed") && { [`${prefix}_SEED`]: value("--seed") }),
      ...(words.includes("--no-shrink") && { PROPERTY_SHRINK: "0" }),
    },
  },
);
process.exit(run.status ?? 1);
