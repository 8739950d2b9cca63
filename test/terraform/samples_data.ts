import type { Values } from "./plan.js";
import type { Sample } from "./sample.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const disk = (ebs: Values) => [{ device_name: "/dev/xvda", ebs: [ebs] }];

export const dataSamples: readonly Sample[] = [
  ...["aws_instance", "aws_launch_template"].map((type) => ({
    rule: "instance-metadata-v2",
    how: `${type} answers without a token`,
    type,
    set: { metadata_options: [{ http_endpoint: "enabled", http_tokens: "optional" }] },
  })),
  {
    rule: "disks-encrypted",
    how: "an instance's disk is not encrypted",
    type: "aws_instance",
    set: { root_block_device: [{ encrypted: false, volume_type: "gp3" }] },
  },
  {
    rule: "disks-encrypted",
    how: "a template's disk is of the old type",
    type: "aws_launch_template",
    set: { block_device_mappings: disk({ encrypted: "true", volume_type: "gp2" }) },
  },
  {
    rule: "disks-encrypted",
    how: "a volume is not encrypted",
    type: "aws_ebs_volume",
    add: { encrypted: false, type: "gp3" },
  },
  {
    rule: "no-secrets-in-user-data",
    how: "an instance is given a password",
    type: "aws_instance",
    set: { user_data: "#!/bin/sh\nREDIS_PASSWORD=correct-horse\n" },
  },
  {
    rule: "no-secrets-in-user-data",
    how: "a template has a key in its base64",
    type: "aws_launch_template",
    set: { user_data: base64("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n") },
  },
  {
    rule: "log-groups-expire",
    how: "logs stay for ever",
    type: "aws_cloudwatch_log_group",
    set: { retention_in_days: 0 },
  },
  {
    rule: "buckets-not-public",
    how: "one of the four blocks is off",
    type: "aws_s3_bucket_public_access_block",
    reported: "aws_s3_bucket",
    set: { block_public_policy: false },
  },
  {
    rule: "buckets-not-public",
    how: "a bucket has no block",
    type: "aws_s3_bucket",
    without: "aws_s3_bucket_public_access_block",
  },
  {
    rule: "buckets-versioned",
    how: "versioning is suspended",
    type: "aws_s3_bucket_versioning",
    reported: "aws_s3_bucket",
    set: { versioning_configuration: [{ status: "Suspended" }] },
  },
  {
    rule: "buckets-encrypted",
    how: "a bucket names no encryption",
    type: "aws_s3_bucket",
    without: "aws_s3_bucket_server_side_encryption_configuration",
  },
  {
    rule: "buckets-by-tls",
    how: "a bucket has no policy",
    type: "aws_s3_bucket",
    without: "aws_s3_bucket_policy",
  },
  {
    rule: "caches-encrypted",
    how: "a cache speaks in clear",
    type: "aws_elasticache_replication_group",
    set: { transit_encryption_enabled: false },
  },
  {
    rule: "keys-rotate",
    how: "a key is never renewed",
    type: "aws_kms_key",
    set: { enable_key_rotation: false },
  },
  ...["aws_vpc", "aws_instance", "aws_ecr_repository"].map((type) => ({
    rule: "default-tags",
    how: `${type} has no tags`,
    type,
    set: { tags_all: {} },
  })),
  {
    rule: "default-tags",
    how: "the instances of a group get no tags",
    type: "aws_autoscaling_group",
    set: { tag: [] },
  },
];
