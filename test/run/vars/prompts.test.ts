import test from "ava";
import { Fault } from "../../../src/model/errors.js";
import { isUnsafe } from "../../../src/model/value.js";
import type { Run } from "../../../src/run/hosts/engine.js";
import { askPrompts } from "../../../src/run/vars/prompts.js";
import { readFiles } from "../../playbook/reading.js";

interface Asked {
  answers?: (string | undefined)[];
  given?: Record<string, string>;
}

/** What a play's prompts ask, what they warn of and hide, and what comes of the answers. */
async function ask(prompts: string, { answers = [], given = {} }: Asked = {}) {
  const [play] = readFiles({ "site.yml": `- hosts: all\n  vars_prompt: ${prompts}\n` }).plays;
  const asked: string[] = [];
  const hidden: unknown[] = [];
  const warned: string[] = [];
  const nothing = { groups: new Map(), hosts: new Map() };
  const run = {
    extraVars: given,
    secrets: { addAll: (value: unknown) => hidden.push(value) },
    emit: (event: { text: string }) => warned.push(event.text),
    ask: async (question: string, { echo }: { echo: boolean }) => {
      asked.push(`${question}${echo ? "" : "(hidden)"}`);
      return answers.shift();
    },
    inventory: { hosts: new Map(), groups: new Map(), sources: [] },
    inventoryVars: nothing,
    readVarsFolder: () => nothing,
    settings: {},
  } as unknown as Run;
  const found = await askPrompts(run, play!).catch((error: unknown) => error as Fault);
  return { found: found instanceof Fault ? found : { ...found }, raw: found, asked, hidden, warned };
}

const ROWS: [string, string, Asked, object, string[]][] = [
  ["an answer", "[{name: a}]", { answers: ["x"] }, { a: "x" }, ["a: (hidden)"]],
  [
    "one that is shown",
    "[{name: a, prompt: Which, private: false}]",
    { answers: ["x"] },
    { a: "x" },
    ["Which: "],
  ],
  ["a default", "[{name: a, default: d}]", { answers: [""] }, { a: "d" }, ["a [d]: (hidden)"]],
  ["a default where nobody is there", "[{name: a, default: 5}]", {}, { a: "5" }, ["a [5]: (hidden)"]],
  ["nothing, where that is the answer", "[{name: a}]", { answers: [""] }, { a: "" }, ["a: (hidden)"]],
  [
    "what -e says",
    "[{name: a}, {name: b}]",
    { given: { a: "g" }, answers: ["x"] },
    { b: "x" },
    ["b: (hidden)"],
  ],
  [
    "what is confirmed",
    "[{name: a, confirm: true}]",
    { answers: ["x", "y", "z", "z"] },
    { a: "z" },
    ["a: (hidden)", "confirm a: (hidden)", "a: (hidden)", "confirm a: (hidden)"],
  ],
];

for (const [what, prompts, given, expected, questions] of ROWS)
  test(`${what} is the variable's value`, async (t) => {
    const { found, asked } = await ask(prompts, given);
    t.deepEqual(found, expected as never);
    t.deepEqual(asked, questions);
  });

test("what is not shown is a secret, whoever gives it; what differs is asked again", async (t) => {
  const prompts = "[{name: a, confirm: true}, {name: b, private: false}, {name: c}]";
  const { hidden, warned } = await ask(prompts, { answers: ["x", "y", "z", "z", "w"], given: { c: "g" } });
  t.deepEqual(hidden, ["z", "g"]);
  t.deepEqual(warned, ["the two values entered do not match"]);
});

test("an answer may be marked as no template, or be hashed", async (t) => {
  const { raw } = await ask("[{name: a, unsafe: true}, {name: b}]", { answers: ["{{ x }}", "y"] });
  t.deepEqual([isUnsafe(raw, "a"), isUnsafe(raw, "b")], [true, false]);
  const hashed = await ask("[{name: a, encrypt: sha512_crypt, salt: abcdefgh}]", { answers: ["x"] });
  t.regex((hashed.found as { a: string }).a, /^\$6\$(rounds=\d+\$)?abcdefgh\$/);
});

test("a hash that nobody knows is told before anybody is asked, and that nobody is there with the way out", async (t) => {
  const unknown = await ask("[{name: a}, {name: b, encrypt: rot13}]", { answers: ["x", "y"] });
  t.regex((unknown.found as Fault).message, /`b` cannot be encrypted by `rot13`/);
  t.deepEqual(unknown.asked, []);
  const nobody = await ask("[{name: a}]");
  t.is((nobody.found as Fault).code, "USAGE");
  t.regex((nobody.found as Fault).hint ?? "", /-e a=/);
});
