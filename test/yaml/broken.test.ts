import { readFileSync } from "node:fs";
import test from "ava";
import { type Fault, Faults } from "../../src/model/errors.js";
import { readYaml } from "../../src/yaml/read.js";

/** A text that is no YAML, and each fault with its place and its way out. */
type Recorded = [text: string, faults: string[]];

function faultsOf(text: string): string[] {
  try {
    readYaml(text, "broken.yml");
    return [];
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : [error as Fault];
    return faults.map(
      ({ at, message, hint }) => `${at?.line}:${at?.column} ${message}${hint ? ` (${hint})` : ""}`,
    );
  }
}

const recorded = JSON.parse(readFileSync("test/yaml/broken.json", "utf8")) as Recorded[];

test("what is wrong with a text is told where it is, with a way out, and once", (t) => {
  const found = recorded.map(([text]): Recorded => [text, faultsOf(text)]);
  t.deepEqual(found, recorded);
});
