import { basename } from "node:path";
import test from "ava";
import {
  asExpected,
  caseFiles,
  type Expectation,
  inOrder,
  type PlayCase,
  readCases,
  runCase,
  runWithAnsible,
} from "../helpers/case.js";

const ansible = process.env.ANSIBLE_PLAYBOOK;
/** CASES=handlers: only the files whose name holds that */
const wanted = process.env.CASES ?? "";
const onlyRecord = process.env.RECORD !== undefined;

for (const path of caseFiles("test/run/cases").filter((file) => basename(file).includes(wanted))) {
  const file = readCases(path);
  for (const [index, one] of file.cases.entries()) {
    if (onlyRecord && one.expect) continue;
    test.serial(`${basename(path, ".yml")}: ${one.name}`, async (t) => {
      const expected: Expectation = inOrder(one, one.expect ?? (await record(one, index)));
      if (onlyRecord) return t.pass();
      const { output: _ownWords, ...shared } = expected;
      if (ansible && one.expect && one.deviation === undefined)
        t.deepEqual(asExpected(one, await runWithAnsible(one, ansible), shared), shared, "Ansible");
      const outcome = await runCase(one);
      t.deepEqual(asExpected(one, outcome, expected), expected, outcome.output);
    });
  }

  async function record(one: PlayCase, index: number) {
    if (!ansible)
      throw new Error("the case expects nothing: record it with ANSIBLE_PLAYBOOK (see test/helpers/case.ts)");
    const { output, ...outcome } = await runWithAnsible(one, ansible);
    file.record(index, { ...outcome, output });
    return outcome;
  }
}
