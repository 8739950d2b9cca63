import { readFileSync } from "node:fs";
import test from "ava";
import { BLOCK_KEYWORDS, PLAY_KEYWORDS, SHARED_KEYWORDS, TASK_KEYWORDS } from "../../src/model/play.js";
import { caseFiles } from "../helpers/case.js";

/** Ones that no play of `cases/` can show: what they do is elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  user: "an old name of remote_user: test/playbook/faults.test.ts",
  validate_argspec: "of 2.19: read and left alone",
};

test("every keyword of the language stands in a case", (t) => {
  const texts = caseFiles("test/run/cases").map((path) => readFileSync(path, "utf8"));
  const isUsed = (keyword: string) =>
    texts.some(
      (text) => new RegExp(`(^|[\\s{,"'-])${keyword}: `, "m").test(text) || text.includes(`${keyword}:\n`),
    );
  const all = [...SHARED_KEYWORDS, ...BLOCK_KEYWORDS, ...TASK_KEYWORDS, ...PLAY_KEYWORDS];
  const missing = all.filter((keyword) => !isUsed(keyword) && !Object.hasOwn(ELSEWHERE, keyword));
  t.deepEqual(missing, []);
});
