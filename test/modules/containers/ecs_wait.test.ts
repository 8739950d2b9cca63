import test from "ava";
import ecs_service from "../../../src/modules/containers/ecs_service.js";
import ecs_taskdefinition from "../../../src/modules/containers/ecs_taskdefinition.js";
import { startAwsStub } from "../../helpers/aws_stub.js";
import { type FakeEcs, startFakeEcs } from "../../helpers/fake_ecs.js";
import { appliedHere } from "../../helpers/here.js";

const SCRIPTS = {
  "webapp:good": ["IN_PROGRESS", "IN_PROGRESS", "COMPLETED"],
  "webapp:bad": ["IN_PROGRESS", "FAILED"],
  "webapp:slow": ["IN_PROGRESS"],
} as const;

/** Registers the image and updates the service to it, waiting. */
async function release(ecs: FakeEcs, image: string, more = {}) {
  const where = {
    ...{ region: "us-east-1", endpoint_url: ecs.endpoint },
    ...{ access_key: "123456789012", secret_key: "test" },
  };
  const registered = await appliedHere(ecs_taskdefinition, {
    ...{ state: "present", copy_from: "webapp:1", images: { webapp: image } },
    ...where,
  });
  const { taskDefinitionArn } = registered.taskdefinition as { taskDefinitionArn: string };
  return appliedHere(ecs_service, {
    ...{ state: "present", cluster: "prod", name: "webapp", task_definition: taskDefinitionArn },
    ...{ wait: true, ...more, ...where },
  });
}

test("waiting tells how the deployment went, a line whenever something was different", async (t) => {
  const ecs = await startFakeEcs("webapp:old", SCRIPTS);
  const result = await release(ecs, "webapp:good");
  t.falsy(result.failed, JSON.stringify(result));
  t.deepEqual(
    (result.progress as string[]).map((line) => line.replace(/^\d+s /, "")),
    [
      "IN_PROGRESS: 0 of 2 tasks run, 2 are starting, 0 have failed",
      "COMPLETED: 2 of 2 tasks run, 0 are starting, 0 have failed",
    ],
  );
  t.regex((result.events as string[])[0]!, /^\d{4}-\d\d-\d\dT[\d:]{8}Z \(service webapp\) has started/);
  await ecs.stop();
});

test("a deployment that fails is a failure with the last events and why tasks stopped", async (t) => {
  const ecs = await startFakeEcs("webapp:old", SCRIPTS);
  const result = await release(ecs, "webapp:bad");
  t.true(result.failed);
  t.is(
    String(result.msg).replace(/\d{4}-\S+Z/g, "TIME"),
    [
      "the service webapp did not come up: tasks failed to start. (0 of 2 tasks run, 0 are starting, 3 have failed)",
      "its last events:",
      "  TIME (service webapp) is unable to consistently start tasks successfully.",
      "  TIME (service webapp) has started a deployment of webapp:2.",
      "why tasks stopped:",
      "  CannotPullContainerError: not found",
    ].join("\n"),
  );
  await ecs.stop();
});

test("events of releases before are not told again", async (t) => {
  const ecs = await startFakeEcs("webapp:old", SCRIPTS);
  t.teardown(ecs.stop);
  const first = await release(ecs, "webapp:good");
  t.deepEqual(
    (first.events as string[]).map((line) => line.replace(/^\S+ /, "")),
    ["(service webapp) has started a deployment of webapp:2."],
  );
  const second = await release(ecs, "webapp:bad");
  t.true((second.events as string[]).length > 0);
  t.notRegex(String(second.msg), /webapp:2/);
});

test("that a circuit breaker went back is a failure too, though the service is steady again", async (t) => {
  const ecs = await startFakeEcs("webapp:old", SCRIPTS, { breaker: true });
  const result = await release(ecs, "webapp:bad");
  t.true(result.failed);
  t.regex(String(result.msg), /the service webapp did not come up: tasks failed to start/);
  t.is(ecs.revision(), 1);
  await ecs.stop();
});

test("deployments that ECS does not make itself cannot be waited for, and that is said", async (t) => {
  const service = {
    ...{ serviceName: "webapp", status: "ACTIVE", desiredCount: 1, deployments: [] },
    deploymentController: { type: "CODE_DEPLOY" },
  };
  const aws = await startAwsStub({
    DescribeServices: () => ({ services: [service] }),
    UpdateService: () => ({ service: { ...service, desiredCount: 2 } }),
  });
  const result = await appliedHere(ecs_service, {
    ...{ state: "present", cluster: "prod", name: "webapp", desired_count: 2, wait: true },
    ...{ region: "us-east-1", endpoint_url: aws.endpoint, access_key: "123456789012", secret_key: "test" },
  });
  t.like(result, { changed: true, failed: true });
  t.regex(String(result.msg), /no deployment of webapp to wait for: CODE_DEPLOY makes them/);
  await aws.stop();
});

test("a deployment that takes too long is a failure", async (t) => {
  const ecs = await startFakeEcs("webapp:old", SCRIPTS);
  const result = await release(ecs, "webapp:slow", { wait_timeout: 0 });
  t.true(result.failed);
  t.regex(String(result.msg), /not steady after 0 seconds: IN_PROGRESS: 0 of 2 tasks run/);
  await ecs.stop();
});
