import type { AwsSettings } from "./client.js";
import { doingWith } from "./doing.js";
import { guarded } from "./faults.js";
import { type QueryService, query, textOf } from "./query.js";

const ELB: QueryService = {
  name: "elasticloadbalancing",
  version: "2015-12-01",
  variable: "ELASTIC_LOAD_BALANCING_V2",
};

/** A host (or an address) in a target group. */
export interface Target {
  group: string;
  id: string;
  port?: number | undefined;
  zone?: string | undefined;
}

/** What a load balancer says of a target: `healthy`, `draining`, `unused`, … and why. */
export interface TargetHealth {
  port: string;
  state: string;
  reason: string;
  description: string;
}

/** In an ARN: it says more than what a profile does. */
const regionOf = (arn: string): string | undefined =>
  /^arn:[\w-]+:elasticloadbalancing:([\w-]+):/.exec(arn)?.[1];

/** Settings for the region that the ARN of a target group names, where none is said. */
export const settingsFor = (group: string, settings: AwsSettings): AwsSettings =>
  settings.region || regionOf(group) === undefined ? settings : { ...settings, region: regionOf(group) };

function ask(settings: AwsSettings, action: string, values: Record<string, string>): Promise<string> {
  const group = values.TargetGroupArn ?? values["Names.member.1"] ?? "";
  return guarded(
    {
      ...doingWith(settings, `elasticloadbalancing:${action}`, `asking for the target group ${group}`),
      also: {
        names: /^TargetGroupNotFound(Exception)?$/,
        code: "AWS_FAILED",
        say: () => [
          `there is no target group ${group}`,
          "are the name and the region right? Terraform's root `deploy` says `target_group_arn`",
        ],
      },
    },
    () => query(ELB, settings, action, values),
  );
}

/** The ARN of a target group by its name. Faults: AWS_*. */
export async function targetGroupArn(settings: AwsSettings, name: string): Promise<string> {
  const xml = await ask(settings, "DescribeTargetGroups", { "Names.member.1": name });
  return textOf(xml, "TargetGroupArn") ?? "";
}

const valuesOf = ({ group, id, port, zone }: Target): Record<string, string> => ({
  TargetGroupArn: group,
  "Targets.member.1.Id": id,
  ...(port === undefined ? {} : { "Targets.member.1.Port": String(port) }),
  ...(zone === undefined ? {} : { "Targets.member.1.AvailabilityZone": zone }),
});

/** How a target is, on each of its ports; `unused` where it is not registered. Faults: AWS_*. */
export async function targetHealth(settings: AwsSettings, target: Target): Promise<TargetHealth[]> {
  const xml = await ask(settings, "DescribeTargetHealth", valuesOf(target));
  return [
    ...xml.matchAll(/<Target>([\s\S]*?)<\/Target>[\s\S]*?<TargetHealth>([\s\S]*?)<\/TargetHealth>/g),
  ].map(([, about = "", health = ""]) => ({
    port: textOf(about, "Port") ?? "",
    state: textOf(health, "State") ?? "",
    reason: textOf(health, "Reason") ?? "",
    description: textOf(health, "Description") ?? "",
  }));
}

export async function registerTarget(settings: AwsSettings, target: Target): Promise<void> {
  await ask(settings, "RegisterTargets", valuesOf(target));
}

export async function deregisterTarget(settings: AwsSettings, target: Target): Promise<void> {
  await ask(settings, "DeregisterTargets", valuesOf(target));
}

/** Not registered, or on the way out. */
export const isOut = ({ state, reason }: TargetHealth): boolean =>
  (state === "unused" && reason !== "Target.NotInUse" && reason !== "Target.IpUnusable") ||
  state === "draining";
