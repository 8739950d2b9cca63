import { type Evidence, registrationOf, wantedCluster } from "../../doctor/evidence.js";

/** What ECS itself is asked about a host. */
export interface Asking {
  /** a service whose tasks do not start */
  service?: string | undefined;
}

/** Is there anything to ask ECS with? Sends nothing. Fault: AWS_CREDENTIALS. */
export async function checkControlPlane(): Promise<void> {
  const { checkCredentials } = await import("../../aws/credentials.js");
  await checkCredentials("asking ECS");
}

/**
 * The evidence with what the control plane says: whether it sees the agent as connected, and the service's events.
 * Calls ecs:DescribeContainerInstances and ecs:DescribeServices. Faults: AWS_*.
 */
export async function withControlPlane(evidence: Evidence, { service }: Asking): Promise<Evidence> {
  const { describeContainerInstances, serviceEvents } = await import("../../aws/ecs.js");
  const settings = { region: evidence.region || undefined };
  const { arn, cluster } = registrationOf(evidence);
  const found: { -readonly [name in keyof Evidence]: Evidence[name] } = { ...evidence };
  if (arn !== "") {
    const [instance] = await describeContainerInstances(settings, cluster, [arn]);
    // a container instance that ECS does not know is as cut off as one that it has lost
    found.agent_connected = String(instance?.agent_connected === true);
  }
  if (service !== undefined) {
    const events = await serviceEvents(settings, wantedCluster(evidence), service);
    found.service_events = events.map(({ at, message }) => `${at.toISOString()} ${message}`).join("\n");
  }
  return found;
}
