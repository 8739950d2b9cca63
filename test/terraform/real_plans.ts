const digest = (name: string): string => `${name}@sha256:${"0".repeat(64)}`;
export const images = [
  `-var=image=${digest("123456789012.dkr.ecr.us-west-2.amazonaws.com/webapp")}`,
  `-var=redis_image=${digest("123456789012.dkr.ecr.us-west-2.amazonaws.com/redis")}`,
];
const certificate = "-var=certificate_arn=arn:aws:acm:us-west-2:123456789012:certificate/0000";
const environment = (name: string): string => `-var-file=env/${name}.tfvars`;
const state = "-var=state_bucket=tera-states";
export const subjects = [
  '-var=github_subjects=["repo:acme/web:ref:refs/tags/v*","repo:acme@1/web@2:ref:refs/tags/v*"]',
  '-var=github_plan_subjects=["repo:acme/web:pull_request"]',
  state,
];
const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
/** The role that deploys; its identity provider is of another root, and in no emulator of this one. */
export const deployer = (name: string): string[] => [
  `-var=github_deploy_subjects=["repo:acme/web:environment:${name}"]`,
  `-var=oidc_provider_arn=${PROVIDER}`,
  state,
];

export const onInstances = ["-var=capacity=ec2", "-var=assign_public_ip=false", "-var=nat=single"];
export const admins = [
  '-var=admin_cidrs=["203.0.113.7/32","2001:db8::/48"]',
  '-var=app_cidrs=["203.0.113.7/32"]',
];
const deploy = [...admins, `-var=public_key=ssh-rsa ${"A".repeat(372)}`, "-var=ami_lookup=search"];
const administrator =
  '{principal_arn="arn:aws:iam::123456789012:role/admin",policy="AmazonEKSClusterAdminPolicy"}';
const administrators = [`-var=access_entries={admin=${administrator}}`, '-var=api_cidrs=["203.0.113.7/32"]'];
const scaled = '-var=autoscaling={os="ubuntu2404",min=1,max=3}';

const network = JSON.stringify({
  vpc_id: "vpc-1",
  vpc_cidr: "10.20.0.0/16",
  public_subnet_ids: ["subnet-1", "subnet-2"],
  private_subnet_ids: ["subnet-3", "subnet-4"],
});
const onHosts = [
  ...["-var=capacity=hosts", "-var=assign_public_ip=false", `-var=network=${network}`],
  "-var=hosts_security_group_id=sg-1",
  "-var=redis_password_secret_arn=arn:aws:secretsmanager:us-west-2:123456789012:secret:redis-AbCdEf",
];

/** A plan that the policy is held against: the environments, and what a switch of them makes. */
export interface RealPlan {
  name: string;
  root: string;
  args: readonly string[];
}

export const REAL_PLANS: readonly RealPlan[] = [
  { name: "bootstrap", root: "bootstrap", args: [] },
  { name: "ecr", root: "ecr", args: [environment("shared"), ...subjects] },
  { name: "ecr without a key of its own", root: "ecr", args: [environment("shared"), "-var=kms=false"] },
  { name: "deploy of dev", root: "deploy", args: [environment("dev"), ...deploy, ...deployer("dev")] },
  { name: "deploy of prod", root: "deploy", args: [environment("prod"), ...deploy, scaled, certificate] },
  { name: "ecs of dev", root: "ecs", args: [environment("dev"), ...images] },
  { name: "ecs of prod", root: "ecs", args: [environment("prod"), images[0]!, certificate] },
  {
    name: "ecs on instances",
    root: "ecs",
    args: [environment("dev"), ...onInstances, ...images],
  },
  { name: "ecs on the hosts of deploy", root: "ecs", args: [environment("dev"), ...onHosts, ...images] },
  { name: "eks of dev", root: "eks", args: [environment("dev")] },
  { name: "eks of prod", root: "eks", args: [environment("prod"), ...administrators] },
];
