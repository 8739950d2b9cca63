import {
  type Evidence,
  isUp,
  lastLine,
  linesOf,
  registrationOf,
  settingsOf,
  unquoted,
  wantedCluster,
} from "./evidence.js";
import type { Recognised, Row } from "./row.js";
import { broughtLines, checkUserData, type UserDataProblem } from "./user_data.js";

const START_AFRESH = "systemctl stop ecs && rm -rf /var/lib/ecs/data/* && systemctl start ecs";

/** What the agent's log says of a registration that failed, and what that means. The first that fits counts. */
const REFUSALS: readonly { pattern: RegExp; cause: string; fix(evidence: Evidence): string }[] = [
  {
    pattern:
      /saved cluster '.*' does not match configured cluster|container instance \S+ is inactive|instance type change/i,
    cause: "the agent goes on with an old state, of another cluster or instance (/var/lib/ecs/data)",
    fix: () => START_AFRESH,
  },
  {
    pattern:
      /Cluster not found|ClusterNotFoundException|referenced cluster was inactive|Cluster is inactive/i,
    cause: "there is no such cluster in this account and region, or it is inactive",
    fix: (evidence) =>
      `from outside: aws ecs describe-clusters --clusters ${wantedCluster(evidence)}${evidence.region ? ` --region ${evidence.region}` : ""}\nthen the right name in /etc/ecs/ecs.config (ECS_CLUSTER), and: ${START_AFRESH}`,
  },
  {
    pattern: /AccessDenied(Exception)?\b|not authorized to perform: ecs:/,
    cause: "the instance's role may not do what the agent has to do",
    fix: () =>
      "from outside: aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role\nthen: systemctl restart ecs",
  },
];

export const refused: Row = {
  row: 6,
  title: "ECS refuses the registration",
  recognise: (evidence) => {
    if (isUp(evidence)) return undefined;
    for (const { pattern, cause, fix } of REFUSALS) {
      const line = lastLine(evidence.agent_log, pattern);
      if (line !== undefined) return { cause, evidence: line, fix: fix(evidence) };
    }
    return undefined;
  },
};

export const otherCluster: Row = {
  row: 7,
  title: "the agent is in another cluster than wanted",
  recognise: (evidence) => quotedSetting(evidence) ?? registeredElsewhere(evidence),
};

function quotedSetting({ ecs_config }: Evidence): Recognised | undefined {
  const line = lastLine(ecs_config, /^(?:export\s|[A-Z_]+=(?:".*"|'.*')$)/);
  if (line === undefined) return undefined;
  return {
    cause: line.startsWith("export")
      ? "ecs.config is no shell script: lines with `export` are not read"
      : "a value in ecs.config is quoted: the quotes become part of it",
    evidence: `/etc/ecs/ecs.config: ${line}`,
    fix: `sed -i -E -e 's/^export +//' -e "s/^([A-Z_]+=)([\\"'])(.*)\\2\\$/\\1\\3/" /etc/ecs/ecs.config && ${START_AFRESH}`,
  };
}

function registeredElsewhere(evidence: Evidence): Recognised | undefined {
  const { cluster, arn } = registrationOf(evidence);
  const wanted = wantedCluster(evidence);
  if (arn === "" || shortName(cluster) === shortName(wanted)) return undefined;
  const configured = unquoted(settingsOf(evidence.ecs_config).ECS_CLUSTER ?? "");
  return {
    cause: `the agent registered in \`${cluster}\`, not in \`${wanted}\`: ${reason(evidence, configured, wanted)}`,
    evidence: `http://localhost:51678/v1/metadata: ${evidence.metadata?.trim()}`,
    fix: `${configured === wanted ? "" : `echo ECS_CLUSTER=${wanted} >>/etc/ecs/ecs.config\n`}${START_AFRESH}`,
  };
}

const shortName = (cluster: string): string => cluster.replace(/^arn:.*:cluster\//, "");

function reason(evidence: Evidence, configured: string, wanted: string): string {
  const problems = checkUserData(broughtLines(evidence.user_data));
  const late = problems.find(({ kind }) => kind === "config-after-start");
  if (late) return `${named(late)} writes ecs.config after the agent was started`;
  const elsewhere = problems.find(({ kind }) => kind === "other-file");
  if (elsewhere) return `${named(elsewhere)} writes to a file that the agent does not read`;
  if (configured === "") return "ecs.config names no cluster";
  return configured === wanted
    ? "ecs.config was written after its start"
    : `ecs.config says \`${configured}\``;
}

const named = ({ line, text }: UserDataProblem): string => `line ${line} of the user data, \`${text}\`,`;

export const disconnected: Row = {
  row: 12,
  title: "the agent answers here, but ECS has lost it",
  recognise: (evidence) => {
    const { arn } = registrationOf(evidence);
    if (arn === "" || evidence.agent_connected !== "false") return undefined;
    return {
      cause: "the connection to ECS is blocked, or was dropped when idle: no task can be started here",
      evidence: `${arn}: agentConnected=false`,
      fix: "systemctl restart ecs\nif it comes back: let a proxy or firewall keep connections to ecs-a-*.amazonaws.com and ecs-t-*.amazonaws.com (443)",
    };
  },
};

/** What a task misses on every instance, as ECS says it, and what to do. */
const SHORTAGES: readonly [pattern: RegExp, cause: string, fix: string][] = [
  [
    /insufficient memory/,
    "memory: an instance offers what it registered minus ECS_RESERVED_MEMORY",
    "give the task less memory, or the cluster larger instances",
  ],
  [
    /insufficient CPU/i,
    "CPU units",
    "give the task fewer CPU units, or the cluster more or larger instances",
  ],
  [
    /using a port required/,
    "a host port: it is in use on every instance",
    "hostPort 0 (dynamic) behind a load balancer, or as many instances as tasks, or deployment minimumHealthyPercent below 100",
  ],
  [
    /missing an attribute required/,
    "an attribute: a log driver, task roles, ENIs, the CPU's architecture or the system",
    "aws ecs describe-container-instances (attributes) against describe-task-definition (requiresAttributes)\nawslogs: ECS_AVAILABLE_LOGGING_DRIVERS; task roles: ECS_ENABLE_TASK_IAM_ROLE; awsvpc: ECS_ENABLE_TASK_ENI in /etc/ecs/ecs.config",
  ],
];

export const unplaced: Row = {
  row: 13,
  title: "the agent is fine, but the task does not fit",
  recognise: ({ service_events }) => {
    const telling = /has reached a steady state|was unable to place a task/;
    const event = linesOf(service_events).find((line) => telling.test(line));
    if (event === undefined || !/was unable to place a task/.test(event)) return undefined;
    if (/No Container Instances were found/i.test(event)) return undefined;
    const [, cause, fix] = SHORTAGES.find(([pattern]) => pattern.test(event)) ?? [
      undefined,
      "something that the event names",
      "aws ecs describe-services (events)",
    ];
    return {
      cause: `no instance has what the task asks for: ${cause}`,
      evidence: event,
      fix: `from outside: ${fix}`,
    };
  },
};
