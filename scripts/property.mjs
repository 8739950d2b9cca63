// The property that sending ahead changes nothing, with as many random plays as you like.
// Usage: npm run property -- [--plays N] [--seed S] [--no-shrink]
import { spawnSync } from "node:child_process";

const words = process.argv.slice(2);
const value = (name) => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
};
const unknown = words.filter(
  (word, index) =>
    !/^--(plays|seed|no-shrink)$/.test(word) && !/^--(plays|seed)$/.test(words[index - 1] ?? ""),
);
if (
  unknown.length > 0 ||
  ["--plays", "--seed"].some((name) => words.includes(name) && !/^\d+$/.test(value(name) ?? ""))
) {
  console.error("usage: npm run property -- [--plays N] [--seed S] [--no-shrink]");
  process.exit(2);
}
const run = spawnSync(process.execPath, ["scripts/test.mjs", "test/property/equivalence"], {
  stdio: "inherit",
  env: {
    ...process.env,
    ...(value("--plays") && { PROPERTY_PLAYS: value("--plays") }),
    ...(value("--seed") && { PROPERTY_SEED: value("--seed") }),
    ...(words.includes("--no-shrink") && { PROPERTY_SHRINK: "0" }),
  },
});
process.exit(run.status ?? 1);
