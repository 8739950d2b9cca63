import { admins, deployer, images, onInstances, subjects } from "./real_plans.js";

/** A root that is applied to an emulator, as one of its environments. */
export interface RealApply {
  name: string;
  root: string;
  args: readonly string[];
  /** what the emulator lacks, and the flag that leaves it out; each is in the root's README, too */
  gaps: Readonly<Record<string, string>>;
  /** what a second plan changes although nothing is different, and what the emulator does with it; else nothing */
  forgets?: Readonly<Record<string, string>>;
  /** destroying is refused, with these words */
  stays?: RegExp;
}

const AUTOSCALING = "application autoscaling cannot list tags (ListTagsForResource fails)";
const TEMPLATE = "the template's own tags come back as those of what it makes";
const SERVICE = {
  "module.service[0].aws_ecs_service.released[0]":
    "capacity providers and the grace period are not given back",
};

export const REAL_APPLIES: readonly RealApply[] = [
  { name: "bootstrap", root: "bootstrap", args: [], gaps: {}, stays: /prevent_destroy/ },
  {
    name: "ecr",
    root: "ecr",
    args: ["-var-file=env/shared.tfvars", ...subjects],
    gaps: { "registry_scanning=false": "the rules of the registry are taken, and not given back" },
  },
  {
    name: "deploy of prod",
    root: "deploy",
    // what is to be destroyed may not be protected
    args: ["-var-file=env/prod.tfvars", ...admins, ...deployer("prod"), "-var=deletion_protection=false"],
    gaps: {
      "detailed_monitoring=false": "MonitorInstances is missing",
      "ami_lookup=search": "there are no parameters for the images of Ubuntu and Windows",
    },
  },
  {
    name: "ecs on Fargate",
    root: "ecs",
    args: ["-var-file=env/dev.tfvars", ...images],
    gaps: { "enable_autoscaling=false": AUTOSCALING },
    forgets: SERVICE,
  },
  {
    name: "ecs on instances",
    root: "ecs",
    args: ["-var-file=env/dev.tfvars", ...onInstances, ...images],
    gaps: { "enable_autoscaling=false": AUTOSCALING },
    forgets: {
      ...SERVICE,
      "module.capacity[0].aws_launch_template.this":
        "the template's own tags come back as those of what it makes",
      "module.capacity[0].aws_autoscaling_group.this": "follows the template",
    },
  },
  {
    name: "eks of dev",
    root: "eks",
    args: ["-var-file=env/dev.tfvars"],
    gaps: { "addons=false": "CreateAddon is missing", "access_entries={}": "CreateAccessEntry is missing" },
    forgets: {
      "aws_eks_cluster.this": "access settings and upgrade policy are not given back",
      "aws_eks_node_group.this": "comes back with an SSH key that nobody gave it, and follows the template",
      "aws_launch_template.node": TEMPLATE,
    },
  },
];
