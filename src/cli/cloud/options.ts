import type { OptionGroup } from "../options/option.js";
import { provisionGroups } from "../options/options.js";

const made: OptionGroup = {
  title: "What is made",
  options: [
    {
      name: "roots",
      flags: "--roots",
      value: "NAMES",
      kind: "list",
      about:
        "only these folders of ./terraform/, in this order, shared ones first (default: ecr,deploy, where they are)",
    },
    {
      name: "with",
      flags: "--with",
      value: "NAMES",
      kind: "list",
      about: "further folders, after the usual ones: ecs",
    },
    {
      name: "varFiles",
      flags: "--var-file",
      value: "FILE",
      kind: "list",
      completes: "file",
      about:
        "variables of Terraform over those of env/ENV.tfvars, for roots that are not shared; may be given several times",
    },
    {
      name: "backendConfig",
      flags: "--backend-config",
      value: "KEY=VALUE",
      kind: "list",
      about: "a setting of the backend beside env/ENV.s3.tfbackend, or a file with some: bucket=NAME",
    },
    {
      name: "pass",
      flags: "--pass",
      value: "NAMES",
      kind: "list",
      about:
        "outputs that the roots after it take as variables of the same name, beside pull_policy_arn: network,hosts_security_group_id",
    },
    {
      name: "localState",
      flags: "--local-state",
      about: "keep the state in terraform/ROOT/env/ENV.tfstate instead of the backend",
    },
    {
      name: "terraform",
      flags: "--terraform",
      value: "PATH",
      completes: "file",
      about: "the program (default: $TERA_TERRAFORM, or `terraform` on the PATH)",
    },
    { name: "yes", flags: "-y, --yes", about: "apply the plan without asking" },
  ],
};

const after: OptionGroup = {
  title: "What follows",
  options: [
    { name: "noProvision", flags: "--no-provision", about: "up: stop when Terraform is done" },
    { name: "noSmoke", flags: "--no-smoke", about: "up: leave the smoke checks out" },
    {
      name: "wait",
      flags: "--wait",
      value: "SECONDS",
      kind: "number",
      about: "up: how long new hosts may take to answer SSH (default: 300; 0: do not wait)",
    },
  ],
};

/** The options of `tera provision`, for the part of `up` that runs playbooks: ENV says which inventory. */
const provisioning = provisionGroups
  .filter(({ title }) => title !== "Looking before acting")
  .map((group) => ({ ...group, options: group.options.filter(({ name }) => name !== "inventory") }));

export const cloudGroups: readonly OptionGroup[] = [made, after, ...provisioning];
