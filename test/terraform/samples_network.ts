import { valueAt } from "./plan.js";
import type { Sample } from "./sample.js";

const RULE = "aws_vpc_security_group_ingress_rule";
const inline = {
  from_port: 443,
  to_port: 443,
  protocol: "tcp",
  cidr_blocks: ["10.0.0.0/8"],
  ipv6_cidr_blocks: [],
};
const tcp = (from: number, to: number) => ({ ip_protocol: "tcp", from_port: from, to_port: to });

export const networkSamples: readonly Sample[] = [
  {
    rule: "admin-ports-closed",
    how: "SSH is open to everybody",
    type: RULE,
    set: { cidr_ipv4: "0.0.0.0/0", ...tcp(22, 22) },
  },
  {
    rule: "admin-ports-closed",
    how: "RDP is within an open range",
    type: RULE,
    set: { cidr_ipv4: "0.0.0.0/0", ...tcp(3000, 4000) },
  },
  {
    rule: "admin-ports-closed",
    how: "WinRM is open to half of the world",
    type: RULE,
    set: { cidr_ipv4: "128.0.0.0/1", ...tcp(5986, 5986) },
  },
  {
    rule: "admin-ports-closed",
    how: "every port is open over IPv6",
    type: RULE,
    set: { cidr_ipv4: null, cidr_ipv6: "::/0", ip_protocol: "-1", from_port: null, to_port: null },
  },
  {
    rule: "security-group-rules-described",
    how: "a rule has no description",
    type: RULE,
    set: { description: null },
  },
  {
    rule: "security-group-rules-separate",
    how: "a group has a rule of its own",
    type: "aws_security_group",
    set: { ingress: [inline] },
  },
  {
    rule: "default-security-group-empty",
    how: "the default group lets something in",
    type: "aws_default_security_group",
    set: { ingress: [inline] },
  },
  {
    rule: "default-security-group-empty",
    how: "nobody looks after the default group",
    type: "aws_vpc",
    without: "aws_default_security_group",
  },
  { rule: "vpc-flow-logs", how: "a VPC has no flow log", type: "aws_vpc", without: "aws_flow_log" },
  {
    rule: "subnets-give-no-public-address",
    how: "a subnet gives public addresses",
    type: "aws_subnet",
    set: { map_public_ip_on_launch: true },
  },
  {
    rule: "load-balancer-drops-invalid-headers",
    how: "invalid headers pass",
    type: "aws_lb",
    set: { drop_invalid_header_fields: false },
  },
  {
    rule: "load-balancer-reaches-only-targets",
    how: "the load balancer may connect to every private address",
    type: "aws_vpc_security_group_egress_rule",
    where: { description: "Requests and health checks to the targets" },
    set: { cidr_ipv4: "10.0.0.0/8" },
  },
  {
    rule: "redis-only-from-groups",
    how: "the whole network reaches Redis",
    type: RULE,
    where: { description: "The app, and nobody else" },
    set: { cidr_ipv4: "10.20.0.0/16" },
  },
  {
    rule: "load-balancer-modern-tls",
    how: "a listener speaks TLS 1.0",
    type: "aws_lb_listener",
    where: { protocol: "HTTPS" },
    set: { ssl_policy: "ELBSecurityPolicy-2016-08" },
  },
  {
    rule: "load-balancer-redirects-to-tls",
    how: "the plain listener beside it serves",
    type: "aws_lb_listener",
    where: { protocol: "HTTP" },
    change: (values) => {
      const redirects = valueAt(values, "default_action.0.type") === "redirect";
      values.default_action = [{ type: "forward" }];
      return redirects;
    },
  },
];
