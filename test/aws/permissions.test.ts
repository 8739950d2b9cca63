import { constants, generateKeyPairSync, publicEncrypt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { PERMISSIONS } from "../../src/aws/permissions.js";
import { tera } from "../e2e/cli.js";
import { startAnswers } from "../helpers/answers.js";
import { awsEnv } from "../helpers/aws_env.js";
import { startAwsStub } from "../helpers/aws_stub.js";
import { startEc2 } from "../helpers/ec2_server.js";
import { startFakeEcs } from "../helpers/fake_ecs.js";
import { missingForMoto, startMoto } from "../helpers/moto.js";
import { runFiles } from "../helpers/play.js";
import { permissionsPage } from "./permissions_page.js";

const PAGE = "docs/aws-permissions.md";
const folder = mkdtempSync(join(tmpdir(), "tera-permissions-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

test("docs/aws-permissions.md says what the list says (UPDATE_GOLDEN=1 writes it anew)", (t) => {
  const text = permissionsPage(PERMISSIONS);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, text);
  t.is(existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "", text);
});

type Env = Record<string, string>;

/** Every command: it is run so that it makes all the calls it can. */
const SCENARIOS: Readonly<Record<string, (env: Env) => Promise<void>>> = {
  "inventory amazon.aws.aws_ec2": async (env) => {
    const ec2 = await startEc2();
    const file = "test/fixtures/aws/ec2/configs/plain.aws_ec2.yml";
    await tera(["inventory", "-i", file, "--list"], { env: { ...ec2.env, ...env } });
    await ec2.stop();
  },
  "lookup tera.aws.windows_password": async (env) => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = join(folder, "key.pem");
    writeFileSync(key, privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
    const padded = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    const data = publicEncrypt(padded, Buffer.from("password-of-windows")).toString("base64");
    const server = await startAnswers(() => ({
      headers: { "content-type": "text/xml" },
      body: `<GetPasswordDataResponse><passwordData>${data}</passwordData></GetPasswordDataResponse>`,
    }));
    await play({ ...awsEnv(server.url, "us-east-1"), ...env }, [
      {
        debug: {
          msg: `{{ lookup('tera.aws.windows_password', 'i-0123456789abcdef0', region='eu-west-1', key_file='${key}') }}`,
        },
      },
    ]);
    await server.stop();
  },
  "tera ecr login": (env) => ecr(env, ["login", "--config", join(folder, "config")]),
  "tera ecr digest": async (env) => {
    await ecr(env, ["digest", "webapp:1.0.0"]);
    await ecr(env, ["digest", "webapp:1.0.1"], 1);
  },
  "tera ecr push": (env) => ecr(env, ["push", "webapp:dev", "webapp:1.2.0"]),
  "tera provision, images of ECR by token": async (env) => {
    const stub = await startEcr();
    const login = { config_path: join(folder, "pull"), region: "us-east-1" };
    await play({ ...stub.env, ...withDocker(), ...env }, [{ "tera.aws.ecr_login": login }]);
    await stub.stop();
  },
  "tera provision, webapp_runtime ecs": async (env) => {
    const [old, bad] = ["1", "2"].map((digit) => `registry.example/webapp@sha256:${digit.repeat(64)}`);
    const ecs = await startFakeEcs(old!, { [bad!]: ["FAILED"] });
    const vars = { webapp_ecs_cluster: "prod", webapp_image: bad, webapp_ecs_delay_seconds: 0 };
    const tasks = [
      { include_role: { name: join(process.cwd(), "roles/webapp"), tasks_from: "ecs" }, ignore_errors: true },
    ];
    await play({ ...ecs.env, ...env }, tasks, vars, 2);
    await ecs.stop();
  },
  "tera doctor ecs-agent": async (env) => {
    const { withControlPlane } = await import("../../src/cli/doctor/control.js");
    const stub = await startAwsStub({
      DescribeContainerInstances: () => ({ containerInstances: [{ agentConnected: true }] }),
      DescribeServices: () => ({ services: [{ serviceName: "webapp", status: "ACTIVE", events: [] }] }),
    });
    await inEnvironment({ ...stub.env, ...env }, async () => {
      const arn = "arn:aws:ecs:us-east-1:123456789012:container-instance/prod/0123";
      const metadata = JSON.stringify({ Cluster: "prod", ContainerInstanceArn: arn, Version: "Agent - v1" });
      const found = await withControlPlane({ metadata, region: "us-east-1" }, { service: "webapp" });
      if (found.agent_connected !== "true") throw new Error("the doctor did not ask");
    });
    await stub.stop();
  },
  "module tera.aws.ecs_container_instance_info": async (env) => {
    const stub = await startAwsStub({
      ListContainerInstances: () => ({ containerInstanceArns: ["arn"] }),
      DescribeContainerInstances: () => ({ containerInstances: [] }),
    });
    await play({ ...stub.env, ...env }, [{ "tera.aws.ecs_container_instance_info": { cluster: "prod" } }]);
    await stub.stop();
  },
  "module community.aws.ecs_taskdefinition": async (env) => {
    const family = { family: "webapp", containers: [{ name: "webapp", image: "webapp:1", memory: 64 }] };
    await onMoto(env, [
      { "community.aws.ecs_taskdefinition": { state: "present", ...family } },
      { "community.aws.ecs_taskdefinition": { state: "absent", family: "webapp", revision: 1 } },
    ]);
  },
  "module community.aws.elb_target": async (env) => {
    let isIn = true;
    const server = await startAnswers((body) => {
      if (/Action=(De)?[Rr]egister/.test(body)) isIn = body.includes("Action=Register");
      const state = isIn ? "healthy" : "unused";
      return { body: `<R><TargetGroupArn>arn</TargetGroupArn>${targetIs(state)}</R>` };
    });
    const target = { target_group_name: "web", target_id: "i-1" };
    await play({ ...awsEnv(server.url, "us-east-1"), ...env }, [
      { "community.aws.elb_target": { ...target, state: "absent" } },
      { "community.aws.elb_target": { ...target, state: "present" } },
    ]);
    await server.stop();
  },
  "module community.aws.ecs_service": async (env) => {
    const fake = await startFakeEcs("webapp:1", { "webapp:2": ["FAILED"] });
    const given = { cluster: "prod", name: "webapp", state: "present", wait: true, delay: 0 };
    const release = { state: "present", copy_from: "webapp", images: { webapp: "webapp:2" } };
    const quiet = { "community.aws.ecs_taskdefinition": release, register: "made" };
    await play({ ...fake.env }, [quiet]);
    await play({ ...fake.env, ...env }, [
      {
        "community.aws.ecs_service": { ...given, task_definition: "webapp" },
        register: "found",
        failed_when: "not found.failed",
      },
    ]);
    await fake.stop();
    const service = { cluster: "default", name: "webapp", task_definition: "webapp", desired_count: 0 };
    const family = { family: "webapp", containers: [{ name: "webapp", image: "webapp:1", memory: 64 }] };
    await onMoto(
      env,
      [
        { "community.aws.ecs_service": { state: "present", ...service } },
        { "community.aws.ecs_service": { state: "absent", cluster: "default", name: "webapp" } },
      ],
      [{ "community.aws.ecs_taskdefinition": { state: "present", ...family } }],
    );
  },
};

const targetIs = (state: string): string =>
  `<Target><Id>i-1</Id></Target><TargetHealth><State>${state}</State></TargetHealth>`;

/** What runs by the AWS CLI only. */
const NO_CALLS_OF_OURS = ["connection aws_ssm"];
const NEED_MOTO = ["module community.aws.ecs_taskdefinition", "module community.aws.ecs_service"];

test("each command of the list is run", (t) => {
  t.deepEqual(
    PERMISSIONS.map(({ command }) => command).sort(),
    [...Object.keys(SCENARIOS), ...NO_CALLS_OF_OURS].sort(),
  );
});

for (const { command, permissions } of PERMISSIONS) {
  const scenario = SCENARIOS[command];
  const missing = NEED_MOTO.includes(command) ? missingForMoto() : undefined;
  if (missing && process.env.CI) test(`${command} can be run`, (t) => t.fail(missing));
  if (!scenario || missing) continue;
  test.serial(`${command} makes the calls that are documented, and no others`, async (t) => {
    const calls = join(folder, `${command.replace(/\W/g, "-")}.jsonl`);
    await scenario({ TERA_AWS_CALLS: calls });
    const lines = readFileSync(calls, "utf8").trim().split("\n");
    const made = new Set(lines.map((line) => (JSON.parse(line) as { action: string }).action));
    const documented = permissions.filter(({ by }) => by === "tera").map(({ action }) => action);
    t.deepEqual([...made].sort(), documented.sort());
  });
}

/** The actions that a Terraform file's policies name. */
function actionsIn(path: string): string[] {
  // the conditions' variables look like actions
  const text = readFileSync(path, "utf8").replace(/variable\s*=.*/g, "");
  return [
    ...new Set([...text.matchAll(/"((?:ecr|ecs|iam):[A-Z]\w+)"/g)].map(([, action]) => action!)),
  ].sort();
}

test("Terraform's policies are the documented ones", (t) => {
  const documented = (...commands: string[]) => {
    const found = PERMISSIONS.filter(({ command }) => commands.includes(command));
    return [...new Set(found.flatMap(({ permissions }) => permissions.map(({ action }) => action)))].sort();
  };
  const ecs = actionsIn("terraform/ecs/deploy_policy.tf");
  t.deepEqual(ecs, documented("tera provision, webapp_runtime ecs"));
  t.deepEqual(actionsIn("terraform/ecr/pull.tf"), documented("tera provision, images of ECR by token"));
  t.deepEqual(actionsIn("terraform/ecr/push.tf"), documented("tera ecr push", "tera ecr digest"));
});

async function inEnvironment(env: Env, work: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  await work();
  for (const name of Object.keys(env))
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
}

/** Tasks on the controller; the play must end as it should, or what was recorded says nothing. */
async function play(env: Env, tasks: readonly object[], vars: object = {}, code = 0): Promise<void> {
  const text = JSON.stringify([{ hosts: "all", gather_facts: false, vars, tasks }]);
  const run = await runFiles({ "play.yml": text }, ["-i", "localhost,", "-c", "local"], env);
  if (run.code !== code) throw new Error(run.stdout + run.stderr);
}

async function onMoto(env: Env, tasks: readonly object[], first: readonly object[] = []): Promise<void> {
  const moto = await startMoto();
  const cluster = await fetch(moto.endpoint, {
    method: "POST",
    headers: {
      "x-amz-target": "AmazonEC2ContainerServiceV20141113.CreateCluster",
      authorization: "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/ecs/aws4_request",
    },
    body: JSON.stringify({ clusterName: "default" }),
  });
  if (!cluster.ok) throw new Error(await cluster.text());
  if (first.length > 0) await play(moto.env, first);
  await play({ ...moto.env, ...env }, tasks);
  await moto.stop();
}

const startEcr = () =>
  startAwsStub({
    GetAuthorizationToken: () => ({
      authorizationData: [
        {
          authorizationToken: Buffer.from("AWS:token").toString("base64"),
          expiresAt: Date.now() / 1000 + 3600,
          proxyEndpoint: "https://123456789012.dkr.ecr.us-east-1.amazonaws.com",
        },
      ],
    }),
    BatchGetImage: () => ({ images: [], failures: [] }),
    DescribeImages: ({ imageIds }) =>
      (imageIds as { imageTag: string }[] | undefined)?.[0]?.imageTag === "1.0.1"
        ? { error: "ImageNotFoundException" }
        : { imageDetails: [{ imageDigest: `sha256:${"d".repeat(64)}`, imageTags: ["1.0.0"] }] },
  });

async function ecr(env: Env, words: readonly string[], code = 0): Promise<void> {
  const stub = await startEcr();
  const run = await tera(["ecr", ...words], { env: { ...stub.env, ...withDocker(), ...env } });
  await stub.stop();
  if (run.code !== code) throw new Error(run.stdout + run.stderr);
}

/** A client of Docker that says yes to everything: what counts here are the calls of AWS. */
function withDocker(): Env {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const digest = `sha256:${"e".repeat(64)}`;
  writeFileSync(
    join(bin, "docker"),
    `#!/bin/sh
case "$*" in
*login*) cat >/dev/null ;;
*inspect*) echo ${digest} ;;
*push*) echo "1.2.0: digest: ${digest} size: 1" ;;
esac
`,
  );
  chmodSync(join(bin, "docker"), 0o755);
  return { PATH: `${bin}:${process.env.PATH}`, DOCKER_HOST: "unix:///none" };
}
