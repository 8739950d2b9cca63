import test from "ava";
import { runBeside } from "../../helpers/play.js";

const FILES = {
  "release.yml": "service: web\nimage: r/web\nhosts: web\nproxy: {image: caddy}\n",
  "prod.yml": "all: {children: {web: {}, db: {hosts: {db1: {}}}}}\n",
};
const DEPLOY = ["deploy", "-i", "prod.yml", `1.0@sha256:${"ab".repeat(32)}`];

/** Words more, the exit code, and what is said. */
const ROWS: readonly (readonly [words: string[], code: number, said: RegExp])[] = [
  [[], 3, /no host of the inventory is in `web`[\s\S]*--allow-empty says that it is meant/],
  [["--check"], 3, /no host of the inventory/],
  [["--limit", "db1"], 3, /no host of the inventory/],
  [["--allow-empty"], 0, /no host: nothing is done/],
];

for (const [words, code, said] of ROWS)
  test(`a deploy to no host ${words.join(" ")} ends with ${code}`, async (t) => {
    const ran = await runBeside(FILES, [...DEPLOY, ...words]);
    t.is(ran.code, code, ran.stdout + ran.stderr);
    t.regex(
      (ran.stdout + ran.stderr).replace(/\s+/g, " "),
      new RegExp(said.source.replace(/\[\\s\\S\]/g, ".")),
    );
  });
