import { disconnected, otherCluster, refused, unplaced } from "./cluster_rows.js";
import { type Evidence, isUp, lastLine, linesOf, registrationOf, settingsOf } from "./evidence.js";
import { cgroup, container, disk, docker, unit, userData } from "./host_rows.js";
import { clock, instanceRole, route, taskRoles } from "./network_rows.js";
import type { Finding, Row } from "./row.js";
import { checkUserData, numberedLines, type UserDataProblem } from "./user_data.js";

/** Why an ECS agent does not come up: what is cheapest to look at first. docs/ecs-agent.md explains each row. */
export const ROWS: readonly Row[] = [
  userData,
  docker,
  unit,
  instanceRole,
  route,
  refused,
  otherCluster,
  container,
  taskRoles,
  clock,
  disk,
  disconnected,
  unplaced,
  cgroup,
];

/** All causes that the evidence of one host shows; none where the agent is proved to work. */
export function diagnose(evidence: Evidence): Finding[] {
  const found = ROWS.flatMap(({ row, title, recognise }) => {
    const recognised = recognise(evidence);
    return recognised ? [{ row, title, ...recognised }] : [];
  });
  return found.length > 0 || isUp(evidence) ? found : [unknown(evidence)];
}

/** It does not work, and no row says why: that is said, with the best line there is. */
function unknown(evidence: Evidence): Finding {
  const errors = /level=(error|critical)|\[(ERROR|CRITICAL)\]/;
  const { ActiveState = "in an unknown state", SubState } = settingsOf(evidence.unit);
  const state = SubState ? `${ActiveState} (${SubState})` : ActiveState;
  return {
    row: 0,
    title: "the agent does not work, and no known cause was found",
    cause: `the unit ecs is ${state}, and no container instance is registered`,
    evidence:
      lastLine(evidence.agent_log, errors) ??
      lastLine(evidence.init_log, errors) ??
      linesOf(evidence.unit_log).at(-1) ??
      "no line of error in the logs",
    fix: "tail -n 100 /var/log/ecs/ecs-init.log /var/log/ecs/ecs-agent.log; journalctl -u ecs -n 50 --no-pager",
  };
}

/** One line on a host that is well. */
export function healthyLine(evidence: Evidence): string {
  const { cluster, arn, version } = registrationOf(evidence);
  const control =
    evidence.agent_connected === undefined ? "ECS itself was not asked" : "ECS sees it as connected";
  return `in ${cluster} as ${arn.split("/").at(-1)}, ${version || "version unknown"}; ${control}`;
}

const USER_DATA: Readonly<
  Record<UserDataProblem["kind"], { row: number; title: string; cause: string; fix: string }>
> = {
  deadlock: {
    row: 1,
    title: userData.title,
    cause:
      "it waits for the unit ecs, which on Amazon Linux starts only after cloud-final, which waits for the user data: it never returns, and nothing after it runs",
    fix: "systemctl enable --now --no-block ecs.service, as the last line",
  },
  "config-after-start": {
    row: 7,
    title: otherCluster.title,
    cause:
      "ecs.config is written after the agent is started: it registers in the cluster `default`, if at all",
    fix: "move it above the line that starts the agent",
  },
  quoted: {
    row: 7,
    title: otherCluster.title,
    cause: "the quotes become part of the value in ecs.config",
    fix: "leave the quotes out: ECS_CLUSTER=name",
  },
  "other-file": {
    row: 7,
    title: otherCluster.title,
    cause: "the agent does not read this file",
    fix: "write to /etc/ecs/ecs.config",
  },
};

/** What is wrong with user data, before any host has run it. */
export function diagnoseUserData(text: string): Finding[] {
  return checkUserData(numberedLines(text))
    .map(({ kind, line, text: words }) => ({ ...USER_DATA[kind], evidence: `line ${line}: ${words}` }))
    .sort((a, b) => a.row - b.row);
}
