import test from "ava";
import { MASK, Secret } from "../../src/model/secret.js";
import { SecretStore } from "../../src/model/secret_store.js";
import { DateValue, Float } from "../../src/model/value.js";

const storeOf = (...secrets: unknown[]): SecretStore => {
  const store = new SecretStore();
  for (const secret of secrets) store.addAll(secret);
  return store;
};

const TEXTS: [why: string, secret: unknown, text: string, shown: string][] = [
  ["a text is masked wherever it stands", "hunter2", "a hunter2b hunter2", `a ${MASK}b ${MASK}`],
  ["a secret by itself is one", new Secret("hunter2"), "hunter2", MASK],
  ["short ones would garble everything", "abc", "abc abcd", "abc abcd"],
  ["four letters are long enough", "abcd", "abcd", MASK],
  ["spaces around do not count as letters", "  ab  ", "  ab  ", "  ab  "],
  ["words that every event says are none", "changed", "changed: one", "changed: one"],
  ["with spaces around they are none as well", " changed\n", "changed: one", "changed: one"],
  ["the trimmed text is masked too", " hunter2\n", "say hunter2!", `say ${MASK}!`],
  ["each line is a secret", "first1\nsecond2\n", "second2 and first1", `${MASK} and ${MASK}`],
  ["short lines are none", "first1\nab\n", "ab first1", `ab ${MASK}`],
  ["the longest spelling goes first", ["hunter2", "hunter2hunter2"], "hunter2hunter2", MASK],
  ["signs of patterns are signs", "a.c*d", "abccd a.c*d", `abccd ${MASK}`],
  ["as JSON spells it", 'a"b\\c', '{"x": "a\\"b\\\\c"}', `{"x": "${MASK}"}`],
  ["as JSON within JSON spells it", 'a"b c', 'a\\\\\\"b c', MASK],
  ["as Python's JSON spells it", "grün 1", "gr\\u00fcn 1", MASK],
  ["as a shell spells it", "it's 1", `'it'"'"'s 1'`, `'${MASK}'`],
  ["as a shell spells it, with a backslash", "it's 1", `'it'\\''s 1'`, `'${MASK}'`],
  ["within double quotes", "a$b`c", '"a\\$b\\`c"', `"${MASK}"`],
  ["sign by sign", "a b;c", "a\\ b\\;c", MASK],
  ["in a URL", "a b/c", "?x=a%20b%2Fc", `?x=${MASK}`],
  ["in a form", "a b/c", "?x=a+b%2Fc", `?x=${MASK}`],
  ["in a path of a URL", "a b/c", "/a%20b/c", `/${MASK}`],
  ["in a strict URL", "a(b)!", "a%28b%29%21", MASK],
  ["in HTML", `a<b>"c'`, "a&lt;b&gt;&quot;c&#39;", MASK],
  ["in HTML of templates", `a<b>"c'`, "a&lt;b&gt;&#34;c&#39;", MASK],
  ["in HTML of Python", `a<b>"c'`, "a&lt;b&gt;&quot;c&#x27;", MASK],
  ["in plain HTML", `a&b"`, 'a&amp;b"', MASK],
  ["as repr() shows it", "it's 1", `"it's 1"`, `"${MASK}"`],
  ["as repr() shows both quotes", `it's "1"`, `'it\\'s "1"'`, `'${MASK}'`],
  ["as repr() shows control characters", "a\tb\\c", "'a\\tb\\\\c'", `'${MASK}'`],
  ["long numbers are secrets", 123456, "id 123456", `id ${MASK}`],
  ["short numbers are none", 12345, "id 12345", "id 12345"],
  [
    "what is in lists and mappings is found",
    { a: ["hunter2", { b: "winter3" }] },
    "hunter2 winter3",
    `${MASK} ${MASK}`,
  ],
  ["keys are none", { hunter2: 1 }, "hunter2", "hunter2"],
  ["values of maps are found", new Map([[1, "hunter2"]]), "hunter2", MASK],
  ["a text of three letters is never looked at", "abcd", "abc", "abc"],
];

for (const [why, secret, text, shown] of TEXTS)
  test(`secrets: ${why}`, (t) => {
    t.is(storeOf(secret).mask(text), shown);
  });

test("lines of a very long secret are masked one by one, alone in their lines", (t) => {
  const lines = Array.from({ length: 201 }, (_, at) => `line number ${at}`);
  const store = storeOf(lines.join("\n"));
  t.is(store.mask("x\n  line number 7\nline number 7 too"), `x\n  ${MASK}\nline number 7 too`);
  t.is(storeOf(lines.slice(0, 200).join("\n")).mask("say line number 7!"), `say ${MASK}!`);
});

test("plain data are masked in their texts, numbers and keys; what every event says stays", (t) => {
  const store = storeOf("hunter2", 1234567, "msg_of_all");
  const date = new DateValue("2020-01-02", new Date());
  const float = new Float(1);
  /** data | the copy */
  const rows: [unknown, unknown][] = [
    ["hunter2", MASK],
    [
      ["hunter2", 1],
      [MASK, 1],
    ],
    [
      { hunter2: "x", msg: "hunter2" },
      { [MASK]: "x", msg: MASK },
    ],
    [{ a: { b: ["hunter2"] } }, { a: { b: [MASK] } }],
    [1234567, MASK],
    [1234567n, MASK],
    [12, 12],
    [null, null],
    [undefined, undefined],
    [true, true],
    [
      new Map<unknown, unknown>([
        ["hunter2", 1],
        [2, "hunter2"],
      ]),
      new Map<unknown, unknown>([
        [MASK, 1],
        [2, MASK],
      ]),
    ],
    [
      { changed: "changed", stdout: "" },
      { changed: "changed", stdout: "" },
    ],
  ];
  for (const [data, copy] of rows) t.deepEqual(store.maskDeep(data), copy);
  t.is(store.maskDeep(date), date);
  t.is(store.maskDeep(float), float);
  const none = new SecretStore();
  const data = { a: 1 };
  t.is(none.maskDeep(data), data);
});

test("what is encrypted by itself is not opened to look for secrets", (t) => {
  const vars = Object.defineProperty({ a: "hunter2" }, "b", {
    get: () => t.fail("it was opened"),
    enumerable: true,
  });
  t.is(storeOf(vars).mask("hunter2"), MASK);
});
