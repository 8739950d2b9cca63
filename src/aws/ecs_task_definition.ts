import {
  type ContainerDefinition,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Tag,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { AwsSettings } from "./client.js";
import { doingWith } from "./doing.js";
import { ecsClient } from "./ecs.js";
import { guarded } from "./faults.js";

export type TaskDefinitionInput = RegisterTaskDefinitionCommandInput;

/** What a registration takes of a task definition that is registered; the rest ECS has added. */
const FIELDS = [
  "family",
  "taskRoleArn",
  "executionRoleArn",
  "networkMode",
  "containerDefinitions",
  "volumes",
  "placementConstraints",
  "requiresCompatibilities",
  "cpu",
  "memory",
  "pidMode",
  "ipcMode",
  "proxyConfiguration",
  "inferenceAccelerators",
  "ephemeralStorage",
  "runtimePlatform",
  "enableFaultInjection",
] as const satisfies readonly (keyof TaskDefinitionInput & keyof TaskDefinition)[];

export interface Registered {
  definition: TaskDefinition;
  tags: Tag[];
}

/** By ARN or `family:revision`, or the newest active one of a family; undefined where there is none. */
export async function findTaskDefinition(
  settings: AwsSettings,
  taskDefinition: string,
): Promise<Registered | undefined> {
  const doing = doingWith(
    settings,
    "ecs:DescribeTaskDefinition",
    `reading the task definition ${taskDefinition}`,
  );
  return guarded(doing, async () => {
    try {
      const answer = await ecsClient(settings).send(
        new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] }),
      );
      return answer.taskDefinition && { definition: answer.taskDefinition, tags: answer.tags ?? [] };
    } catch (error) {
      const { name, message } = error as Error;
      if (name === "ClientException" && /unable to describe/i.test(message)) return undefined;
      throw error;
    }
  });
}

export async function registerTaskDefinition(
  settings: AwsSettings,
  input: TaskDefinitionInput,
): Promise<TaskDefinition> {
  const doing = doingWith(
    settings,
    "ecs:RegisterTaskDefinition",
    `registering a task definition of ${input.family}`,
  );
  const { taskDefinition } = await guarded(doing, () =>
    ecsClient(settings).send(new RegisterTaskDefinitionCommand(input)),
  );
  return taskDefinition!;
}

export async function deregisterTaskDefinition(
  settings: AwsSettings,
  taskDefinition: string,
): Promise<TaskDefinition> {
  const doing = doingWith(
    settings,
    "ecs:DeregisterTaskDefinition",
    `removing the task definition ${taskDefinition}`,
  );
  const answer = await guarded(doing, () =>
    ecsClient(settings).send(new DeregisterTaskDefinitionCommand({ taskDefinition })),
  );
  return answer.taskDefinition!;
}

/** The registration that would give this task definition again. */
export function inputOf({ definition, tags }: Registered): TaskDefinitionInput {
  const fields = FIELDS.map((name) => [name, definition[name]] as const);
  const given = Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null));
  return { ...(given as unknown as TaskDefinitionInput), ...(tags.length > 0 ? { tags } : {}) };
}

/** What a release changes of a container. */
export interface ContainerChange {
  image?: string;
  environment?: Readonly<Record<string, string>>;
}

/** The same with other images and environment variables, by container. Fault where there is no such container. */
export function withChanges(
  input: TaskDefinitionInput,
  changes: ReadonlyMap<string, ContainerChange>,
): TaskDefinitionInput {
  const containers = input.containerDefinitions ?? [];
  const names = containers.map(({ name }) => name ?? "");
  for (const name of changes.keys())
    if (!names.includes(name))
      throw new Fault("ARGUMENT_INVALID", `${input.family} has no container ${name}`, {
        hint: suggest(name, names) ?? `its containers are ${names.join(", ")}`,
      });
  return {
    ...input,
    containerDefinitions: containers.map((container) =>
      changedContainer(container, changes.get(container.name ?? "")),
    ),
  };
}

function changedContainer(
  container: ContainerDefinition,
  change: ContainerChange | undefined,
): ContainerDefinition {
  if (!change) return container;
  const { image, environment = {} } = change;
  const kept = (container.environment ?? []).filter(({ name }) => !Object.hasOwn(environment, name ?? ""));
  const set = Object.entries(environment).map(([name, value]) => ({ name, value }));
  return {
    ...container,
    ...(image === undefined ? {} : { image }),
    ...(set.length > 0 ? { environment: [...kept, ...set] } : {}),
  };
}
