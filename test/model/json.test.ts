import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { JsonFault, readJson } from "../../src/model/json_read.js";
import { writeJson } from "../../src/model/json_write.js";
import { DateValue, Float } from "../../src/model/value.js";

/** Texts that Python's json.dumps(json.loads(text)) gives back as they are. */
const SAME = [
  "12345678901234567890",
  "-9007199254740993",
  "[9007199254740993, 0, -1]",
  "1.0",
  "[0.1, 1e-05, 1e+16, -0.0, 1.5e+300]",
  '{"10": 1, "9": 2, "b": {"__proto__": 3}}',
  '{"a": [null, true, false], "b": "ä\\n\\u0000"}',
  "NaN",
  "[Infinity, -Infinity]",
  '"𝒳"',
  "[]",
  "{}",
];

for (const text of SAME)
  test(`JSON keeps ${text}`, (t) => {
    t.is(writeJson(readJson(text)), text);
  });

test("layouts are those of json.dumps", (t) => {
  const value = { a: [1, new Float(2)], b: {}, c: "ä" };
  t.is(writeJson(value, { compact: true }), '{"a":[1,2.0],"b":{},"c":"ä"}');
  t.is(writeJson(value, { ascii: true }), '{"a": [1, 2.0], "b": {}, "c": "\\u00e4"}');
  t.is(writeJson(value, { indent: 2 }), '{\n  "a": [\n    1,\n    2.0\n  ],\n  "b": {},\n  "c": "ä"\n}');
});

test("dates are ISO texts, keys are texts, what is no value is left out", (t) => {
  t.is(writeJson(new DateValue("2020-01-02 03:04:05", new Date())), '"2020-01-02T03:04:05"');
  t.is(
    writeJson(
      new Map<unknown, unknown>([
        [1, 2],
        [null, 3],
        [true, 4],
      ]),
    ),
    '{"1": 2, "null": 3, "true": 4}',
  );
  t.is(writeJson({ a: undefined, b: () => 1, c: [undefined] }), '{"c": [null]}');
});

const FAULTS: [text: string, message: string][] = [
  ["", "Expecting value: line 1 column 1 (char 0)"],
  ["[1,\n2", "Expecting ',' delimiter: line 2 column 2 (char 5)"],
  ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
  ["[1] x", "Extra data: line 1 column 5 (char 4)"],
  ['"a', "Unterminated string starting at: line 1 column 1 (char 0)"],
  ["01", "Extra data: line 1 column 2 (char 1)"],
];

for (const [text, message] of FAULTS)
  test(`${JSON.stringify(text)} is no JSON: ${message}`, (t) => {
    t.is(t.throws(() => readJson(text), { instanceOf: JsonFault })?.message, message);
  });

test("brackets within brackets end with a fault", (t) => {
  t.throws(() => readJson("[".repeat(100_000)), { instanceOf: JsonFault, message: /nested too deeply/ });
});

/** Files that may ask JavaScript's own JSON: none of what they read or write is a user's value. */
const OWN_JSON: Readonly<Record<string, string>> = {
  "aws/": "requests and answers of AWS",
  "cli/cloud/checks.ts": "Terraform's own files",
  "cli/doctor/": "questions to and findings of the doctor",
  "connections/ssh/jump.ts": "a key of connections",
  "cli/options/other_settings.ts": "its own table",
  "doctor/evidence.ts": "the agent's answer",
  "lab/state.ts": "the lab's own state",
  "model/json_read.ts": "texts that hold nothing that needs care",
  "model/json_write.ts": "quotes texts",
  "model/spellings.ts": "quotes texts",
  "cli/journal/open.ts": "a key of runs",
  "cli/journal/past_times.ts": "a key of runs",
  "cli/rollout/": "lines of the ledger",
  "modules/containers/docker_login.ts": "quotes texts",
  "modules/release/release_note.ts": "lines of the ledger",
  "modules/system/mount_facts.ts": "quotes a word",
  "reporters/text/python_json.ts": "quotes texts",
  "rollout/": "quotes names of hosts",
  "run/before/undefined_reads.ts": "a key of places",
  "run/hosts/connections.ts": "a key of connections",
  "shell/releases/release.ts": "lines of the ledger",
  "state/": "lines of the journal, whose values state/encode.ts keeps as they are",
  "template/compile/compile.ts": "a key of delimiters",
  "template/filters/dump_json.ts": "quotes texts",
  "template/syntax/lex_inside.ts": "quotes a character",
  "terraform/": "Terraform's own files",
};

test("values go through one pair of functions: JSON.parse and JSON.stringify change numbers", (t) => {
  const users = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      file.endsWith(".ts") && /\bJSON\.(parse|stringify)\b/.test(readFileSync(join("src", file), "utf8")),
  );
  const known = Object.keys(OWN_JSON);
  t.deepEqual(
    users.filter((file) => !known.some((one) => file.startsWith(one))),
    [],
    "use readJson and writeJson of model/",
  );
  t.deepEqual(
    known.filter((one) => !users.some((file) => file.startsWith(one))),
    [],
    "no longer needed in the list",
  );
});

/** A text, and what Python's json makes of it in each layout. */
interface Recorded {
  t: string;
  ascii?: string;
  plain?: string;
  indent?: string;
  compact?: string;
  fails?: string;
}

test("every recorded text is read and written as Python does", (t) => {
  const recorded = JSON.parse(readFileSync("test/model/json.json", "utf8")) as Recorded[];
  for (const { t: text, fails, ...layouts } of recorded) {
    const shown = JSON.stringify(text);
    if (fails !== undefined) {
      t.is(t.throws(() => readJson(text), { instanceOf: JsonFault }, shown)?.message, fails, shown);
      continue;
    }
    const value = readJson(text);
    t.deepEqual(
      {
        ascii: writeJson(value, { ascii: true }),
        plain: writeJson(value),
        indent: writeJson(value, { ascii: true, indent: 4 }),
        compact: writeJson(value, { ascii: true, compact: true }),
      },
      layouts as object,
      shown,
    );
  }
});
