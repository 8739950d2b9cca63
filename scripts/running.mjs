// Says which digest all hosts of a service run; nothing where they differ, or nothing runs.
// Usage: tera releases ... --json | node scripts/running.mjs
import { readFileSync } from "node:fs";

const hosts = JSON.parse(readFileSync(0, "utf8"));
const digests = hosts.map(({ slot, containers }) => {
  const live = containers.find((one) => one.slot === slot && one.state === "running");
  return live?.image.split("@")[1];
});
const [first] = digests;
console.log(digests.every((digest) => digest === first) ? (first ?? "") : "");
