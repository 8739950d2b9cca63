// What reads text of others, with as many mutated texts as there is time for.
// Usage: npm run fuzz -- [--target yaml|template|ini|frames|patterns|regex|known_hosts] [--seconds N | --cases N] [--seed S]
import { spawnSync } from "node:child_process";

const TARGETS = ["yaml", "template", "ini", "frames", "patterns", "regex", "known_hosts"];

const env = {};
const words = process.argv.slice(2);
for (let at = 0; at < words.length; at += 2) {
  const [, name] = /^--(target|seconds|cases|seed)$/.exec(words[at]) ?? [];
  const value = words[at + 1];
  if (!name || (name === "target" ? !TARGETS.includes(value) : !/^\d+$/.test(value ?? ""))) {
    console.error(
      `usage: npm run fuzz -- [--target ${TARGETS.join("|")}] [--seconds N | --cases N] [--seed S]`,
    );
    process.exit(2);
  }
  env[`FUZZ_${name.toUpperCase()}`] = value;
}
const run = spawnSync(process.execPath, ["scripts/test.mjs", "test/fuzz/"], {
  stdio: "inherit",
  env: { ...process.env, ...env },
});
process.exit(run.status ?? 1);
