import test from "ava";
import { Fault } from "../../src/model/errors.js";
import type { PlainDict, Value } from "../../src/model/value.js";
import { readPrompts } from "../../src/playbook/prompts.js";
import { readYaml } from "../../src/yaml/read.js";

const AT = { path: "site.yml", line: 9, column: 9 };
const prompts = (text: string) => readPrompts(readYaml(text, "site.yml") as PlainDict, AT);
const place = (line: number, column: number) => ({ path: "site.yml", line, column });

/** What a play says, and what is asked. */
const ASKED: readonly (readonly [text: string, asked: readonly object[]])[] = [
  ["a: 1", []],
  ["vars_prompt: []", []],
  [
    "vars_prompt:\n  - name: one\n    prompt: Which?\n",
    [
      {
        name: "one",
        prompt: { value: "Which?", at: place(3, 13) },
        private: true,
        confirm: false,
        unsafe: false,
      },
    ],
  ],
  [
    "vars_prompt: {name: one}",
    [
      {
        name: "one",
        prompt: { value: "one", at: place(1, 14) },
        private: true,
        confirm: false,
        unsafe: false,
      },
    ],
  ],
  [
    "vars_prompt:\n  - {name: one, private: no, confirm: 'yes', unsafe: true, default: 7}\n  - name: two\n",
    [
      {
        name: "one",
        prompt: { value: "one", at: place(2, 5) },
        default: { value: 7, at: place(2, 69) },
        private: false,
        confirm: true,
        unsafe: true,
      },
      {
        name: "two",
        prompt: { value: "two", at: place(3, 5) },
        private: true,
        confirm: false,
        unsafe: false,
      },
    ],
  ],
  ...(
    [
      ["encrypt: sha512_crypt", { algorithm: "sha512_crypt" }],
      ["encrypt: md5_crypt, salt: 12, salt_size: 7", { algorithm: "md5_crypt", salt: "12", saltSize: 7 }],
      ["encrypt: md5_crypt, salt: null, salt_size: null", { algorithm: "md5_crypt" }],
      ["encrypt: null, salt: a", undefined],
      ["salt: a, salt_size: 8", undefined],
    ] as const
  ).map(
    ([words, encrypt]) =>
      [
        `vars_prompt: [{name: one, ${words}}]`,
        [
          {
            name: "one",
            prompt: { value: "one", at: place(1, 15) },
            private: true,
            confirm: false,
            ...(encrypt === undefined ? {} : { encrypt }),
            unsafe: false,
          },
        ],
      ] as const,
  ),
];

test("what a play asks for is read with its places", (t) => {
  for (const [text, asked] of ASKED) {
    const found = JSON.parse(JSON.stringify(prompts(text))) as object[];
    t.deepEqual(found, [...asked], text);
  }
});

/** What is wrong, where, and what is said of it. */
const REFUSED: readonly (readonly [
  text: string,
  line: number,
  column: number,
  says: RegExp,
  hint: RegExp,
])[] = [
  ["vars_prompt: [{prompt: a}]", 1, 15, /missing 'name' key/, /`name` and a `prompt`/],
  ["vars_prompt:\n  - name: a\n  - b\n", 3, 5, /missing 'name' key/, /`name` and a `prompt`/],
  ["vars_prompt: [{name: 1}]", 1, 15, /missing 'name' key/, /./],
  ["vars_prompt: x", 9, 9, /missing 'name' key/, /./],
  ["vars_prompt:\n  - name: a\n    promt: b\n", 3, 5, /unsupported key 'promt'/, /`prompt`/],
];

test("what cannot be asked is told where it stands", (t) => {
  for (const [text, line, column, says, hint] of REFUSED) {
    const fault = t.throws(() => prompts(text), { instanceOf: Fault }, text);
    t.regex(fault.message, says);
    t.regex(fault.hint ?? "", hint);
    t.like(fault.at, { line, column }, text);
  }
});

test("what a play says may come without places", (t) => {
  const source = { vars_prompt: [{ name: "a", prompt: "b" }] } as unknown as PlainDict;
  t.deepEqual(readPrompts(source, AT)[0]?.prompt, { value: "b" as Value, at: AT });
});
