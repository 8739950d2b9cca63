import type { Deployment, Service } from "@aws-sdk/client-ecs";
import type { AwsSettings } from "./client.js";
import { eventsOf, findService, stopReasons } from "./ecs.js";

/** So many events and reasons are shown with a failure. */
const SHOWN = 5;

/** How far a deployment of a service is. */
export interface Rollout {
  state: "going" | "done" | "failed";
  /** numbers of tasks, and why it failed */
  says: string;
}

/** The deployment that a service is on: the one that an update has made is the primary one. */
export function primaryDeployment(service: Service): Deployment | undefined {
  return service.deployments?.find(({ status }) => status === "PRIMARY");
}

/**
 * How far the deployment is. Done is what ECS calls a steady state: it says COMPLETED (or says nothing: not every
 * controller does), all tasks run, and none of another deployment. A circuit breaker that goes back puts another
 * deployment into the first place, which is a failure of this one.
 */
export function rolloutOf(service: Service, deployment: string): Rollout {
  const ours = service.deployments?.find(({ id }) => id === deployment);
  const first = primaryDeployment(service);
  if (!ours)
    return { state: "failed", says: `another deployment took its place: ${first?.taskDefinition ?? "none"}` };
  const { rolloutState = "", rolloutStateReason = "", runningCount = 0, desiredCount = 0 } = ours;
  const counts = `${runningCount} of ${desiredCount} tasks run, ${ours.pendingCount ?? 0} are starting, ${ours.failedTasks ?? 0} have failed`;
  if (rolloutState === "FAILED") return { state: "failed", says: `${rolloutStateReason} (${counts})` };
  if (first !== ours)
    return { state: "failed", says: `ECS went back to ${first?.taskDefinition ?? "nothing"} (${counts})` };
  const others = (service.deployments ?? []).some((one) => one !== ours && (one.runningCount ?? 0) > 0);
  const isDone = rolloutState !== "IN_PROGRESS" && runningCount >= desiredCount && !others;
  return { state: isDone ? "done" : "going", says: `${rolloutState || "no state"}: ${counts}` };
}

export interface WaitOptions {
  cluster: string;
  service: string;
  /** id of the deployment that is waited for */
  deployment: string;
  timeoutSeconds: number;
  /** between two looks */
  delaySeconds: number;
  /** events that are known already */
  knownEvents: ReadonlySet<string>;
  sleep(seconds: number): Promise<void>;
}

export interface Waited {
  service: Service | undefined;
  /** why it did not get there; undefined where it is steady */
  problem: string | undefined;
  /** `12s IN_PROGRESS: 1 of 2 tasks run, …`, a line whenever something was different */
  progress: string[];
  /** what the service said meanwhile, the newest first */
  events: string[];
}

/** Looks at a service until a deployment is steady, has failed, or took too long. Faults: AWS_*. */
export async function waitForRollout(settings: AwsSettings, options: WaitOptions): Promise<Waited> {
  const progress: string[] = [];
  const started = Date.now();
  for (let last = ""; ; await options.sleep(options.delaySeconds)) {
    const service = await findService(settings, options.cluster, options.service);
    const seconds = Math.round((Date.now() - started) / 1000);
    const events = newEvents(service, options.knownEvents);
    if (!service) return { service, problem: "the service is gone", progress, events };
    const { state, says } = rolloutOf(service, options.deployment);
    if (says !== last) progress.push(`${seconds}s ${says}`);
    last = says;
    if (state === "done") return { service, problem: undefined, progress, events };
    if (state === "failed") return { service, problem: says, progress, events };
    if (seconds >= options.timeoutSeconds)
      return { service, problem: `not steady after ${seconds} seconds: ${says}`, progress, events };
  }
}

function newEvents(service: Service | undefined, known: ReadonlySet<string>): string[] {
  return eventsOf(service)
    .filter(({ id }) => !known.has(id))
    .map(({ at, message }) => `${at.toISOString().slice(0, 19)}Z ${message}`);
}

/** One text of what is known of a failure: the last events, and why tasks stopped where that may be asked. */
export async function explainFailure(
  settings: AwsSettings,
  { cluster, service }: WaitOptions,
  { problem, events }: Waited,
): Promise<string> {
  const reasons = await stopReasons(settings, cluster, service).catch(() => []);
  const parts = [
    `the service ${service} did not come up: ${problem}`,
    ...(events.length > 0 ? ["its last events:", ...events.slice(0, SHOWN).map((line) => `  ${line}`)] : []),
    ...(reasons.length > 0
      ? ["why tasks stopped:", ...reasons.slice(0, SHOWN).map((line) => `  ${line}`)]
      : []),
  ];
  return parts.join("\n");
}
