import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { readYaml } from "../../src/yaml/read.js";

const laughs = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => {
    const item = level === 0 ? "x" : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array(9).fill(item).join(", ")}]\n`;
  }).join("");

/** Texts that would end the process, or take all memory when somebody looks at their values. */
const TOO_MUCH: Readonly<Record<string, string>> = {
  "lists in lists": `a: ${"[".repeat(1000)}${"]".repeat(1000)}`,
  "lists that do not end": `a: ${"[".repeat(50_000)}`,
  "mappings in mappings": `a: ${"{a: ".repeat(3000)}1${"}".repeat(3000)}`,
  "lists of blocks": `${"- ".repeat(50_000)}x`,
  "mappings of blocks": Array.from({ length: 3000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
  "aliases of aliases": laughs(10),
  "tags before nothing": "!!x ".repeat(100_000),
  "anchors before nothing": "&a\n".repeat(100_000),
};

for (const [name, text] of Object.entries(TOO_MUCH))
  test(`${name}: a fault with its place`, (t) => {
    const fault = t.throws(() => readYaml(text, "play.yml"), { instanceOf: Fault, code: "YAML_INVALID" });
    t.is(fault?.at?.path, "play.yml");
    t.true((fault?.at?.line ?? 0) >= 1);
  });

test("what is nested as deeply as files are, and repeated as often, is read", (t) => {
  t.notThrows(() => readYaml(`a: ${"[".repeat(200)}${"]".repeat(200)}`, "play.yml"));
  t.notThrows(() => readYaml(laughs(5), "play.yml"));
  t.notThrows(() => readYaml(`a: &a [1, 2]\nb: [${Array(5000).fill("*a").join(", ")}]`, "play.yml"));
});
