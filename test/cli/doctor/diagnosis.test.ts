import { readFileSync } from "node:fs";
import test from "ava";
import { diagnosisOf, exitCode } from "../../../src/cli/doctor/doctor.js";
import type { Gathered } from "../../../src/cli/doctor/hosts.js";
import type { Diagnosis } from "../../../src/cli/doctor/text.js";
import { diagnose, healthyLine } from "../../../src/doctor/ecs_agent.js";
import type { Evidence } from "../../../src/doctor/evidence.js";

const evidenceOf = (name: string): Evidence =>
  JSON.parse(readFileSync(`test/doctor/fixtures/ecs_agent/${name}.json`, "utf8"));
const healthy = evidenceOf("00-healthy");
const ill = evidenceOf("07-config-after-start");
const findings = diagnose(ill);

/** What a host said, whether ECS refused to answer, and what is told. */
const ROWS: readonly (readonly [
  gathered: Omit<Gathered, "host">,
  refusal: string | undefined,
  told: object,
])[] = [
  [{ evidence: healthy }, undefined, { state: "healthy", note: healthyLine(healthy), findings: [] }],
  [{ evidence: healthy }, "denied", { state: "failed", note: "denied", findings: [] }],
  [{ evidence: ill }, undefined, { state: "ill", note: undefined, findings }],
  [{ evidence: ill }, "denied", { state: "ill", note: "denied", findings }],
  [{ problem: "no way" }, undefined, { state: "failed", note: "no way", findings: [] }],
  [{ problem: "no way", unreachable: true }, "x", { state: "unreachable", note: "no way", findings: [] }],
];

test("what is told of a host follows from what it and ECS have said", (t) => {
  t.true(findings.length > 0);
  for (const [gathered, refusal, told] of ROWS)
    t.deepEqual(diagnosisOf({ host: "h", ...gathered }, refusal), { subject: "h", ...told } as Diagnosis);
});

test("the worst host decides the exit code", (t) => {
  const codeOf = (...states: Diagnosis["state"][]) =>
    exitCode(states.map((state) => ({ subject: "h", state, note: undefined, findings: [] })));
  t.is(codeOf(), 0);
  t.is(codeOf("healthy", "healthy"), 0);
  t.is(codeOf("healthy", "ill"), 2);
  t.is(codeOf("failed", "healthy"), 2);
  t.is(codeOf("ill", "unreachable", "healthy"), 4);
});
