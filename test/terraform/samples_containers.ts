import type { Values } from "./plan.js";
import type { Sample } from "./sample.js";

/** Changes the first container of a task. */
function inContainer(rule: string, how: string, set: Values): Sample {
  const change = (values: Values): boolean => {
    if (typeof values.container_definitions !== "string") return false;
    const containers = JSON.parse(values.container_definitions) as Values[];
    Object.assign(containers[0]!, set);
    values.container_definitions = JSON.stringify(containers);
    return true;
  };
  return { rule, how, type: "aws_ecs_task_definition", change };
}

export const containerSamples: readonly Sample[] = [
  {
    rule: "ecr-tags-immutable",
    how: "tags can be moved",
    type: "aws_ecr_repository",
    set: { image_tag_mutability: "MUTABLE" },
  },
  {
    rule: "ecr-scan-on-push",
    how: "nothing is scanned",
    type: "aws_ecr_repository",
    set: { image_scanning_configuration: [{ scan_on_push: false }] },
  },
  {
    rule: "ecs-container-insights",
    how: "a cluster measures nothing",
    type: "aws_ecs_cluster",
    set: { setting: [{ name: "containerInsights", value: "disabled" }] },
  },
  inContainer("containers-read-only", "a container's root can be written", { readonlyRootFilesystem: false }),
  inContainer("containers-unprivileged", "a container is privileged", { privileged: true }),
  inContainer("containers-unprivileged", "a container may do everything", {
    linuxParameters: { capabilities: { add: ["SYS_ADMIN"] } },
  }),
  inContainer("images-by-digest", "an image is named by a tag", { image: "registry.example/webapp:latest" }),
  inContainer("no-secrets-in-environment", "a password is a variable", {
    environment: [{ name: "REDIS_PASSWORD", value: "correct-horse" }],
  }),
  {
    rule: "eks-secrets-encrypted",
    how: "secrets are not encrypted",
    type: "aws_eks_cluster",
    set: { encryption_config: [] },
  },
  {
    rule: "eks-endpoint-closed",
    how: "the endpoint is for everybody",
    type: "aws_eks_cluster",
    set: { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["0.0.0.0/0"] }] },
  },
  {
    rule: "eks-control-plane-logs",
    how: "the audit log is off",
    type: "aws_eks_cluster",
    set: { enabled_cluster_log_types: ["api", "authenticator"] },
  },
];
