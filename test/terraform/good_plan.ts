import type { Plan, Resource, Values } from "./plan.js";
import { resource } from "./sample.js";

const ISSUER = "token.actions.githubusercontent.com";
const tags_all = { Project: "tera", Environment: "dev", ManagedBy: "terraform" };
const blocks = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
const pull = {
  effect: "Allow",
  actions: ["ecr:BatchGetImage"],
  resources: ["arn:aws:ecr:us-east-1:123456789012:repository/webapp"],
  principals: [],
  condition: [],
};
const noPlain = {
  effect: "Deny",
  actions: ["s3:*"],
  resources: ["*"],
  principals: [{ type: "*", identifiers: ["*"] }],
  condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
};
const trust = {
  Effect: "Allow",
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` },
  Condition: {
    StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${ISSUER}:sub`]: ["repo:acme@1/web@2:ref:refs/tags/v*"] },
  },
};
const trustBlock = {
  effect: "Allow",
  actions: ["sts:AssumeRoleWithWebIdentity"],
  principals: [{ type: "Federated", identifiers: [null] }],
  condition: [
    { test: "StringEquals", variable: `${ISSUER}:aud`, values: ["sts.amazonaws.com"] },
    { test: "StringLike", variable: `${ISSUER}:sub`, values: ["repo:acme/web:ref:refs/tags/v*"] },
  ],
};
const container = {
  name: "webapp",
  image: `registry.example/webapp@sha256:${"0".repeat(64)}`,
  readonlyRootFilesystem: true,
  environment: [{ name: "PORT", value: "8080" }],
};
const metadata_options = [{ http_endpoint: "enabled", http_tokens: "required" }];
const policyJson = {
  Statement: [{ Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" }],
};

function about(name: string, attribute = "vpc_id"): Partial<Resource> {
  return { references: { [attribute]: [`${name}.id`, name] } };
}

const bucket = about("aws_s3_bucket.this", "bucket");

/** Each type once, as the policy wants it. */
export const GOOD: readonly [type: string, values: Values, more?: Partial<Resource>][] = [
  ["aws_vpc", { tags_all }],
  ["aws_default_security_group", { tags_all, ingress: [], egress: [] }, about("aws_vpc.this")],
  ["aws_flow_log", { tags_all }, about("aws_vpc.this")],
  ["aws_subnet", { tags_all, map_public_ip_on_launch: false }],
  ["aws_security_group", { tags_all, ingress: [], egress: [] }],
  [
    "aws_vpc_security_group_ingress_rule",
    { tags_all, description: "HTTP", cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 80, to_port: 80 },
  ],
  [
    "aws_vpc_security_group_ingress_rule",
    { tags_all, description: "The app, and nobody else", ip_protocol: "tcp", from_port: 6379, to_port: 6379 },
    { name: "redis", address: "aws_vpc_security_group_ingress_rule.redis" },
  ],
  [
    "aws_vpc_security_group_egress_rule",
    {
      ...{ tags_all, description: "Requests and health checks to the targets" },
      ...{ ip_protocol: "tcp", from_port: 8080, to_port: 8080 },
    },
    about("aws_security_group.this", "security_group_id"),
  ],
  [
    "aws_lb",
    { tags_all, drop_invalid_header_fields: true },
    about("aws_security_group.this", "security_groups"),
  ],
  [
    "aws_lb_listener",
    { tags_all, protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06", default_action: [] },
    { name: "tls", address: "aws_lb_listener.tls" },
  ],
  ["aws_lb_listener", { tags_all, protocol: "HTTP", default_action: [{ type: "redirect" }] }],
  [
    "aws_instance",
    {
      tags_all,
      metadata_options,
      root_block_device: [{ encrypted: true, volume_type: "gp3" }],
      user_data: null,
    },
  ],
  [
    "aws_launch_template",
    {
      tags_all,
      metadata_options,
      block_device_mappings: [{ device_name: "/dev/xvda", ebs: [{ encrypted: "true", volume_type: "gp3" }] }],
      user_data: Buffer.from("echo ECS_CLUSTER=web >> /etc/ecs/ecs.config\n").toString("base64"),
    },
  ],
  ["aws_autoscaling_group", { tag: Object.keys(tags_all).map((key) => ({ key, value: "x" })) }],
  ["data.aws_iam_policy_document", { statement: [pull] }],
  [
    "data.aws_iam_policy_document",
    { statement: [trustBlock] },
    { name: "trust", address: "data.aws_iam_policy_document.trust" },
  ],
  ["aws_iam_policy", { tags_all, policy: JSON.stringify(policyJson) }],
  ["aws_iam_role", { tags_all, assume_role_policy: JSON.stringify({ Statement: trust }) }],
  [
    "aws_ecr_repository",
    { tags_all, image_tag_mutability: "IMMUTABLE", image_scanning_configuration: [{ scan_on_push: true }] },
  ],
  ["aws_ecs_cluster", { tags_all, setting: [{ name: "containerInsights", value: "enhanced" }] }],
  ["aws_ecs_task_definition", { tags_all, container_definitions: JSON.stringify([container]) }],
  [
    "aws_eks_cluster",
    {
      tags_all,
      encryption_config: [{ resources: ["secrets"] }],
      vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["198.51.100.0/24"] }],
      enabled_cluster_log_types: ["api", "audit", "authenticator"],
    },
  ],
  ["aws_cloudwatch_log_group", { tags_all, retention_in_days: 30 }],
  ["aws_s3_bucket", { tags_all }],
  ["aws_s3_bucket_public_access_block", Object.fromEntries(blocks.map((name) => [name, true])), bucket],
  ["aws_s3_bucket_versioning", { versioning_configuration: [{ status: "Enabled" }] }, bucket],
  ["aws_s3_bucket_server_side_encryption_configuration", {}, bucket],
  [
    "aws_s3_bucket_policy",
    {},
    { references: { ...bucket.references, policy: ["data.aws_iam_policy_document.tls"] } },
  ],
  [
    "data.aws_iam_policy_document",
    { statement: [noPlain] },
    { name: "tls", address: "data.aws_iam_policy_document.tls" },
  ],
  [
    "aws_elasticache_replication_group",
    { tags_all, at_rest_encryption_enabled: "true", transit_encryption_enabled: true },
  ],
  ["aws_kms_key", { tags_all, enable_key_rotation: true }],
];

export const goodPlan: Plan = { resources: GOOD.map(([type, values, more]) => resource(type, values, more)) };
