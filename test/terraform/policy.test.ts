import test from "ava";
import { goodPlan } from "./good_plan.js";
import { describe, findingsIn, RULES } from "./policy.js";
import { breakPlan } from "./sample.js";
import { SAMPLES } from "./samples.js";

test("a plan as the policy wants it has no findings", (t) => {
  t.deepEqual(findingsIn(goodPlan).map(describe), []);
});

for (const sample of SAMPLES)
  test(`${sample.rule} reports a plan where ${sample.how}`, (t) => {
    const broken = breakPlan(sample, goodPlan);
    if (!broken) return t.fail(`the good plan has nothing of ${sample.type} to break`);
    const findings = findingsIn(broken.plan);
    t.deepEqual(
      [...new Set(findings.map(({ rule }) => rule))],
      [sample.rule],
      findings.map(describe).join("\n"),
    );
    t.true(findings.some(({ address }) => address === broken.address));
  });

test("each rule is broken by a sample, and no sample is about a rule that is not there", (t) => {
  const broken = new Set(SAMPLES.map(({ rule }) => rule));
  t.deepEqual([...broken].sort(), RULES.map(({ id }) => id).sort());
});

test("a finding names the place and the intent", (t) => {
  const sample = SAMPLES.find(({ rule }) => rule === "ecr-tags-immutable")!;
  t.deepEqual(findingsIn(breakPlan(sample, goodPlan)!.plan).map(describe), [
    "aws_ecr_repository.this: lets tags be moved (ecr-tags-immutable: a tag of an image means one image for ever)",
  ]);
});
