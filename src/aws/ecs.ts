import {
  type ContainerInstance,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  paginateListContainerInstances,
  type Service,
} from "@aws-sdk/client-ecs";
import { type AwsSettings, clientFor } from "./client.js";
import { type Doing, doingWith, inRegion } from "./doing.js";
import { guarded } from "./faults.js";

/** ECS describes so many container instances in one call. */
const INSTANCES_AT_ONCE = 100;

export function ecsClient(settings: AwsSettings): ECSClient {
  return clientFor(ECSClient, "ecs", settings);
}

/** Calls about a cluster; that it is missing is said with the region, where mistakes are made. */
export function askingCluster(cluster: string, settings: AwsSettings, action: string): Doing {
  return {
    ...doingWith(settings, action, `asking for the cluster ${cluster}`),
    also: {
      names: /^ClusterNotFoundException$/,
      code: "AWS_FAILED",
      say: (doing) => [
        `there is no cluster ${cluster}${inRegion(doing)}`,
        "are the name and the region right? Terraform's root `ecs` makes the cluster and says both",
      ],
    },
  };
}

/** A host of a cluster, as the control plane sees it. */
export interface ContainerInstanceInfo {
  arn: string;
  /** `i-…`, or `mi-…` of a host that is not EC2's */
  ec2_instance_id: string;
  /** can the control plane talk to the agent? */
  agent_connected: boolean;
  /** ACTIVE, DRAINING, REGISTERING, … */
  status: string;
  /** of the agent, such as `1.89.2`; "" where it has not said yet */
  agent_version: string;
  running_tasks: number;
}

/**
 * The container instances of a cluster, all or those that are named (by ARN or ID).
 * One that is named and is not there is left out. Faults: AWS_*.
 */
export async function describeContainerInstances(
  settings: AwsSettings,
  cluster: string,
  named?: readonly string[],
): Promise<ContainerInstanceInfo[]> {
  const client = ecsClient(settings);
  const arns = named ?? (await containerInstanceArns(client, settings, cluster));
  const found: ContainerInstanceInfo[] = [];
  for (let at = 0; at < arns.length; at += INSTANCES_AT_ONCE) {
    const containerInstances = arns.slice(at, at + INSTANCES_AT_ONCE);
    const answer = await guarded(askingCluster(cluster, settings, "ecs:DescribeContainerInstances"), () =>
      client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances })),
    );
    found.push(...(answer.containerInstances ?? []).map(instanceInfo));
  }
  return found;
}

async function containerInstanceArns(
  client: ECSClient,
  settings: AwsSettings,
  cluster: string,
): Promise<string[]> {
  return guarded(askingCluster(cluster, settings, "ecs:ListContainerInstances"), async () => {
    const arns: string[] = [];
    for await (const page of paginateListContainerInstances({ client }, { cluster }))
      arns.push(...(page.containerInstanceArns ?? []));
    return arns;
  });
}

function instanceInfo(instance: ContainerInstance): ContainerInstanceInfo {
  return {
    arn: instance.containerInstanceArn ?? "",
    ec2_instance_id: instance.ec2InstanceId ?? "",
    agent_connected: instance.agentConnected === true,
    status: instance.status ?? "",
    agent_version: instance.versionInfo?.agentVersion ?? "",
    running_tasks: instance.runningTasksCount ?? 0,
  };
}

/** A service as ECS tells it; undefined where there is none or it is deleted. Faults: AWS_*. */
export async function findService(
  settings: AwsSettings,
  cluster: string,
  service: string,
): Promise<Service | undefined> {
  const client = ecsClient(settings);
  const { services = [] } = await guarded(askingCluster(cluster, settings, "ecs:DescribeServices"), () =>
    client.send(new DescribeServicesCommand({ cluster, services: [service] })),
  );
  return services.find(({ status }) => status !== "INACTIVE");
}

/** What happened to a service, the newest first. */
export interface ServiceEvent {
  id: string;
  at: Date;
  message: string;
}

export function eventsOf(service: Service | undefined): ServiceEvent[] {
  return (service?.events ?? []).map(({ id, createdAt, message }) => ({
    id: id ?? "",
    at: createdAt ?? new Date(0),
    message: message ?? "",
  }));
}

/** The last events of a service (ECS keeps 100), the newest first; none where there is no such service. */
export async function serviceEvents(
  settings: AwsSettings,
  cluster: string,
  service: string,
): Promise<ServiceEvent[]> {
  return eventsOf(await findService(settings, cluster, service));
}

/** Why tasks of a service stopped in the last hour, each reason once. */
export async function stopReasons(
  settings: AwsSettings,
  cluster: string,
  serviceName: string,
): Promise<string[]> {
  const client = ecsClient(settings);
  const { taskArns = [] } = await guarded(askingCluster(cluster, settings, "ecs:ListTasks"), () =>
    client.send(new ListTasksCommand({ cluster, serviceName, desiredStatus: "STOPPED" })),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await guarded(askingCluster(cluster, settings, "ecs:DescribeTasks"), () =>
    client.send(new DescribeTasksCommand({ cluster, tasks: taskArns })),
  );
  const reasons = tasks.flatMap(({ stoppedReason, containers = [] }) => [
    stoppedReason,
    ...containers.map(({ name, reason, exitCode }) =>
      reason || exitCode ? `container ${name}: ${reason ?? `ended with status ${exitCode}`}` : undefined,
    ),
  ]);
  return [...new Set(reasons.filter((reason) => reason !== undefined))];
}
