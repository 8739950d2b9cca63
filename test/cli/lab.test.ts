import test from "ava";
import { inFolder } from "../helpers/play.js";
import { typed } from "../helpers/typed.js";

/** What is typed where there is no lab: the code and what is printed. */
const NONE: readonly (readonly [words: string[], code: number, out: string, err: RegExp])[] = [
  [["status"], 0, "there is no lab: `tera lab up` starts it\n", /^$/],
  [["down"], 0, "there is no lab\n", /^$/],
  [["stauts"], 2, "", /ACTION cannot be `stauts`\n {2}did you mean `status`/],
  [[], 2, "", /ACTION is missing/],
];

for (const [words, code, out, err] of NONE)
  test(`tera lab ${words.join(" ")} where there is none`, (t) =>
    inFolder({}, async (cwd) => {
      const ran = await typed(["lab", ...words], { cwd });
      t.is(ran.stdout, out, ran.stderr);
      t.regex(ran.stderr, err);
      t.is(ran.code, code);
    }));
