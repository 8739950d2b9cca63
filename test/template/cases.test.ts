import { readFileSync } from "node:fs";
import test from "ava";
import { answerTo, type Recorded, recordedCases } from "../helpers/recorded_templates.js";

/** Templates, and what the Templar of Ansible 2.18 makes of each with and without native types. */
const FILES = [
  "types",
  "numbers",
  "text",
  "lists",
  "statements",
  "backslashes",
  "conditions",
  "files",
  "undefined",
  "nulls",
  "literals",
  "changes",
] as const;

/** Where we differ, with the reason. */
const DIFFERS: Readonly<Record<string, string>> = JSON.parse(
  readFileSync("test/template/cases/differs.json", "utf8"),
);

const nameOf = (file: string, { t, mode, lstrip, trim }: Recorded) =>
  `${file}: ${JSON.stringify(t)}${file === "changes" && mode ? " in a file" : ""}${lstrip ? " lstrip_blocks" : ""}${trim === false ? " no trim_blocks" : ""}`;

for (const file of FILES)
  for (const one of recordedCases(file))
    test(nameOf(file, one), (t) => {
      if (Object.hasOwn(DIFFERS, one.t)) return t.pass(DIFFERS[one.t]);
      for (const native of [false, true]) {
        const expected = native ? (one.native ?? one.is) : one.is;
        const answer = answerTo(one, native);
        if (typeof expected === "string")
          t.is(answer.value ?? `fails: ${answer.fails}`, expected, native ? "native" : "text");
        else t.not(answer.fails, undefined, `gives ${answer.value}, should fail: ${expected.fails}`);
        if (typeof expected !== "string" && /^'[\w.]+' is undefined$/.test(expected.fails))
          t.true(answer.fails?.includes(expected.fails), `${answer.fails} should say ${expected.fails}`);
      }
    });

test("every difference is still one", (t) => {
  const all = FILES.flatMap((file) => recordedCases(file));
  for (const text of Object.keys(DIFFERS)) {
    const one = all.find((row) => row.t === text);
    t.truthy(one, text);
    const answer = answerTo(one!, false);
    const same =
      typeof one!.is === "string"
        ? answer.value === one!.is && answerTo(one!, true).value === (one!.native ?? one!.is)
        : answer.fails !== undefined;
    t.false(same, `${text} is as in Ansible now`);
  }
});
