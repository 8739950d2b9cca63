import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { startAnswers } from "../helpers/answers.js";
import { type FakeEcs, startFakeEcs } from "../helpers/fake_ecs.js";
import { freePort } from "../helpers/loopback.js";
import { changedTasks, recap, tera } from "./cli.js";

const folder = mkdtempSync(join(tmpdir(), "tera-ecs-"));
const image = (digit: string) => `registry.example/webapp@sha256:${digit.repeat(64)}`;
const [OLD, NEXT, BAD] = [image("1"), image("2"), image("3")];
const VERSION = "4.5.6";
let app: ChildProcess;
let port: number;
let ecs: FakeEcs;

test.before(async () => {
  port = await freePort();
  // what the load balancer leads to: the real app, though ECS is scripted
  app = spawn(process.execPath, ["webapp/dist/app.mjs"], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port), APP_VERSION: VERSION },
    stdio: "ignore",
  });
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) break;
    await sleep(100);
  }
  ecs = await startFakeEcs(OLD, {
    [NEXT]: ["IN_PROGRESS", "IN_PROGRESS", "COMPLETED"],
    [BAD]: ["IN_PROGRESS", "FAILED"],
  });
});

test.after.always(async () => {
  app?.kill();
  await ecs?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Two hosts of one cluster: the release is made once. */
function inventory(wanted: string, more = ""): string {
  const path = join(folder, "hosts.yml");
  writeFileSync(
    path,
    `all:
  hosts: {first: {}, second: {}}
  vars:
    ansible_connection: local
    webapp_runtime: ecs
    webapp_image: ${wanted}
    webapp_url: http://127.0.0.1:${port}
    webapp_ecs_cluster: prod
    webapp_ecs_delay_seconds: 0
    smoke_version: ${VERSION}
${more}`,
  );
  return path;
}
const provision = (path: string, ...more: string[]) =>
  tera(["provision", "--inventory", path, "--output", "default", ...more], { env: ecs.env });
const RELEASE = [
  "webapp : Register the task definition with the image / first -> localhost",
  "webapp : Update the service and wait until it is steady / first -> localhost",
];

test.serial("check mode predicts a release, and sends nothing that changes", async (t) => {
  const run = await provision(inventory(NEXT), "--check", "--diff");
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changedTasks(run.stdout), RELEASE);
  t.deepEqual(ecs.story(), ["look", "look"]);
  t.deepEqual(ecs.images(), [OLD]);
});

test.serial(
  "a release registers the image, updates the service once, and waits until it is steady",
  async (t) => {
    const run = await provision(inventory(NEXT));
    t.is(run.code, 0, run.stdout + run.stderr);
    t.deepEqual(changedTasks(run.stdout), RELEASE);
    t.deepEqual(ecs.story(), ["look", "register", "look", "update", "look", "look", "look"]);
    t.deepEqual(ecs.images(), [OLD, NEXT]);
    t.is(ecs.revision(), 2);
    const registered = ecs.calls.find(({ action }) => action === "RegisterTaskDefinition")!.input;
    const [container] = registered.containerDefinitions as { environment: object[] }[];
    t.deepEqual(container!.environment, [{ name: "APP_DIGEST", value: NEXT.split("@")[1] }]);
  },
);

test.serial("the same smoke checks hold for the service's address", async (t) => {
  // one host: two at once would change each other's word
  const args = ["smoke", "--inventory", inventory(NEXT), "--limit", "first", "--output", "default"];
  const run = await tera(args, { env: ecs.env });
  t.is(run.code, 0, run.stdout + run.stderr);
  const held = [...run.stdout.matchAll(/Check (\d+):[^\n]*\nok:/g)].map(([, number]) => Number(number));
  t.deepEqual(held.sort(), [1, 2, 3, 4, 5, 6, 7, 8, 9], run.stdout);
});

test.serial("a second run changes nothing", async (t) => {
  const run = await provision(inventory(NEXT));
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changedTasks(run.stdout), []);
  t.deepEqual(ecs.story(), ["look", "look", "look"]);
});

test.serial("a release that does not come up is taken back, and the message says why", async (t) => {
  const run = await provision(inventory(BAD));
  t.is(run.code, 2, run.stdout + run.stderr);
  t.deepEqual(ecs.story(), [
    ...["look", "register", "look", "update", "look", "look"],
    ...["look", "update", "look", "look", "look"],
  ]);
  t.is(ecs.revision(), 2, "the service is on the revision before");
  t.regex(run.stdout, /the service webapp did not come up: tasks failed to start\./);
  t.regex(run.stdout, /unable to consistently start tasks/);
  t.regex(run.stdout, /CannotPullContainerError/);
  t.regex(run.stdout, /The service is back on arn:aws:ecs:us-east-1:123456789012:task-definition\/webapp:2/);
  t.like(recap(run.stdout).first, { rescued: 1, failed: 1 });
});

test.serial("after that, the release before is nothing to do", async (t) => {
  const run = await provision(inventory(NEXT));
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changedTasks(run.stdout), []);
  t.deepEqual(ecs.images(), [OLD, NEXT, BAD]);
});

test.serial("an image without a digest and a service that is missing are refused", async (t) => {
  const tag = await provision(inventory("registry.example/webapp:latest"));
  t.is(tag.code, 2);
  t.regex(tag.stdout, /webapp_image by digest/);
  const none = await provision(inventory(NEXT, "    webapp_ecs_service: webap\n"));
  t.is(none.code, 2);
  t.regex(none.stdout, /the cluster prod has no service webap:/);
});

test.serial("a release that cannot be taken back says so, and why", async (t) => {
  const broken = await startFakeEcs(OLD!, { [OLD!]: ["FAILED"], [BAD!]: ["FAILED"] });
  t.teardown(broken.stop);
  const words = ["provision", "--inventory", inventory(BAD!), "--output", "default"];
  const run = await tera(words, { env: broken.env });
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /Going back failed too: the service webapp did not come up: tasks failed to start/);
});

test.serial("where no other task definition ran before, that is said, and nothing is sent", async (t) => {
  // it comes up, and breaks down when it is looked at again
  const script = ["COMPLETED", "COMPLETED", "FAILED"] as const;
  const first = await startFakeEcs(OLD!, { [NEXT!]: script });
  t.teardown(first.stop);
  const words = ["provision", "--inventory", inventory(NEXT!), "--output", "default"];
  const released = await tera(words, { env: first.env });
  t.is(released.code, 0, released.stdout + released.stderr);
  t.true(first.story().includes("update"));
  const run = await tera(words, { env: first.env });
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /There was no other task definition to go back to\./);
  t.deepEqual([...new Set(first.story())], ["look"]);
});

test.serial(
  "a release ends when the app is ready behind the load balancer, and fails where it is not",
  async (t) => {
    let asked = 0;
    let notReady = 2;
    const balancer = await startAnswers(() => ({ status: asked++ < notReady ? 503 : 200, body: "" }));
    t.teardown(balancer.stop);
    const behind = `    webapp_url: ${balancer.url}\n    webapp_ready_seconds: 3\n`;
    const path = inventory(NEXT!);
    writeFileSync(path, readFileSync(path, "utf8").replace(/ {4}webapp_url: .*\n/, behind));
    const run = await provision(path);
    t.is(run.code, 0, run.stdout + run.stderr);
    t.is(asked, 3);
    notReady = Number.POSITIVE_INFINITY;
    const never = await provision(path);
    t.is(never.code, 2, never.stdout + never.stderr);
    t.regex(
      never.stdout,
      /TASK \[webapp : Wait until the app is ready behind the load balancer\] \*+\n[\s\S]*fatal: /,
    );
  },
);
