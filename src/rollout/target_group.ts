import { Fault } from "../model/errors.js";
import type { PlainDict } from "../model/value.js";
import { type Entry, task } from "./parts.js";
import type { Spec } from "./spec.js";

/** Hosts behind a load balancer of AWS: each is out of its target group while its container is replaced. */
type Behind = Pick<Spec, "target_group" | "path">;

/** Nobody would answer. Fault: KEYWORD_INVALID. */
export function checkBatches(
  { target_group, path }: Behind,
  batches: readonly (readonly string[])[],
  hosts: readonly string[],
): void {
  if (!target_group || hosts.length < 2 || !batches.some((batch) => batch.length === hosts.length)) return;
  throw new Fault(
    "KEYWORD_INVALID",
    `batches takes all ${hosts.length} hosts out of the target group at once`,
    { at: { path, line: 1, column: 1 }, hint: "begin with fewer: `batches: [1, 50%]`" },
  );
}

function targetTask({ target_group: group }: Behind, name: string, args: PlainDict): Entry[] {
  if (!group) return [];
  return [
    task(
      name,
      "community.aws.elb_target",
      {
        target_group_arn: group.arn,
        target_id: group.target,
        ...(group.port === undefined ? {} : { target_port: group.port }),
        target_status_timeout: group.timeout,
        ...args,
      },
      // an inventory can have hosts behind none: its `arn` is then empty
      { become: false, when: "tera_target_group != ''", vars: { tera_target_group: group.arn } },
    ),
  ];
}

/** The load balancer sends no more requests, and those that there are have been answered. One host alone stays. */
export function takeOutTasks(spec: Behind, hosts: readonly string[]): Entry[] {
  if (hosts.length < 2) return [];
  return targetTask(spec, "Take the host out of the target group", {
    state: "absent",
    target_status: "unused",
  });
}

/** The load balancer finds the host healthy. Also for one that was never in, or that a killed run has left outside. */
export function putInTasks(spec: Behind): Entry[] {
  return targetTask(spec, "Put the host into the target group", {
    state: "present",
    target_status: "healthy",
  });
}
