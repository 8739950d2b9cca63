import test from "ava";
import { type Diagnosis, jsonText, shownText } from "../../../src/cli/doctor/text.js";
import { typedBeside } from "../../helpers/typed.js";

const finding = (row: number) => ({
  row,
  title: `title ${row}`,
  cause: "why",
  evidence: "one\ntwo",
  fix: "do this",
});
const [first, second] = [finding(0), finding(3)] as unknown as Diagnosis["findings"];

const SECTION = `why
    evidence  one
              two
    fix       do this
`;

const ROWS: readonly (readonly [what: string, diagnosis: Diagnosis, text: string])[] = [
  ["healthy", { subject: "h1", state: "healthy", note: "all well", findings: [] }, "h1: healthy: all well\n"],
  [
    "failed without a word",
    { subject: "h1", state: "failed", note: undefined, findings: [] },
    "h1: failed: \n",
  ],
  [
    "one cause",
    { subject: "h1", state: "ill", note: undefined, findings: [second!] },
    `h1: 1 cause found, the cheapest to look at first\n\n  title 3 (row 3)\n    cause     ${SECTION}`,
  ],
  [
    "two, and ECS did not answer",
    { subject: "h1", state: "ill", note: "no answer", findings: [first!, second!] },
    `h1: 2 causes found, the cheapest to look at first\n\n  title 0\n    cause     ${SECTION}\n  title 3 (row 3)\n    cause     ${SECTION}\n  ECS itself did not answer: no answer\n`,
  ],
];

for (const [what, diagnosis, text] of ROWS)
  test(`what a doctor shows: ${what}`, (t) => {
    t.is(shownText([diagnosis]), text);
    t.is(shownText([diagnosis, diagnosis]), `${text}\n${text}`);
    t.deepEqual(JSON.parse(jsonText([diagnosis])), {
      check: "ecs-agent",
      results: [JSON.parse(JSON.stringify(diagnosis))],
    });
  });

const ILL = "#!/bin/bash\nsystemctl enable --now ecs\n";
const FINE = "#!/bin/bash\necho ECS_CLUSTER=web >>/etc/ecs/ecs.config\n";

/** User data, what is typed behind --user-data FILE, the code, and what is shown. */
const TYPED: readonly (readonly [text: string, words: string[], code: number, out: RegExp])[] = [
  [ILL, [], 2, /^data: 1 cause found[\s\S]*evidence {2}line 2: systemctl enable --now ecs/],
  [ILL, ["--json"], 2, /^\{\n {2}"check": "ecs-agent"[\s\S]*"state": "ill"/],
  [FINE, [], 0, /^data: healthy: nothing in it is known/],
  [Buffer.from(FINE).toString("base64"), [], 0, /^data: healthy/],
  [Buffer.from(ILL).toString("base64").replace(/.{20}/g, "$&\n"), [], 2, /line 2: systemctl/],
  ["short", [], 0, /healthy/],
];

for (const [text, words, code, out] of TYPED)
  test(`a doctor of user data ${JSON.stringify(text.slice(0, 30))} ${words.join(" ")} ends with ${code}`, async (t) => {
    const ran = await typedBeside({ data: text }, ["doctor", "ecs-agent", "--user-data", "data", ...words]);
    t.regex(ran.stdout, out, ran.stderr);
    t.is(ran.code, code);
  });

test("a doctor is told one thing to look at, no more and no less", async (t) => {
  for (const words of [[], ["h1", "--user-data", "x"]]) {
    const ran = await typedBeside({}, ["doctor", "ecs-agent", ...words]);
    t.is(ran.code, 2);
    t.regex(ran.stderr, /takes a HOST, or --user-data FILE/);
  }
});
