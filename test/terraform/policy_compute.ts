import { isUnknown, listOf, type Resource, type Values, valueAt } from "./plan.js";
import type { Rule } from "./policy_rule.js";

const MACHINES = ["aws_instance", "aws_launch_template"];

/** What a secret in clear looks like: a key of AWS, a private key, or a value given to a telling name. */
export const SECRETS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
  /(?:password|passwd|secret(?:_?access)?(?:_?key)?|api_?key|auth_?token)["']?\s*(?:=\s*|:\s+)["']?(?!\w+\.\w)[^\s"'$<({]{4,}/i,
];

export const computeRules: readonly Rule[] = [
  {
    id: "instance-metadata-v2",
    intent: "an instance's metadata needs a session token (IMDSv2)",
    types: MACHINES,
    check: ({ values }) =>
      valueAt(values, "metadata_options.0.http_tokens") === "required" ? [] : ["does not require tokens"],
  },
  {
    id: "disks-encrypted",
    intent: "every disk is encrypted, and of the type gp3",
    types: [...MACHINES, "aws_ebs_volume"],
    check: (resource) => disksOf(resource).flatMap(([name, disk]) => diskProblems(name, disk)),
  },
  {
    id: "no-secrets-in-user-data",
    intent: "user data, which everything on the host can read, has no secret in it",
    types: MACHINES,
    check: (resource) => {
      const text = userData(resource);
      return SECRETS.some((secret) => secret.test(text)) ? ["has a secret in its user data"] : [];
    },
  },
];

function disksOf({ type, values }: Resource): [string, Values][] {
  if (type === "aws_ebs_volume") return [["the volume", values]];
  if (type === "aws_launch_template") {
    const disks = listOf(values.block_device_mappings);
    if (disks.length === 0) return [["the root disk", {}]];
    return disks.map((disk) => [String(disk.device_name), (valueAt(disk, "ebs.0") ?? {}) as Values]);
  }
  const root = (valueAt(values, "root_block_device.0") ?? {}) as Values;
  const more = listOf(values.ebs_block_device).map((disk): [string, Values] => [
    String(disk.device_name),
    disk,
  ]);
  return [["the root disk", root], ...more];
}

function diskProblems(name: string, { encrypted, volume_type, type = volume_type }: Values): string[] {
  return [
    ...(String(encrypted) === "true" ? [] : [`${name} is not encrypted`]),
    ...(type === "gp3" ? [] : [`${name} is not gp3`]),
  ];
}

/** Version 5 of the provider shows a hash of aws_instance's text; what is written is looked at in the files. */
function userData(resource: Resource): string {
  const { user_data: plain, user_data_base64: encoded } = resource.values;
  const texts = [plain, encoded].filter((text): text is string => typeof text === "string");
  if (isUnknown(resource, "user_data")) return "";
  return texts.flatMap((text) => [text, Buffer.from(text, "base64").toString("utf8")]).join("\n");
}
