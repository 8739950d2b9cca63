import { AWS_ARGS, awsProblems, awsSettings } from "../../aws/arguments.js";
import type { AwsSettings } from "../../aws/client.js";
import { sameTaskDefinition } from "../../aws/ecs_equal.js";
import type { ContainerChange, TaskDefinitionInput } from "../../aws/ecs_task_definition.js";
import { plainAnswer } from "../../aws/plain.js";
import { type Args, flag, integer, list, map, oneOf, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { defineModule } from "../../model/module.js";
import type { ResultValues } from "../../model/result.js";
import { isDict, type PlainDict, toPlain } from "../../model/value.js";

const ARGS = {
  state: oneOf(["present", "absent"])({ about: "registered or not", required: true }),
  arn: text({ about: "absent: the task definition's ARN" }),
  family: text({ about: "name of the family" }),
  revision: integer({ about: "a revision of the family" }),
  force_create: flag({ about: "register a revision in any case", default: false }),
  containers: list(map({ about: "as AWS writes it" }), {
    about: "the containers, with the keys that AWS has (`portMappings`, `logConfiguration`)",
  }),
  network_mode: oneOf(["default", "bridge", "host", "none", "awsvpc"])({
    about: "network of the containers",
    default: "bridge",
  }),
  task_role_arn: text({ about: "role of the containers' own calls" }),
  execution_role_arn: text({ about: "role with which ECS pulls images and reads secrets" }),
  volumes: list(map({ about: "as AWS writes it" }), { about: "volumes that containers mount" }),
  launch_type: oneOf(["EC2", "FARGATE"])({ about: "what it must be able to run on" }),
  cpu: text({ about: "CPU units of the whole task" }),
  memory: text({ about: "memory of the whole task, in MiB" }),
  placement_constraints: list(map({ about: "type and expression" }), { about: "where tasks may run" }),
  runtime_platform: map({ about: "cpuArchitecture and operatingSystemFamily" }),
  copy_from: text({
    about: "ours: all of this task definition (ARN or family:revision), but for `images` and `environment`",
  }),
  images: map({ about: "ours: images by name of container" }),
  environment: map({ about: "ours: variables by name of container, added to those that are there" }),
  ...AWS_ARGS,
};

export default defineModule({
  name: "ecs_taskdefinition",
  collection: "community.aws",
  about: "Registers a task definition with ECS, or removes a revision",
  notes: [
    "Runs on the controller. No revision is registered where the newest active one of the family is the same.",
    "With copy_from, a release changes the image and nothing else, whatever the task definition holds.",
  ],
  check: "run",
  args: ARGS,
  examples: [
    {
      state: "present",
      family: "webapp",
      containers: [{ name: "webapp", image: "webapp@sha256:…", memory: 256, essential: true }],
    },
    {
      state: "present",
      copy_from: "{{ service.taskDefinition }}",
      images: { webapp: "{{ webapp_image }}" },
    },
  ],
  returns: { taskdefinition: "the task definition as AWS tells it; in check mode as it would be" },
  validate: (args) => [
    ...(args.state === "absent" && args.arn === undefined && args.revision === undefined
      ? ["to remove a task definition, give arn, or family and revision"]
      : []),
    ...(args.state === "present" && args.copy_from === undefined && !(args.family && args.containers)
      ? ["family and containers are required unless copy_from is given"]
      : []),
    ...(args.launch_type === "FARGATE" && !(args.cpu && args.memory)
      ? ["cpu and memory of the task are required for FARGATE"]
      : []),
    ...awsProblems(args),
  ],
  here: (args, { check }) => (args.state === "absent" ? remove(args, check) : register(args, check)),
});

type Given = Args<typeof ARGS>;

async function register(args: Given, check: boolean): Promise<ResultValues> {
  const { findTaskDefinition, inputOf, registerTaskDefinition } = await import(
    "../../aws/ecs_task_definition.js"
  );
  const settings = awsSettings(args);
  const { input, copied } = await wanted(args, settings);
  const known = [copied, await findTaskDefinition(settings, revisionName(args, input.family!))];
  if (!args.force_create)
    for (const one of known)
      if (one && sameTaskDefinition({ ...inputOf(one), tags: input.tags }, input))
        return answer(false, one.definition);
  const newest = known[1]?.definition;
  if (args.revision !== undefined)
    throw new Fault("AWS_FAILED", `revision ${args.revision} of ${input.family} is another than is wanted`, {
      hint: "revisions cannot be changed: leave `revision` out to register the next one",
    });
  if (!check) return answer(true, await registerTaskDefinition(settings, input));
  const revision = (newest?.revision ?? 0) + 1;
  const named = newest?.taskDefinitionArn?.replace(/:\d+$/, "") ?? input.family;
  return answer(true, { ...input, revision, status: "ACTIVE", taskDefinitionArn: `${named}:${revision}` });
}

function revisionName({ revision }: Given, family: string): string {
  return revision === undefined ? family : `${family}:${revision}`;
}

async function wanted(args: Given, settings: AwsSettings) {
  const { findTaskDefinition, inputOf, withChanges } = await import("../../aws/ecs_task_definition.js");
  const { copy_from } = args;
  const copied = copy_from === undefined ? undefined : await findTaskDefinition(settings, copy_from);
  if (copy_from !== undefined && !copied)
    throw new Fault("AWS_FAILED", `there is no task definition ${copy_from} to copy`);
  const base = copied ? inputOf(copied) : inputFrom(args);
  return { copied, input: withChanges({ ...base, family: args.family ?? base.family }, changesOf(args)) };
}

function inputFrom(args: Given): TaskDefinitionInput {
  return {
    family: args.family,
    containerDefinitions: (args.containers ?? []).map(containerFrom),
    volumes: args.volumes?.map((volume) => toPlain(volume)),
    networkMode: args.network_mode === "default" ? undefined : args.network_mode,
    taskRoleArn: args.task_role_arn,
    executionRoleArn: args.execution_role_arn,
    requiresCompatibilities: args.launch_type && [args.launch_type],
    cpu: args.cpu,
    memory: args.memory,
    placementConstraints: args.placement_constraints?.map((one) => toPlain(one)),
    runtimePlatform: args.runtime_platform && toPlain(args.runtime_platform),
  } as TaskDefinitionInput;
}

/** AWS takes texts only as values of variables; YAML makes numbers of some of them. */
function containerFrom(container: PlainDict): Record<string, unknown> {
  const plain = toPlain(container) as Record<string, unknown>;
  const variables = plain.environment;
  if (!Array.isArray(variables)) return plain;
  const environment = (variables as { name: string; value: unknown }[]).map(({ name, value }) => ({
    name,
    value: textOf(name, value),
  }));
  return { ...plain, environment };
}

function changesOf({ images = {}, environment = {} }: Given): Map<string, ContainerChange> {
  const names = new Set([...Object.keys(images), ...Object.keys(environment)]);
  const change = (name: string): ContainerChange => {
    const variables = environment[name];
    return {
      ...(name in images ? { image: String(images[name]) } : {}),
      ...(variables !== undefined && isDict(variables) ? { environment: textsOf(toPlain(variables)) } : {}),
    };
  };
  return new Map([...names].map((name) => [name, change(name)]));
}

function textsOf(variables: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables as object).map(([name, value]) => [name, textOf(name, value)]),
  );
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new Fault("ARGUMENT_INVALID", `the variable ${name} of a container must be a text`, {
    hint: `quote it: ${name}: "${String(value)}"`,
  });
}

async function remove(args: Given, check: boolean): Promise<ResultValues> {
  const { deregisterTaskDefinition, findTaskDefinition } = await import("../../aws/ecs_task_definition.js");
  const settings = awsSettings(args);
  const name = args.arn ?? `${args.family}:${args.revision}`;
  const found = await findTaskDefinition(settings, name);
  if (!found) return { changed: false };
  if (found.definition.status !== "ACTIVE") return answer(false, found.definition);
  return answer(true, check ? found.definition : await deregisterTaskDefinition(settings, name));
}

function answer(changed: boolean, definition: object): ResultValues {
  return { changed, taskdefinition: plainAnswer(definition) };
}
