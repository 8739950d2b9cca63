import { companions, isUnknown, listOf, type Plan, type Resource, type Values, valueAt } from "./plan.js";
import type { Rule } from "./policy_rule.js";

/** Never for everybody: SSH, RDP, WinRM, Docker's API, Redis. */
const REDIS = 6379;
const PRIVATE_PORTS = [22, 3389, 5985, 5986, 2375, 2376, REDIS];
/** A network of half the world is the world. */
const SHORTEST_PREFIX = { v4: 8, v6: 16 };
const GROUPS = ["aws_security_group", "aws_default_security_group"];

export const networkRules: readonly Rule[] = [
  {
    id: "admin-ports-closed",
    intent: "SSH, WinRM, RDP, Docker and Redis are never open to the world",
    types: [...GROUPS, "aws_vpc_security_group_ingress_rule", "aws_security_group_rule"],
    check: (resource) => ingressOf(resource).flatMap(openPorts),
  },
  {
    id: "security-group-rules-described",
    intent: "every rule of a security group says what it is for",
    types: ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
    check: ({ values }) => (values.description ? [] : ["has no description"]),
  },
  {
    id: "security-group-rules-separate",
    intent: "rules of security groups are resources of their own, so that two writers cannot undo each other",
    types: ["aws_security_group", "aws_security_group_rule"],
    check: ({ type, values }) => {
      if (type === "aws_security_group_rule") return ["is the old form: use aws_vpc_security_group_*_rule"];
      return ["ingress", "egress"].filter((name) => listOf(values[name]).length > 0).map(inlineRules);
    },
  },
  {
    id: "default-security-group-empty",
    intent: "the default security group of a VPC lets nothing through",
    types: ["aws_vpc", "aws_default_security_group"],
    check: (resource, plan) => {
      if (resource.type === "aws_vpc")
        return companions(plan, resource, "aws_default_security_group").length > 0
          ? []
          : ["leaves its default security group as AWS makes it"];
      return ["ingress", "egress"]
        .filter((name) => listOf(resource.values[name]).length > 0)
        .map(inlineRules);
    },
  },
  {
    id: "vpc-flow-logs",
    intent: "the traffic of a VPC is logged",
    types: ["aws_vpc"],
    check: (resource, plan) =>
      companions(plan, resource, "aws_flow_log").length > 0 ? [] : ["has no flow log"],
  },
  {
    id: "subnets-give-no-public-address",
    intent: "an instance has a public address only where it asks for one",
    types: ["aws_subnet"],
    check: ({ values }) =>
      values.map_public_ip_on_launch === true ? ["maps public addresses on launch"] : [],
  },
  {
    id: "load-balancer-drops-invalid-headers",
    intent: "a load balancer passes no malformed headers on",
    types: ["aws_lb"],
    check: ({ values }) => {
      const isApplication = (values.load_balancer_type ?? "application") === "application";
      return isApplication && values.drop_invalid_header_fields !== true ? ["keeps invalid headers"] : [];
    },
  },
  {
    id: "load-balancer-reaches-only-targets",
    intent: "a load balancer opens connections to its targets, and to no range of addresses",
    types: ["aws_vpc_security_group_egress_rule"],
    check: (resource, plan) => {
      const own = resource.references.security_group_id ?? [];
      const isBalancers = balancerGroups(resource, plan).some((group) => own.includes(group));
      return isBalancers ? networksOf(resource).map((range) => `reaches all of ${range}`) : [];
    },
  },
  {
    id: "redis-only-from-groups",
    intent: "Redis is reached by members of a group, whatever addresses there are",
    types: ["aws_vpc_security_group_ingress_rule"],
    check: (resource) => {
      const { from_port: from, to_port: to } = resource.values;
      const isRedis = Number(from) <= REDIS && REDIS <= Number(to);
      return isRedis ? networksOf(resource).map((range) => `opens Redis to ${range}`) : [];
    },
  },
  {
    id: "load-balancer-modern-tls",
    intent: "a listener with TLS speaks 1.2 or newer",
    types: ["aws_lb_listener"],
    check: ({ values }) => {
      if (values.protocol !== "HTTPS" && values.protocol !== "TLS") return [];
      const policy = String(values.ssl_policy ?? "");
      return /^ELBSecurityPolicy-(TLS13-1-[23]|FS-1-2)/.test(policy)
        ? []
        : [`has the TLS policy "${policy}"`];
    },
  },
  {
    id: "load-balancer-redirects-to-tls",
    intent: "where there is a listener with TLS, the plain one only redirects to it",
    types: ["aws_lb_listener"],
    check: (resource, { resources }) => {
      const { module, values } = resource;
      const hasTls = resources.some(
        (other) =>
          other.type === "aws_lb_listener" && other.module === module && other.values.protocol === "HTTPS",
      );
      const forwards = listOf(values.default_action).some((action) => action.type !== "redirect");
      return values.protocol === "HTTP" && hasTls && forwards ? ["serves without TLS"] : [];
    },
  },
];

/** The groups that load balancers of this module are in, as they were written. */
const balancerGroups = ({ module }: Resource, { resources }: Plan): string[] =>
  resources
    .filter((other) => other.type === "aws_lb" && other.module === module)
    .flatMap(({ references }) => references.security_groups ?? []);

const networksOf = ({ values }: Resource): string[] =>
  [values.cidr_ipv4, values.cidr_ipv6].filter((one) => typeof one === "string");

const inlineRules = (name: string): string => `has inline ${name} rules`;

function ingressOf(resource: Resource): Values[] {
  if (GROUPS.includes(resource.type)) return listOf(resource.values.ingress);
  if (resource.type === "aws_security_group_rule" && resource.values.type !== "ingress") return [];
  return isUnknown(resource, "cidr_ipv4") ? [] : [resource.values];
}

function isHuge(network: string): boolean {
  return Number(network.split("/")[1]) < SHORTEST_PREFIX[network.includes(":") ? "v6" : "v4"];
}

function openPorts(rule: Values): string[] {
  const networks = [
    ...[rule.cidr_ipv4, rule.cidr_ipv6],
    ...[...listOf<string>(rule.cidr_blocks), ...listOf<string>(rule.ipv6_cidr_blocks)],
  ].filter((one): one is string => typeof one === "string");
  const open = networks.filter(isHuge);
  const protocol = String(rule.ip_protocol ?? rule.protocol);
  if (open.length === 0 || !["-1", "all", "tcp", "6"].includes(protocol)) return [];
  const from = Number(valueAt(rule, "from_port") ?? 0);
  const to = Number(valueAt(rule, "to_port") ?? from);
  const isAll = protocol === "-1" || protocol === "all" || from < 0;
  const ports = PRIVATE_PORTS.filter((port) => isAll || (from <= port && port <= to));
  return ports.length > 0 ? [`opens port ${ports.join(", ")} to ${open.join(", ")}`] : [];
}
