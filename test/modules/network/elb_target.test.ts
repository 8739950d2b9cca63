import { EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import test from "ava";
import { query, textOf } from "../../../src/aws/query.js";
import type { PlainDict } from "../../../src/model/value.js";
import elb_target from "../../../src/modules/network/elb_target.js";
import { type AnswerServer, startAnswers } from "../../helpers/answers.js";
import { awsEnv } from "../../helpers/aws_env.js";
import { appliedHere } from "../../helpers/here.js";
import { missingForMoto, startMoto } from "../../helpers/moto.js";

const ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef";
const missing = missingForMoto();
if (missing && process.env.CI) test("there is an emulator", (t) => t.fail(missing));

const health = (state: string, reason = ""): string =>
  `<R><TargetHealthDescriptions><member><Target><Id>i-1</Id><Port>8080</Port></Target><TargetHealth><State>${state}</State><Reason>${reason}</Reason><Description>as said</Description></TargetHealth></member></TargetHealthDescriptions></R>`;

/** A load balancer whose target is, each time it is asked, what comes next; the last one stays. */
async function balancer(states: readonly string[]): Promise<AnswerServer & { calls(): string[] }> {
  let at = 0;
  const server = await startAnswers((body) => {
    if (!body.startsWith("Action=DescribeTargetHealth")) return { body: "<R/>" };
    const [state = "", reason] = states[Math.min(at, states.length - 1)]!.split(" ");
    at += 1;
    return { body: health(state, reason) };
  });
  Object.assign(process.env, awsEnv(server.url, "us-east-1"));
  return { ...server, calls: () => server.asked.map(({ body }) => /Action=(\w+)/.exec(body)![1]!) };
}

const args = (state: string, more = {}): PlainDict => ({
  state,
  target_group_arn: ARN,
  target_id: "i-1",
  ...more,
});

/** What the target is, what is asked for, and what is done about it. */
const CASES: readonly [title: string, states: string[], args: PlainDict, changed: boolean, does: string[]][] =
  [
    [
      "one that is in is taken out, and waited for until its last requests are answered",
      ["healthy", "draining", "draining", "unused Target.NotRegistered"],
      args("absent", { target_status: "unused" }),
      true,
      ["DeregisterTargets"],
    ],
    [
      "one that is out is put in, and waited for until it is healthy",
      ["unused Target.NotRegistered", "initial", "healthy"],
      args("present", { target_status: "healthy" }),
      true,
      ["RegisterTargets"],
    ],
    ["one that is in stays in", ["healthy"], args("present", { target_status: "healthy" }), false, []],
    ["one that is out stays out", ["unused Target.NotRegistered"], args("absent"), false, []],
    [
      "one that is on its way out can come back",
      ["draining", "healthy"],
      args("present"),
      true,
      ["RegisterTargets"],
    ],
    [
      "one in a group that no load balancer uses is in",
      ["unused Target.NotInUse"],
      args("present"),
      false,
      [],
    ],
  ];

for (const [title, states, given, changed, does] of CASES)
  test.serial(title, async (t) => {
    const asked = await balancer(states);
    t.teardown(asked.stop);
    const predicted = await appliedHere(elb_target, given, { check: true });
    t.is(predicted.changed, changed);
    t.deepEqual(new Set(asked.calls()), new Set(["DescribeTargetHealth"]), "check mode changes nothing");
    const server = await balancer(states);
    t.teardown(server.stop);
    const done = await appliedHere(elb_target, given);
    t.is(done.changed, changed);
    const calls = server.calls().filter((call) => call !== "DescribeTargetHealth");
    t.deepEqual(calls, does);
    t.regex(server.asked[0]!.headers.authorization!, /\/eu-west-1\/elasticloadbalancing\/aws4_request/);
  });

test.serial("waiting ends when the target is as wanted, and not before", async (t) => {
  const server = await balancer(["healthy", "draining", "draining", "unused Target.NotRegistered"]);
  t.teardown(server.stop);
  await appliedHere(elb_target, args("absent", { target_status: "unused" }));
  t.is(server.calls().filter((call) => call === "DescribeTargetHealth").length, 4);
});

test.serial("one that does not become healthy is told with the load balancer's reason", async (t) => {
  const server = await balancer(["unhealthy Target.FailedHealthChecks"]);
  t.teardown(server.stop);
  const given = args("present", { target_status: "healthy", target_status_timeout: 0 });
  await t.throwsAsync(appliedHere(elb_target, given), {
    message:
      /i-1 is not healthy in .* after 0 seconds: port 8080 unhealthy, Target\.FailedHealthChecks, as said/,
  });
});

test.serial("what AWS refuses is said as for every service", async (t) => {
  const server = await startAnswers(() => ({
    status: 403,
    body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
  }));
  t.teardown(server.stop);
  Object.assign(process.env, awsEnv(server.url, "us-east-1"));
  await t.throwsAsync(appliedHere(elb_target, args("present")), {
    message: "AWS refuses elasticloadbalancing:DescribeTargetHealth in eu-west-1 to these credentials",
  });
});

const real = missing ? test.serial.skip : test.serial;
real("an instance goes out of a group of moto's and in again", async (t) => {
  t.timeout(120_000);
  const moto = await startMoto({ region: "us-east-1" });
  t.teardown(moto.stop);
  Object.assign(process.env, moto.env);
  const settings = { region: "us-east-1" };
  const elb = {
    name: "elasticloadbalancing",
    version: "2015-12-01",
    variable: "ELASTIC_LOAD_BALANCING_V2",
  };
  const { Instances } = await new EC2Client({}).send(
    new RunInstancesCommand({ ImageId: "ami-12c6146b", MinCount: 1, MaxCount: 1 }),
  );
  const [{ InstanceId: id = "", VpcId: vpc = "" } = {}] = Instances ?? [];
  const made = await query(elb, settings, "CreateTargetGroup", {
    ...{ Name: "web", Protocol: "HTTP", Port: "8080", VpcId: vpc },
  });
  const target = { target_group_name: "web", target_id: id };
  t.true((await appliedHere(elb_target, { ...target, state: "present", target_status: "healthy" })).changed);
  t.false((await appliedHere(elb_target, { ...target, state: "present" })).changed);
  const out = await appliedHere(elb_target, { ...target, state: "absent", target_status: "unused" });
  t.true(out.changed);
  t.is(out.target_group_arn, textOf(made, "TargetGroupArn"));
  t.false((await appliedHere(elb_target, { ...target, state: "absent" })).changed);
  await t.throwsAsync(appliedHere(elb_target, { ...target, target_group_name: "none", state: "absent" }), {
    message: /there is no target group none/,
  });
});
