import { isUnknown, listOf, type Resource, type Values, valueAt } from "./plan.js";
import type { Rule } from "./policy_rule.js";

const TASKS = ["aws_ecs_task_definition"];

export const containerRules: readonly Rule[] = [
  {
    id: "ecr-tags-immutable",
    intent: "a tag of an image means one image for ever",
    types: ["aws_ecr_repository"],
    check: ({ values }) =>
      String(values.image_tag_mutability).startsWith("IMMUTABLE") ? [] : ["lets tags be moved"],
  },
  {
    id: "ecr-scan-on-push",
    intent: "every image is scanned when it is pushed",
    types: ["aws_ecr_repository"],
    check: ({ values }) =>
      valueAt(values, "image_scanning_configuration.0.scan_on_push") === true
        ? []
        : ["does not scan on push"],
  },
  {
    id: "ecs-container-insights",
    intent: "a cluster measures its containers",
    types: ["aws_ecs_cluster"],
    check: ({ values }) => {
      const setting = listOf(values.setting).find(({ name }) => name === "containerInsights");
      return ["enabled", "enhanced"].includes(String(setting?.value)) ? [] : ["has no container insights"];
    },
  },
  {
    id: "containers-read-only",
    intent: "a container cannot write to its own root",
    types: TASKS,
    check: (resource) =>
      containersOf(resource)
        .filter((container) => container.readonlyRootFilesystem !== true)
        .map(({ name }) => `${name} has a root that can be written`),
  },
  {
    id: "containers-unprivileged",
    intent: "a container has no more rights than it needs: not privileged, no capabilities added",
    types: TASKS,
    check: (resource) =>
      containersOf(resource).flatMap((container) => {
        const added = listOf<string>(valueAt(container, "linuxParameters.capabilities.add"));
        return [
          ...(container.privileged === true ? [`${container.name} is privileged`] : []),
          ...(added.length > 0 ? [`${container.name} has ${added.join(", ")} added`] : []),
        ];
      }),
  },
  {
    id: "images-by-digest",
    intent: "what runs is named by its digest",
    types: TASKS,
    check: (resource) =>
      containersOf(resource)
        .filter(({ image }) => !/@sha256:[0-9a-f]{64}$/.test(String(image)))
        .map(({ name, image }) => `${name} runs ${image}`),
  },
  {
    id: "no-secrets-in-environment",
    intent:
      "a secret reaches a container as a secret, not as a variable that everybody who describes it reads",
    types: TASKS,
    check: (resource) =>
      containersOf(resource).flatMap((container) =>
        listOf(container.environment)
          .filter(({ name, value }) => /passw|secret|token|private_?key/i.test(String(name)) && value)
          .map(({ name }) => `${container.name} has ${name} in clear`),
      ),
  },
  {
    id: "eks-secrets-encrypted",
    intent: "Kubernetes' secrets are encrypted with a key",
    types: ["aws_eks_cluster"],
    check: ({ values }) => {
      const what = listOf(values.encryption_config).flatMap(({ resources }) => listOf<string>(resources));
      return what.includes("secrets") ? [] : ["does not encrypt secrets"];
    },
  },
  {
    id: "eks-endpoint-closed",
    intent: "the endpoint of a cluster is private, or for named networks only",
    types: ["aws_eks_cluster"],
    check: ({ values }) => {
      const network = (valueAt(values, "vpc_config.0") ?? {}) as Values;
      if (network.endpoint_public_access === false) return [];
      const networks = listOf<string>(network.public_access_cidrs);
      const open = networks.filter((one) => Number(one.split("/")[1]) < 8);
      if (networks.length === 0) return ["has an endpoint for everybody"];
      return open.map((one) => `has an endpoint for ${one}`);
    },
  },
  {
    id: "eks-control-plane-logs",
    intent: "what is asked of a cluster is logged",
    types: ["aws_eks_cluster"],
    check: ({ values }) => {
      const logs = listOf<string>(values.enabled_cluster_log_types);
      return ["api", "audit", "authenticator"]
        .filter((log) => !logs.includes(log))
        .map((log) => `has no ${log} log`);
    },
  },
];

/** The containers of a task; none where the text is known only after the apply. */
function containersOf(resource: Resource): Values[] {
  const text = resource.values.container_definitions;
  if (isUnknown(resource, "container_definitions") || typeof text !== "string") return [];
  return listOf(JSON.parse(text));
}
