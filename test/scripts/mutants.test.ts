import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import test from "ava";

const mutants = (...words: string[]) =>
  spawnSync(process.execPath, ["scripts/mutants.mjs", ...words], { encoding: "utf8" });

const REFUSED: [words: string[], said: string][] = [
  [["--rom", "plan"], 'there is no option "--rom": did you mean --room?'],
  [["--room", "plann"], 'there is no room "plann": did you mean plan?'],
  [["--room"], "--room needs a value"],
  [["--room", "plan", "--count", "many"], '--count takes whole numbers, not "many"'],
  [[], "--room is missing: one of aws, cli,"],
];

for (const [words, said] of REFUSED)
  test(`mutants ${words.join(" ")} is refused with what would be right`, (t) => {
    const { status, stderr } = mutants(...words);
    t.is(status, 2);
    t.true(stderr.includes(said), stderr);
  });

test("the same seed takes the same mutants, another one others", (t) => {
  const sample = (seed: string) =>
    mutants("--room", "reporters", "--count", "5", "--seed", seed, "--show").stdout;
  const first = sample("7");
  t.is(first.match(/^\d\. src\/reporters\/\S+:\d+:\d+ \w+$/gm)?.length, 5, first);
  t.is(sample("7"), first);
  t.not(sample("8"), first);
});

test("an interrupted run ends with 130 and leaves no copy behind", async (t) => {
  const child = spawn(process.execPath, ["scripts/mutants.mjs", "--room=doctor", "--count=3"]);
  let folder: string | undefined;
  child.stderr.on("data", (data) => {
    folder ??= /possible changes, in (\S+)/.exec(String(data))?.[1];
    if (folder) child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  t.is(code, 130);
  t.false(existsSync(folder!));
});
