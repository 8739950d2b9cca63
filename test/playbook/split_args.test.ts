import { readFileSync } from "node:fs";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { splitArgs } from "../../src/playbook/split_args.js";

type Options = Record<string, string>;

function split(text: string, freeForm: boolean): { options: object; free: string } {
  const { options, free } = splitArgs(text, freeForm);
  return { options, free };
}

/** text | options | the rest; as Ansible splits them */
const PAIRS: [string, Options, string?][] = [
  ["a=b c=d", { a: "b", c: "d" }],
  ['a="x  y"  c', { a: "x  y" }, "c"],
  ["a='b c' d", { a: "b c" }, "d"],
  ["a={{ x  y }} z", { a: "{{ x  y }}" }, "z"],
  ['msg="{{ foo | default("x y") }}"', { msg: '{{ foo | default("x y") }}' }],
  ["a={#x y#} z", { a: "{#x y#}" }, "z"],
  ["x={%if a %}b {%endif%} c", { x: "{%if a %}b" }, "{%endif%} c"],
  ['a="\\"" b', { a: '"' }, "b"],
  ['a="x\\ny"', { a: "x\ny" }],
  ["a=\\u00e9\\x41", { a: "éA" }],
  ['a=b"c d"e f', { a: 'b"c d"e' }, "f"],
  ["a=b=c", { a: "b=c" }],
  ["a=", { a: "" }],
  ["a = b", {}, "a = b"],
  ["a\\=b", {}, "a=b"],
  ["a=b \n c=d\n", { a: "b", c: "d" }],
  ['a="b\n c"\n', { a: "b\n c" }],
  ["a \\\nb=c d", { b: "c" }, "a d"],
  ["", {}],
];

for (const [text, options, free = ""] of PAIRS)
  test(`${JSON.stringify(text)} is split at its words`, (t) => {
    t.deepEqual(split(text, false), { options, free });
  });

const COMMANDS: [string, Options, string][] = [
  ["echo a=b creates=/x", { creates: "/x" }, "echo a=b"],
  ['chdir="/a b" ls "c d"', { chdir: "/a b" }, 'ls "c d"'],
  ["foo  creates=x  bar", { creates: "x" }, "foo  bar"],
  ['echo "creates=x"', {}, 'echo "creates=x"'],
  ["a\n  b\n\nc", {}, "a\n  b\n\nc"],
  ["a \n b", {}, "a \nb"],
  ["echo {{ a  b }}  c", {}, "echo {{ a  b }}  c"],
];

for (const [text, options, free] of COMMANDS)
  test(`${JSON.stringify(text)} stays a command line, its own options taken out`, (t) => {
    t.deepEqual(split(text, true), { options, free });
  });

for (const text of ['a="b', "echo it's", "a={{ b"])
  test(`${text} is not closed`, (t) => {
    t.is(t.throws(() => splitArgs(text, true), { instanceOf: Fault })?.code, "PLAYBOOK_INVALID");
  });

/** text, options, the rest; or a text alone where something is not closed: recorded from Ansible */
type Recorded = [string, Options, string] | [string];
const recorded = JSON.parse(readFileSync("test/playbook/split_args.json", "utf8")) as {
  options: Recorded[];
  commands: Recorded[];
};

for (const [kind, rows] of Object.entries(recorded))
  test(`texts of ${kind} in pieces of every kind`, (t) => {
    for (const [text, options, free] of rows)
      if (options === undefined)
        t.throws(() => splitArgs(text, kind === "commands"), { instanceOf: Fault }, text);
      else t.deepEqual(split(text, kind === "commands"), { options, free: free! }, text);
  });
