import test from "ava";
import { Fault, Faults } from "../../src/model/errors.js";
import { readYaml } from "../../src/yaml/read.js";

/** text | place | message | hint */
const MISTAKES: [string, string, string, RegExp, RegExp?][] = [
  ["an unquoted template", "a: {{ b }}\n", "1:4", /cannot be a key/, /must be quoted: "\{\{ b \}\}"/],
  [
    "a text after an unquoted template",
    "a: {{ b }}/c\n",
    "1:11",
    /not valid YAML/,
    /must be quoted: "\{\{ b \}\}\/c"/,
  ],
  ["a tab that indents", "a:\n\tb: 1\n", "2:1", /not valid YAML/, /spaces/],
  ["a colon within a text", "a: b: c\n", "1:4", /cannot start here/, /quote the whole value/],
  ["a text after a quoted one", 'when: "a" == b\n', "1:11", /not valid YAML/, /'"a" == b'/],
  ["a quote within single quotes", "a: 'it's'\n", "1:8", /not valid YAML/, /write a single quote twice/],
  ["a backslash in double quotes", 'a: "C:\\path"\n', "1:7", /escape/, /single quotes/],
  ["a text that starts with @", "a: @home\n", "1:4", /reserved/, /"@home"/],
  ["a colon without a space", "a:b\nc: d\n", "1:1", /one line/, /a space after it/],
  [
    "a key at a wrong column",
    "- name: x\n   debug:\n",
    "1:9",
    /cannot start here/,
    /line 2 must start at column 3/,
  ],
  ["an alias without an anchor", "a: *nope\n", "1:4", /no anchor &nope/, /quote/],
  ["a tag that nobody knows", "a: !fine b\n", "1:10", /no tag !fine/, /!vault and !unsafe/],
  ["a list of pairs", "a: !!omap [b: 1]\n", "1:11", /no tag tag:yaml.org,2002:omap/],
  ["a second document", "a: 1\n--- # more\nb: 2\n", "2:1", /expected a single document/, /remove this `---`/],
  ["a second document that is empty", "# c\n---\na: 1\n---\n", "4:1", /expected a single document/],
  [
    "a key that stands twice",
    "a: 1\nb: 2\na: 3\n",
    "3:1",
    /duplicate dict key \(a\).*line 1/,
    /remove or rename/,
  ],
];

for (const [title, text, place, message, hint] of MISTAKES)
  test(`${title} is a fault with a place and a way out`, (t) => {
    const fault = t.throws(() => readYaml(text, "site.yml"), { instanceOf: Fault, message });
    t.is(fault?.code, "YAML_INVALID");
    t.is(`${fault?.at?.line}:${fault?.at?.column}`, place);
    if (hint) t.regex(fault?.hint ?? "", hint);
  });

test("a fault quotes its line with a caret", (t) => {
  const fault = t.throws(() => readYaml("x: 1\na: {{ b }}\n", "site.yml"), { instanceOf: Fault });
  t.is(
    fault?.format(),
    `a mapping or list cannot be a key
  at site.yml:2:4
  2 | a: {{ b }}
    |    ^
  a value that starts with {{ must be quoted: "{{ b }}"`,
  );
});

test("two mistakes are shown together", (t) => {
  const faults = t.throws(() => readYaml("a: {{ b }}\nc: {{ d }}\n", "site.yml"), { instanceOf: Faults });
  t.is(faults?.faults.length, 2);
});

test("a key that stands twice may be a warning, or nothing", (t) => {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  t.deepEqual(readYaml("a: 1\na: 2\n", "vars.yml", { duplicates: "warn", warn }), { a: 2 });
  t.regex(warnings[0]!, /duplicate dict key \(a\).*the last one counts/);
  t.deepEqual(readYaml("a: 1\na: 2\n", "vars.yml", { duplicates: "ignore", warn }), { a: 2 });
  t.is(warnings.length, 1);
});
