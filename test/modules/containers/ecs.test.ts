import { EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterContainerInstanceCommand,
} from "@aws-sdk/client-ecs";
import test from "ava";
import ecs_container_instance_info from "../../../src/modules/containers/ecs_container_instance_info.js";
import ecs_service from "../../../src/modules/containers/ecs_service.js";
import ecs_service_info from "../../../src/modules/containers/ecs_service_info.js";
import ecs_taskdefinition from "../../../src/modules/containers/ecs_taskdefinition.js";
import { appliedHere } from "../../helpers/here.js";
import { type Moto, missingForMoto, startMoto } from "../../helpers/moto.js";

const missing = missingForMoto();
const real = missing ? test.serial.skip : test.serial;
let moto: Moto;

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  moto = await startMoto();
  Object.assign(process.env, moto.env);
  await new ECSClient({}).send(new CreateClusterCommand({ clusterName: "prod" }));
});

test.after.always(() => moto?.stop());

const webapp = (image: string, more = {}) => ({
  state: "present",
  family: "webapp",
  containers: [
    {
      name: "webapp",
      image,
      memory: 256,
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: "PORT", value: 8080 }],
    },
  ],
  ...more,
});
const arnOf = (result: Record<string, unknown>): string =>
  (result.taskdefinition as { taskDefinitionArn: string }).taskDefinitionArn;
const serviceOf = (result: Record<string, unknown>): Record<string, unknown> =>
  result.service as Record<string, unknown>;

real("a task definition is predicted, registered, and then registered already", async (t) => {
  const predicted = await appliedHere(ecs_taskdefinition, webapp("webapp:1"), { check: true });
  t.true(predicted.changed);
  t.regex(arnOf(predicted), /webapp:1$/);

  const first = await appliedHere(ecs_taskdefinition, webapp("webapp:1"));
  t.true(first.changed);
  t.regex(arnOf(first), /task-definition\/webapp:1$/);
  for (const check of [true, false]) {
    const again = await appliedHere(ecs_taskdefinition, webapp("webapp:1"), { check });
    t.false(again.changed);
    t.is(arnOf(again), arnOf(first));
  }

  const next = await appliedHere(ecs_taskdefinition, webapp("webapp:2"), { check: true });
  t.is(arnOf(next), arnOf(first).replace(/1$/, "2"));
  const second = await appliedHere(ecs_taskdefinition, webapp("webapp:2"));
  t.is(arnOf(second), arnOf(next), "as predicted");
});

real("a release copies a task definition with another image, once", async (t) => {
  const copied = { state: "present", copy_from: "webapp:2", images: { webapp: "webapp@sha256:9" } };
  const release = { ...copied, environment: { webapp: { APP_DIGEST: "sha256:9" } } };
  const first = await appliedHere(ecs_taskdefinition, release);
  t.true(first.changed);
  const again = await appliedHere(ecs_taskdefinition, release);
  t.false(again.changed);
  t.is(arnOf(again), arnOf(first));
  const { taskDefinition } = await new ECSClient({}).send(
    new DescribeTaskDefinitionCommand({ taskDefinition: arnOf(first) }),
  );
  const [container] = taskDefinition!.containerDefinitions!;
  t.is(container!.image, "webapp@sha256:9");
  t.is(container!.memory, 256);
  t.deepEqual(container!.environment, [
    { name: "PORT", value: "8080" },
    { name: "APP_DIGEST", value: "sha256:9" },
  ]);

  const back = { state: "present", copy_from: "webapp:1", images: { webapp: "webapp:1" } };
  const old = await appliedHere(ecs_taskdefinition, back);
  t.false(old.changed, "what is copied is the wanted one already, though it is not the newest");
  t.regex(arnOf(old), /webapp:1$/);
});

real("what cannot be registered is said before AWS is asked, or clearly after", async (t) => {
  const apply = (given: object) => appliedHere(ecs_taskdefinition, given as never);
  await t.throwsAsync(apply({ state: "present", family: "x" }), {
    message: /family and containers are required/,
  });
  await t.throwsAsync(apply({ ...webapp("x:1"), launch_type: "FARGATE" }), {
    message: /cpu and memory of the task are required/,
  });
  await t.throwsAsync(apply({ state: "present", copy_from: "none:1" }), {
    message: /there is no task definition none:1/,
  });
  await t.throwsAsync(apply({ state: "present", copy_from: "webapp:1", images: { webap: "x" } }), {
    message: /webapp has no container webap/,
  });
  const flagged = { name: "a", image: "b", environment: [{ name: "DEBUG", value: true }] };
  await t.throwsAsync(apply({ state: "present", family: "a", containers: [flagged] }), {
    message: /the variable DEBUG of a container must be a text/,
  });
});

real("a service is predicted, made, made already, updated and deleted", async (t) => {
  const given = {
    ...{ state: "present", cluster: "prod", name: "webapp", task_definition: "webapp:1", desired_count: 2 },
    deployment_configuration: { deployment_circuit_breaker: { enable: true, rollback: true } },
  };
  const { deployment_configuration, ...plain } = given;
  t.true((await appliedHere(ecs_service, given, { check: true })).changed);
  const none = { cluster: "prod", service: "webapp" };
  t.deepEqual((await appliedHere(ecs_service_info, none)).services, []);

  const made = await appliedHere(ecs_service, given);
  t.true(made.changed);
  t.is(serviceOf(made).desiredCount, 2);
  // the emulator does not keep the circuit breaker: what it does not tell again is not asked again
  t.false((await appliedHere(ecs_service, plain)).changed);
  const [told] = (await appliedHere(ecs_service_info, none)).services as Record<string, unknown>[];
  t.regex(String(told!.taskDefinition), /task-definition\/webapp:1$/);

  const next = {
    ...plain,
    task_definition: arnOf(await appliedHere(ecs_taskdefinition, webapp("webapp:2"))),
  };
  const predicted = await appliedHere(ecs_service, next, { check: true });
  t.true(predicted.changed);
  t.is(serviceOf(predicted).taskDefinition, next.task_definition);
  t.deepEqual(predicted.diff, {
    before: { taskDefinition: told!.taskDefinition },
    after: { taskDefinition: next.task_definition },
  });
  const updated = await appliedHere(ecs_service, next);
  t.true(updated.changed);
  t.is(serviceOf(updated).taskDefinition, next.task_definition);
  const same = await appliedHere(ecs_service, next);
  t.false(same.changed);
  t.false("diff" in same, "nothing to show");
  t.true((await appliedHere(ecs_service, { ...next, force_new_deployment: true })).changed);

  const gone = { state: "absent", cluster: "prod", name: "webapp", force_deletion: true };
  t.true((await appliedHere(ecs_service, gone, { check: true })).changed);
  t.true((await appliedHere(ecs_service, gone)).changed);
  t.false((await appliedHere(ecs_service, gone)).changed);
});

real("a revision is removed once", async (t) => {
  const given = { state: "absent", family: "webapp", revision: 1 };
  t.true((await appliedHere(ecs_taskdefinition, given, { check: true })).changed);
  t.true((await appliedHere(ecs_taskdefinition, given)).changed);
  t.false((await appliedHere(ecs_taskdefinition, given)).changed);
});

real("the hosts of a cluster are told, all or those that are named", async (t) => {
  const cluster = "prod";
  t.deepEqual((await appliedHere(ecs_container_instance_info, { cluster })).container_instances, []);
  const run = new RunInstancesCommand({ ImageId: "ami-03cf127a", MinCount: 1, MaxCount: 1 });
  const instanceId = (await new EC2Client({}).send(run)).Instances![0]!.InstanceId!;
  const document = JSON.stringify({ instanceId });
  const register = new RegisterContainerInstanceCommand({ cluster, instanceIdentityDocument: document });
  const arn = (await new ECSClient({}).send(register)).containerInstance!.containerInstanceArn!;
  const told = await appliedHere(ecs_container_instance_info, { cluster });
  const [found] = told.container_instances as Record<string, unknown>[];
  t.like(found, { arn, ec2_instance_id: instanceId, agent_connected: true, status: "ACTIVE" });
  const named = (one: string) =>
    appliedHere(ecs_container_instance_info, { cluster, container_instance_arn: one });
  t.deepEqual((await named(arn)).container_instances, [found]);
  t.deepEqual((await named("00000000-0000-0000-0000-000000000000")).container_instances, []);
});

real("a cluster that is missing is a fault with the region", async (t) => {
  await t.throwsAsync(appliedHere(ecs_service_info, { cluster: "prd", service: "webapp" }), {
    message: /there is no cluster prd in us-east-1/,
  });
});
