import { companions, listOf, type Plan, type Resource, valueAt } from "./plan.js";
import type { Rule } from "./policy_rule.js";
import { statementsOf } from "./statements.js";

/** What every resource that can have tags is found and paid by. */
const TAGS = ["Project", "Environment", "ManagedBy"];
const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
const BUCKETS = ["aws_s3_bucket"];

export const dataRules: readonly Rule[] = [
  {
    id: "log-groups-expire",
    intent: "logs are kept for a time that somebody chose",
    types: ["aws_cloudwatch_log_group"],
    check: ({ values }) => (Number(values.retention_in_days ?? 0) > 0 ? [] : ["keeps its logs for ever"]),
  },
  {
    id: "buckets-not-public",
    intent: "a bucket can never be made public",
    types: BUCKETS,
    check: (resource, plan) => {
      const blocks = companions(plan, resource, "aws_s3_bucket_public_access_block");
      if (blocks.length === 0) return ["has no public access block"];
      return BLOCKS.filter((name) => !blocks.some(({ values }) => values[name] === true)).map(
        (name) => `does not ${name.replaceAll("_", " ")}`,
      );
    },
  },
  {
    id: "buckets-versioned",
    intent: "what is overwritten in a bucket can be had back",
    types: BUCKETS,
    check: (resource, plan) => {
      const found = companions(plan, resource, "aws_s3_bucket_versioning");
      const isOn = found.some(
        ({ values }) => valueAt(values, "versioning_configuration.0.status") === "Enabled",
      );
      return isOn ? [] : ["is not versioned"];
    },
  },
  {
    id: "buckets-encrypted",
    intent: "what is in a bucket is encrypted, in a way that somebody chose",
    types: BUCKETS,
    check: (resource, plan) =>
      companions(plan, resource, "aws_s3_bucket_server_side_encryption_configuration").length > 0
        ? []
        : ["names no encryption"],
  },
  {
    id: "buckets-by-tls",
    intent: "a bucket is reached by TLS only",
    types: BUCKETS,
    check: (resource, plan) => (policiesOf(plan, resource).some(deniesPlain) ? [] : ["answers without TLS"]),
  },
  {
    id: "caches-encrypted",
    intent: "a cache encrypts what it keeps and what it sends",
    types: ["aws_elasticache_replication_group"],
    check: ({ values }) =>
      ["at_rest_encryption_enabled", "transit_encryption_enabled"]
        .filter((name) => String(values[name]) !== "true")
        .map((name) => `has no ${name.replace("_enabled", "").replaceAll("_", " ")}`),
  },
  {
    id: "keys-rotate",
    intent: "keys are renewed by themselves",
    types: ["aws_kms_key"],
    check: ({ values }) => (values.enable_key_rotation === true ? [] : ["is never renewed"]),
  },
  {
    id: "default-tags",
    intent: `everything says what it belongs to: ${TAGS.join(", ")}`,
    check: (resource) => {
      const tags = tagsOf(resource);
      if (!tags) return [];
      const missing = TAGS.filter((name) => !tags.includes(name));
      return missing.length > 0 ? [`has no tag ${missing.join(", ")}`] : [];
    },
  },
];

/** The names of a resource's tags; undefined where it can have none. The groups of instances do not inherit any. */
function tagsOf({ mode, type, values, unknown }: Resource): string[] | undefined {
  if (mode === "data" || unknown.tags_all === true) return undefined;
  if (type === "aws_autoscaling_group") return listOf(values.tag).map(({ key }) => String(key));
  return "tags_all" in values ? Object.keys(values.tags_all ?? {}) : undefined;
}

/** The bucket's policies, and the documents that those were written from. */
function policiesOf(plan: Plan, bucket: Resource): Resource[] {
  const policies = companions(plan, bucket, "aws_s3_bucket_policy");
  const names = policies.flatMap(({ references }) => references.policy ?? []);
  const documents = plan.resources.filter(
    ({ mode, module, type, name }) =>
      mode === "data" && module === bucket.module && names.includes(`data.${type}.${name}`),
  );
  return [...policies, ...documents];
}

function deniesPlain(policy: Resource): boolean {
  return statementsOf(policy).some(
    ({ isAllow, conditions }) =>
      !isAllow &&
      conditions.some(
        ({ variable, values }) => variable === "aws:SecureTransport" && values.includes("false"),
      ),
  );
}
