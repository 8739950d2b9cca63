import { AWS_ARGS, awsProblems, awsSettings } from "../../aws/arguments.js";
import type { AwsSettings } from "../../aws/client.js";
import type { ServiceDifference, WantedService } from "../../aws/ecs_service.js";
import { camelKeys, plainAnswer } from "../../aws/plain.js";
import { type Args, flag, integer, list, map, oneOf, options, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { type Controller, defineModule } from "../../model/module.js";
import type { ResultValues } from "../../model/result.js";
import { toPlain } from "../../model/value.js";

const ARGS = {
  state: oneOf(["present", "absent", "deleting"])({ about: "there or not", required: true }),
  name: text({ about: "name of the service", required: true, aliases: ["service"] }),
  cluster: text({ about: "name or ARN of the cluster", default: "default" }),
  task_definition: text({ about: "ARN, family:revision, or family for its newest revision" }),
  desired_count: integer({ about: "how many tasks run" }),
  force_new_deployment: flag({ about: "replace the tasks also where nothing is different", default: false }),
  deployment_configuration: options(
    {
      maximum_percent: integer({ about: "most tasks while they are replaced, of desired_count" }),
      minimum_healthy_percent: integer({ about: "fewest tasks meanwhile" }),
      deployment_circuit_breaker: options(
        {
          enable: flag({ about: "a deployment whose tasks do not start has failed", default: false }),
          rollback: flag({ about: "ECS then goes back by itself", default: false }),
        },
        { about: "what ECS does when tasks do not start" },
      ),
    },
    { about: "how tasks are replaced" },
  ),
  deployment_controller: map({ about: "type; a new service only" }),
  load_balancers: list(map({ about: "targetGroupArn, containerName, containerPort" }), {
    about: "target groups",
  }),
  network_configuration: options(
    {
      subnets: list(text({ about: "ID" }), { about: "subnets of the tasks" }),
      security_groups: list(text({ about: "ID" }), { about: "security groups of the tasks" }),
      assign_public_ip: flag({ about: "with public addresses" }),
    },
    { about: "network of tasks in awsvpc mode" },
  ),
  launch_type: oneOf(["EC2", "FARGATE", "EXTERNAL"])({ about: "a new service only" }),
  capacity_provider_strategy: list(map({ about: "capacity_provider, weight, base" }), {
    about: "instead of launch_type",
  }),
  platform_version: text({ about: "of Fargate" }),
  role: text({ about: "role for the load balancer; a new service only" }),
  placement_constraints: list(map({ about: "type and expression" }), { about: "where tasks may run" }),
  placement_strategy: list(map({ about: "type and field" }), { about: "how tasks are spread" }),
  health_check_grace_period_seconds: integer({ about: "seconds in which a new task may be unhealthy" }),
  service_registries: list(map({ about: "registry_arn, port, container_name, container_port" }), {
    about: "service discovery",
  }),
  scheduling_strategy: oneOf(["REPLICA", "DAEMON"])({ about: "a new service only" }),
  enable_execute_command: flag({ about: "ECS Exec into the tasks" }),
  propagate_tags: oneOf(["TASK_DEFINITION", "SERVICE"])({ about: "whose tags tasks have" }),
  tags: map({ about: "tags; a new service only" }),
  client_token: text({ about: "makes a repeated creation the same one" }),
  force_deletion: flag({ about: "absent: also where tasks run", default: false }),
  wait: flag({ about: "until the service is steady, or has failed to become so", default: false }),
  wait_timeout: integer({ about: "ours: seconds to wait in all", default: 600 }),
  delay: integer({ about: "seconds between two looks", default: 10 }),
  repeat: integer({ about: "accepted: wait_timeout says how long", default: 10 }),
  ...AWS_ARGS,
};

export default defineModule({
  name: "ecs_service",
  collection: "community.aws",
  about: "Makes, updates or deletes a service of ECS, and waits until it is steady",
  notes: [
    "Runs on the controller. What is not given stays as it is; nothing is sent where all is as wanted.",
    "With `wait` it fails where ECS says that the deployment has failed, where a circuit breaker went back, and after wait_timeout; the message has the service's last events and why tasks stopped.",
  ],
  check: "run",
  args: ARGS,
  examples: [
    {
      state: "present",
      cluster: "prod",
      name: "webapp",
      task_definition: "{{ registered.taskdefinition.taskDefinitionArn }}",
      wait: true,
    },
    { state: "absent", cluster: "prod", name: "webapp", force_deletion: true },
  ],
  returns: {
    service: "the service as AWS tells it; in check mode as it would be",
    progress: "with wait: a line whenever something was different",
    events: "with wait: what the service said meanwhile, the newest first",
  },
  validate: (args) => awsProblems(args),
  here: async (args, controller) => {
    const { findService } = await import("../../aws/ecs.js");
    const settings = awsSettings(args);
    const now = await findService(settings, args.cluster, args.name);
    const work = { args, settings, controller, now };
    return args.state === "present" ? present(work) : absent(work);
  },
});

interface Work {
  args: Args<typeof ARGS>;
  settings: AwsSettings;
  controller: Controller;
  /** the service as it is; undefined where there is none */
  now: Service | undefined;
}

type Service = NonNullable<Awaited<ReturnType<typeof import("../../aws/ecs.js").findService>>>;

async function present(work: Work): Promise<ResultValues> {
  const { args, controller, now } = work;
  const { serviceDifferences } = await import("../../aws/ecs_service.js");
  if (!now && !args.task_definition)
    throw new Fault("ARGUMENT_MISSING", `there is no service ${args.name}: a new one needs task_definition`);
  const wanted = await wantedService(work);
  const differences = now ? serviceDifferences(now, wanted) : [];
  const changed = !now || differences.length > 0 || args.force_new_deployment;
  const result: ResultValues = {
    changed,
    ...(changed && controller.diff ? { diff: diffOf(differences) } : {}),
  };
  if (controller.check) return { ...result, service: plainAnswer({ ...now, ...wanted }) };
  const different = Object.fromEntries(differences.map(({ name, after }) => [name, after]));
  const after = now && !changed ? now : await applied(work, now ? different : wanted);
  if (!args.wait) return { ...result, service: plainAnswer(after) };
  return { ...result, ...(await waited(work, after)) };
}

function diffOf(differences: readonly ServiceDifference[]): unknown {
  const side = (name: "before" | "after") =>
    Object.fromEntries(differences.map((one) => [one.name, one[name] ?? null]));
  return { before: side("before"), after: side("after") };
}

/** Makes the service, or changes what is different. */
async function applied({ args, settings, now }: Work, values: WantedService): Promise<Service> {
  const { createService, updateService } = await import("../../aws/ecs_service.js");
  const { cluster, name, client_token, force_new_deployment } = args;
  if (!now)
    return createService(settings, { ...values, cluster, serviceName: name, clientToken: client_token });
  const forced = force_new_deployment ? { forceNewDeployment: true } : {};
  return updateService(settings, { ...values, cluster, service: name, ...forced });
}

/** What is given, as AWS spells it. */
async function wantedService({ args, settings }: Work): Promise<WantedService> {
  const { taskDefinitionArn } = await import("../../aws/ecs_service.js");
  const { network_configuration: network, tags } = args;
  const wanted = {
    taskDefinition: args.task_definition && (await taskDefinitionArn(settings, args.task_definition)),
    desiredCount: args.desired_count,
    deploymentConfiguration: camelKeys(args.deployment_configuration),
    deploymentController: args.deployment_controller && toPlain(args.deployment_controller),
    loadBalancers: camelKeys(args.load_balancers?.map((one) => toPlain(one))),
    networkConfiguration: network && {
      awsvpcConfiguration: {
        subnets: network.subnets,
        securityGroups: network.security_groups,
        assignPublicIp: enabled(network.assign_public_ip),
      },
    },
    launchType: args.launch_type,
    capacityProviderStrategy: camelKeys(args.capacity_provider_strategy?.map((one) => toPlain(one))),
    platformVersion: args.platform_version,
    role: args.role,
    placementConstraints: args.placement_constraints?.map((one) => toPlain(one)),
    placementStrategy: args.placement_strategy?.map((one) => toPlain(one)),
    healthCheckGracePeriodSeconds: args.health_check_grace_period_seconds,
    serviceRegistries: camelKeys(args.service_registries?.map((one) => toPlain(one))),
    schedulingStrategy: args.scheduling_strategy,
    enableExecuteCommand: args.enable_execute_command,
    propagateTags: args.propagate_tags,
    tags: tags && Object.entries(tags).map(([key, value]) => ({ key, value: String(value) })),
  };
  return Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  ) as WantedService;
}

function enabled(flag: boolean | undefined): "ENABLED" | "DISABLED" | undefined {
  return flag === undefined ? undefined : flag ? "ENABLED" : "DISABLED";
}

/** Waits until the deployment that the service is on is steady. */
async function waited({ args, settings, controller, now }: Work, after: Service): Promise<ResultValues> {
  const { explainFailure, primaryDeployment, waitForRollout } = await import("../../aws/ecs_rollout.js");
  const { eventsOf } = await import("../../aws/ecs.js");
  const deployment = primaryDeployment(after)?.id;
  if (deployment === undefined) {
    const by = after.deploymentController?.type ?? "another controller";
    const msg = `ECS knows no deployment of ${args.name} to wait for: ${by} makes them. Leave \`wait\` out`;
    return { failed: true, msg, service: plainAnswer(after) };
  }
  const options = {
    cluster: args.cluster,
    service: args.name,
    deployment,
    timeoutSeconds: args.wait_timeout,
    delaySeconds: args.delay,
    knownEvents: new Set(eventsOf(now).map(({ id }) => id)),
    sleep: (seconds: number) => controller.sleep(seconds),
  };
  const end = await waitForRollout(settings, options);
  const { progress, events } = end;
  const values = { progress, events, service: plainAnswer(end.service ?? after) };
  if (end.problem === undefined) return values;
  return { ...values, failed: true, msg: await explainFailure(settings, options, end) };
}

async function absent({ args, settings, controller, now }: Work): Promise<ResultValues> {
  const { deleteService } = await import("../../aws/ecs_service.js");
  const { findService } = await import("../../aws/ecs.js");
  if (!now) return { changed: false };
  if (controller.check) return { changed: true, service: plainAnswer(now) };
  const { cluster, name, force_deletion, wait, wait_timeout, delay } = args;
  const result = {
    changed: true,
    service: plainAnswer(await deleteService(settings, cluster, name, force_deletion)),
  };
  const end = Date.now() + wait_timeout * 1000;
  while (wait && (await findService(settings, cluster, name))) {
    if (Date.now() > end)
      return {
        ...result,
        failed: true,
        msg: `the service ${name} still has tasks after ${wait_timeout} seconds`,
      };
    await controller.sleep(delay);
  }
  return result;
}
