const digest = (name: string): string => `${name}@sha256:${"0".repeat(64)}`;
const images = [
  `-var=image=${digest("123456789012.dkr.ecr.us-west-2.amazonaws.com/webapp")}`,
  `-var=redis_image=${digest("123456789012.dkr.ecr.us-west-2.amazonaws.com/redis")}`,
];
const certificate = "-var=certificate_arn=arn:aws:acm:us-west-2:123456789012:certificate/0000";
const environment = (name: string): string => `-var-file=env/${name}.tfvars`;
const subjects =
  '-var=github_subjects=["repo:acme/web:ref:refs/tags/v*","repo:acme@1/web@2:ref:refs/tags/v*"]';

/** A plan that the policy is held against: the environments, and what a switch of them makes. */
export interface RealPlan {
  name: string;
  root: string;
  args: readonly string[];
}

export const REAL_PLANS: readonly RealPlan[] = [
  { name: "bootstrap", root: "bootstrap", args: [] },
  { name: "ecr of dev", root: "ecr", args: [environment("dev"), subjects] },
  { name: "ecr of prod", root: "ecr", args: [environment("prod"), subjects] },
  { name: "ecs of dev", root: "ecs", args: [environment("dev"), ...images] },
  { name: "ecs of prod", root: "ecs", args: [environment("prod"), images[0]!, certificate] },
  {
    name: "ecs on instances",
    root: "ecs",
    args: [
      environment("dev"),
      "-var=capacity=ec2",
      "-var=assign_public_ip=false",
      "-var=nat=single",
      ...images,
    ],
  },
];
