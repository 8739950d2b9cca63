import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import test from "ava";
import type { Event } from "../../src/model/event.js";
import live from "../../src/reporters/listr.js";
import { replay, terminalText } from "../helpers/reporter.js";

const CAST = readFileSync("docs/images/run.cast", "utf8");
const SCENES = ["provision", "failure", "retry"];
const AGAIN = "draw it anew: node scripts/picture.mjs";

const [header, ...written] = CAST.trim()
  .split("\n")
  .map((line) => JSON.parse(line));

/** What stays on the terminal after each command of the recording. */
function shown(): string[] {
  const text = terminalText(written.map(([, , piece]: [number, string, string]) => piece).join(""));
  return text.split(/^\$ .*$/m).slice(1);
}

/** The picture's paths are shorter than those that were wrapped when it was recorded. */
const squeezed = (text: string): string => text.replace(/\s+/g, "");

test("the picture is of this version, and drawn from what was recorded", async (t) => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  t.is(header.tera, version, AGAIN);
  const { svgOf } = await import(pathToFileURL(resolve("scripts/picture/svg.mjs")).href);
  t.is(readFileSync("docs/images/run.svg", "utf8"), svgOf(CAST), AGAIN);
});

for (const [index, scene] of SCENES.entries())
  test(`the picture shows what this program shows: ${scene}`, async (t) => {
    const lines = readFileSync(`test/fixtures/picture/${scene}.jsonl`, "utf8").trim().split("\n");
    const events = lines.map((line) => JSON.parse(line) as Event);
    const { out } = await replay(live, events, { terminal: true, columns: 80, rows: 30 });
    const now = terminalText(out)
      .split("\n")
      .filter((line) => line !== "")
      .join("");
    t.true(squeezed(shown()[index]!).includes(squeezed(now)), `${AGAIN}\n${shown()[index]}\n---\n${now}`);
  });
