import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { diagnose, diagnoseUserData, healthyLine, ROWS } from "../../src/doctor/ecs_agent.js";
import type { Evidence } from "../../src/doctor/evidence.js";

const FOLDER = "test/doctor/fixtures/ecs_agent";
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

function evidenceOf(name: string): Evidence {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Evidence;
}

for (const name of names.filter((one) => !one.startsWith("00-")))
  test(`${name} is recognised as exactly row ${Number(name.slice(0, 2))}, by a line of its own`, (t) => {
    const findings = diagnose(evidenceOf(name));
    t.deepEqual(
      findings.map(({ row }) => row),
      [Number(name.slice(0, 2))],
      JSON.stringify(findings, undefined, 2),
    );
    const [{ cause, evidence, fix, title }] = findings as [(typeof findings)[0]];
    for (const text of [cause, evidence, fix, title]) t.true(text.length > 5, text);
    t.notRegex(cause + evidence + fix, /undefined|NaN/);
  });

test("there is a fixture for each of the fourteen rows", (t) => {
  t.deepEqual(
    ROWS.map(({ row }) => row),
    Array.from({ length: 14 }, (_, index) => index + 1),
  );
  t.deepEqual(
    [...new Set(names.map((name) => Number(name.slice(0, 2))))].sort((a, b) => a - b),
    [0, ...ROWS.map(({ row }) => row)],
  );
});

test("a healthy host has no findings, and is described", (t) => {
  const evidence = evidenceOf("00-healthy.json");
  t.deepEqual(diagnose(evidence), []);
  t.regex(
    healthyLine(evidence),
    /^in prod as 0f1e\S+, Amazon ECS Agent - v1\.105\.1.*; ECS sees it as connected$/,
  );
});

test("an agent that is not there for no known reason is not called healthy", (t) => {
  const [finding, ...more] = diagnose(evidenceOf("00-unknown.json"));
  t.deepEqual(more, []);
  t.like(finding, {
    row: 0,
    evidence: 'level=error time=2026-11-20T08:04:05Z msg="could not start Agent: something new"',
  });
  t.deepEqual(
    diagnose({}).map(({ row }) => row),
    [2],
    "no evidence at all is no health",
  );
});

test("errors of the time before the agent registered are not held against it", (t) => {
  const log = evidenceOf("06-cluster-not-found.json").agent_log!;
  t.deepEqual(diagnose({ ...evidenceOf("00-healthy.json"), agent_log: log }), []);
});

test("a clock that nobody synchronises, but is right, is no cause", (t) => {
  const { clock } = evidenceOf("00-healthy.json");
  t.deepEqual(
    diagnose({ ...evidenceOf("10-clock.json"), clock }).map(({ row }) => row),
    [0],
  );
});

test("several causes come in the order of the table", (t) => {
  const evidence = { ...evidenceOf("11-disk-full.json"), imds_role: "404 Not Found", cgroup: "cgroup2fs" };
  t.deepEqual(
    diagnose({ ...evidence, agent_package: "1.51.0", agent_log: "" }).map(({ row }) => row),
    [4, 11, 14],
  );
});

test("a terminal end comes with its reason, where the log has one", (t) => {
  const { unit } = evidenceOf("03-terminal.json");
  t.deepEqual(
    diagnose({ ...evidenceOf("06-cluster-not-found.json"), unit }).map(({ row }) => row),
    [3, 6],
  );
});

test("the original project's user data is named as row 1, and that it configures too late as row 7", (t) => {
  const findings = diagnoseUserData(readFileSync(join(FOLDER, "original_user_data.sh"), "utf8"));
  t.deepEqual(
    findings.map(({ row, evidence }) => [row, evidence]),
    [
      [1, "line 5: systemctl enable --now ecs"],
      [7, 'line 6: echo "ECS_CLUSTER=ecs_cluster" >> /etc/ecs/ecs.config'],
    ],
  );
  t.regex(findings[0]!.fix, /--no-block/);
});

test("on a host that is stuck, the line of its user data is named", (t) => {
  const [finding] = diagnose(evidenceOf("01-user-data-deadlock.json"));
  t.regex(finding!.cause, /^line 5 of the user data, `systemctl enable --now ecs`/);
  t.is(finding!.evidence, "238 ecs.service           start waiting");
  t.regex(finding!.fix, /^systemctl cancel 238 /);
});
