/** A file of terraform/ broken by hand, and what the policy says of the plan then. */
export interface Mutation {
  how: string;
  /** one of REAL_PLANS */
  plan: string;
  file: string;
  from: RegExp;
  to: string;
  /** "rule address" of each finding */
  findings: readonly string[];
}

const REPOSITORIES = ["redis", "webapp"].map((name) => `aws_ecr_repository.this["${name}"]`);

export const HCL_MUTATIONS: readonly Mutation[] = [
  {
    how: "tags can be moved",
    plan: "ecr",
    file: "ecr/main.tf",
    from: /"IMMUTABLE"/,
    to: '"MUTABLE"',
    findings: REPOSITORIES.map((address) => `ecr-tags-immutable ${address}`),
  },
  {
    how: "the push role may do everything with images",
    plan: "ecr",
    file: "ecr/push.tf",
    from: /"ecr:PutImage"/,
    to: '"ecr:*"',
    findings: ["iam-no-wildcard-actions data.aws_iam_policy_document.push[0]"],
  },
  {
    how: "the push role trusts tokens for anybody",
    plan: "ecr",
    file: "ecr/push.tf",
    from: /:aud"/,
    to: ':azp"',
    findings: ["oidc-trust-conditioned data.aws_iam_policy_document.push_trust[0]"],
  },
  {
    how: "pull requests of every repository plan",
    plan: "ecr",
    file: "ecr/plan.tf",
    from: /:sub"/,
    to: ':actor"',
    findings: ["oidc-trust-conditioned data.aws_iam_policy_document.plan_trust[0]"],
  },
  {
    how: "sessions are for the hosts of all environments",
    plan: "deploy of dev",
    file: "deploy/github.tf",
    from: /"ssm:resourceTag\/Environment"/,
    to: '"ssm:resourceTag/ManagedBy"',
    findings: ["aws_iam_role_policy", "data.aws_iam_policy_document"].map(
      (type) => `sessions-bounded ${type}.deploy[0]`,
    ),
  },
  {
    how: "whoever names no document gets a shell",
    plan: "deploy of dev",
    file: "deploy/github.tf",
    from: /(variable = "ssm:SessionDocumentAccessCheck"\s+values\s+= )\["true"\]/,
    to: '$1["false"]',
    findings: ["aws_iam_role_policy", "data.aws_iam_policy_document"].map(
      (type) => `sessions-bounded ${type}.deploy[0]`,
    ),
  },
  {
    how: "logins are open to everybody",
    plan: "deploy of dev",
    file: "deploy/security.tf",
    from: /cidr_ipv4 {9}= strcontains\(each\.value\.cidr, ":"\) \? null : each\.value\.cidr/,
    to: 'cidr_ipv4 = strcontains(each.value.cidr, ":") ? null : "0.0.0.0/0"',
    findings: ["rdp", "ssh", "winrm"].map(
      (service) =>
        `admin-ports-closed aws_vpc_security_group_ingress_rule.admin["${service} 203.0.113.7/32"]`,
    ),
  },
  {
    how: "every host of the network reaches Redis",
    plan: "deploy of dev",
    file: "deploy/redis.tf",
    from: /referenced_security_group_id = aws_security_group\.app\.id/,
    to: "cidr_ipv4 = var.vpc_cidr",
    findings: ["redis-only-from-groups aws_vpc_security_group_ingress_rule.redis[0]"],
  },
  {
    how: "the load balancer may connect to every private address",
    plan: "ecs of dev",
    file: "modules/alb/security_group.tf",
    from: /referenced_security_group_id = var\.target_security_group_id/,
    to: 'cidr_ipv4 = "10.0.0.0/8"',
    findings: ["load-balancer-reaches-only-targets module.alb.aws_vpc_security_group_egress_rule.target"],
  },
  {
    how: "the metadata service asks for no token",
    plan: "deploy of dev",
    file: "modules/hosts/main.tf",
    from: /(http_tokens\s+= )"required"/,
    to: '$1"optional"',
    findings: ['instance-metadata-v2 module.hosts.aws_instance.this["dev1"]'],
  },
  {
    how: "a container's root can be written",
    plan: "ecs of dev",
    file: "ecs/task.tf",
    from: /readonlyRootFilesystem = .*/,
    to: "readonlyRootFilesystem = false",
    findings: ["webapp", "redis"].map(() => "containers-read-only aws_ecs_task_definition.app"),
  },
  {
    how: "the load balancer passes malformed headers on",
    plan: "ecs of dev",
    file: "modules/alb/main.tf",
    from: /(drop_invalid_header_fields = )true/,
    to: "$1false",
    findings: ["load-balancer-drops-invalid-headers module.alb.aws_lb.this"],
  },
];
