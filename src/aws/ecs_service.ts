import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DeleteServiceCommand,
  type Service,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { Fault } from "../model/errors.js";
import type { AwsSettings } from "./client.js";
import { askingCluster, ecsClient } from "./ecs.js";
import { findTaskDefinition } from "./ecs_task_definition.js";
import { guarded } from "./faults.js";

/** What is wanted of a service; what is undefined may be as it is. */
export type WantedService = Omit<CreateServiceCommandInput, "cluster" | "serviceName" | "clientToken">;

/** What only a new service can be given. */
const FIXED = ["launchType", "schedulingStrategy", "role", "deploymentController"] as const;
/** What a service does not tell in the form in which it is given: only a new service gets it. */
const UNTOLD = ["tags"] as const;

/** One thing that is not as wanted. */
export interface ServiceDifference {
  name: string;
  before: unknown;
  after: unknown;
}

/** What an update would change. Fault where only a new service could have it. */
export function serviceDifferences(now: Service, wanted: WantedService): ServiceDifference[] {
  const different = Object.entries(wanted)
    .filter(([name, value]) => value !== undefined && !UNTOLD.includes(name as "tags"))
    .filter(([name, value]) => !covers(toldBy(now, name), value))
    .map(([name, after]) => ({ name, before: toldBy(now, name), after: after as unknown }));
  const fixed = different.find(({ name }) => FIXED.includes(name as "role"));
  if (fixed)
    throw new Fault(
      "AWS_FAILED",
      `${fixed.name} of the service ${now.serviceName} cannot be changed: it is ${JSON.stringify(fixed.before)}`,
      { hint: "leave it out, or delete the service and make it anew" },
    );
  return different;
}

function toldBy(now: Service, name: string): unknown {
  const told = now as unknown as Record<string, unknown>;
  return name === "role" ? told.roleArn : told[name];
}

/** Is everything that is wanted there? Lists of texts have no order; mappings may hold more. */
function covers(now: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(now) ? now : [];
    return list.length === wanted.length && wanted.every((item) => list.some((one) => covers(one, item)));
  }
  if (wanted === null || typeof wanted !== "object") return now === wanted;
  return Object.entries(wanted).every(
    ([name, value]) =>
      value === undefined || covers((now as Record<string, unknown> | undefined)?.[name], value),
  );
}

/** The ARN of a task definition, of which a service may be told only family or family and revision. */
export async function taskDefinitionArn(settings: AwsSettings, name: string): Promise<string> {
  if (name.startsWith("arn:")) return name;
  const found = await findTaskDefinition(settings, name);
  if (found?.definition.taskDefinitionArn) return found.definition.taskDefinitionArn;
  throw new Fault("AWS_FAILED", `there is no active task definition ${name}`, {
    hint: "register one first (community.aws.ecs_taskdefinition), or is the region wrong?",
  });
}

export async function createService(
  settings: AwsSettings,
  input: CreateServiceCommandInput,
): Promise<Service> {
  const { service } = await guarded(
    askingCluster(input.cluster ?? "default", settings, "ecs:CreateService"),
    () => ecsClient(settings).send(new CreateServiceCommand(input)),
  );
  return service!;
}

export async function updateService(
  settings: AwsSettings,
  input: UpdateServiceCommandInput,
): Promise<Service> {
  const { service } = await guarded(
    askingCluster(input.cluster ?? "default", settings, "ecs:UpdateService"),
    () => ecsClient(settings).send(new UpdateServiceCommand(input)),
  );
  return service!;
}

/** `force`: also where tasks of it run. */
export async function deleteService(
  settings: AwsSettings,
  cluster: string,
  service: string,
  force: boolean,
): Promise<Service> {
  const answer = await guarded(askingCluster(cluster, settings, "ecs:DeleteService"), () =>
    ecsClient(settings).send(new DeleteServiceCommand({ cluster, service, force })),
  );
  return answer.service!;
}
