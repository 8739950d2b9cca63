import { type Evidence, isUp, lastLine, linesOf, registrationOf, settingsOf } from "./evidence.js";
import type { Recognised, Row } from "./row.js";

/** AWS refuses signatures whose time is further off. */
const MOST_SKEW_SECONDS = 240;

/** What the agent must reach without a proxy. */
const NOT_BY_PROXY = ["169.254.169.254", "169.254.170.2", "/var/run/docker.sock"];

export const instanceRole: Row = {
  row: 4,
  title: "the instance has no role, or its metadata cannot be read",
  recognise: (evidence) => {
    if (isUp(evidence) || settingsOf(evidence.ecs_config).ECS_EXTERNAL === "true") return undefined;
    return metadataIsClosed(evidence) ?? roleIsMissing(evidence);
  },
};

/** Probes of HTTP say `STATUS TEXT`; the status is -1 where nothing answered. */
const statusOf = (text: string | undefined): number => Number.parseInt(text ?? "", 10);

function metadataIsClosed({ imds_token }: Evidence): Recognised | undefined {
  if (imds_token === undefined || statusOf(imds_token) === 200) return undefined;
  const answered = statusOf(imds_token) > 0;
  return {
    cause: answered
      ? "the instance metadata service refuses: it is off for this instance"
      : "the instance metadata service does not answer: it is off, the hop limit is too small, or a firewall rule drops 169.254.169.254",
    evidence: `PUT /latest/api/token: ${imds_token}`,
    fix: "from outside: aws ec2 modify-instance-metadata-options --instance-id ID --http-endpoint enabled --http-tokens required --http-put-response-hop-limit 2\non the host: iptables -S | grep 169.254.169.254",
  };
}

function roleIsMissing({ imds_role }: Evidence): Recognised | undefined {
  if (imds_role === undefined || (statusOf(imds_role) === 200 && /^200\s+\S/.test(imds_role)))
    return undefined;
  return {
    cause: "no instance profile: the agent has no credentials",
    evidence: `GET /latest/meta-data/iam/security-credentials/: ${imds_role}`,
    fix: "from outside: aws ec2 associate-iam-instance-profile --instance-id ID --iam-instance-profile Name=PROFILE\n(its role needs the managed policy service-role/AmazonEC2ContainerServiceforEC2Role)\nthen on the host: systemctl restart ecs",
  };
}

export const route: Row = {
  row: 5,
  title: "ECS cannot be reached from the host",
  recognise: (evidence) => {
    if (isUp(evidence)) return undefined;
    return proxyTakesAll(evidence) ?? nameIsUnknown(evidence) ?? nothingAnswers(evidence);
  },
};

function proxyTakesAll({ ecs_config }: Evidence): Recognised | undefined {
  const { HTTP_PROXY, NO_PROXY = "" } = settingsOf(ecs_config);
  const missing = NOT_BY_PROXY.filter((one) => !NO_PROXY.includes(one));
  if (!HTTP_PROXY || missing.length === 0) return undefined;
  return {
    cause: `what must not go by the proxy goes by it: NO_PROXY lacks ${missing.join(", ")}`,
    evidence: lastLine(ecs_config, /^NO_PROXY=/) ?? lastLine(ecs_config, /^HTTP_PROXY=/) ?? "HTTP_PROXY",
    fix: `set NO_PROXY=${NOT_BY_PROXY.join(",")} in /etc/ecs/ecs.config, then: systemctl restart ecs`,
  };
}

function nameIsUnknown({ endpoint, endpoint_address }: Evidence): Recognised | undefined {
  if (!endpoint || endpoint_address) return undefined;
  return {
    cause: "the name of the ECS endpoint does not resolve: no DNS, or another region than there is",
    evidence: `getent hosts ${hostOf(endpoint)}: nothing`,
    fix: "cat /etc/resolv.conf; getent hosts amazon.com\nfrom outside: the VPC needs enableDnsSupport, a private one the interface endpoints ecs, ecs-agent, ecs-telemetry with private DNS",
  };
}

function nothingAnswers({ endpoint, endpoint_answer }: Evidence): Recognised | undefined {
  // any status is an answer: unsigned requests are refused, but they have arrived
  if (!endpoint || endpoint_answer === undefined || statusOf(endpoint_answer) > 0) return undefined;
  return {
    cause:
      "no route to ECS: no public address and no NAT, no route to an internet gateway, a network ACL, or a proxy that is missing",
    evidence: `${endpoint}: ${endpoint_answer.replace(/^-1\s*/, "") || "no answer"}`,
    fix: "ip route; from outside: give the subnet a NAT gateway, or VPC endpoints for ecs, ecs-agent, ecs-telemetry, ecr.api, ecr.dkr, logs and s3\nbehind a proxy: HTTP_PROXY and NO_PROXY in /etc/ecs/ecs.config",
  };
}

const hostOf = (url: string): string => url.replace(/^\w+:\/\//, "").replace(/[:/].*$/, "");

export const taskRoles: Row = {
  row: 9,
  title: "tasks cannot get their credentials",
  recognise: (evidence) => {
    if (evidence.iptables === "") return iptablesIsMissing();
    const isOff = settingsOf(evidence.ecs_config).ECS_ENABLE_TASK_IAM_ROLE === "false";
    if (registrationOf(evidence).arn === "" || isOff) return undefined;
    return ruleIsGone(evidence) ?? loopbackIsClosed(evidence);
  },
};

function iptablesIsMissing(): Recognised {
  return {
    cause: "iptables is not installed: ecs-init refuses to start without it",
    evidence: "iptables: not found",
    fix: "apt-get install -y iptables, or dnf install -y iptables-nft; then: systemctl restart ecs",
  };
}

function ruleIsGone({ nat_rules }: Evidence): Recognised | undefined {
  const rules = linesOf(nat_rules);
  const missing = ["PREROUTING", "OUTPUT"].filter(
    (chain) => !rules.some((rule) => rule.startsWith(`-A ${chain} `) && rule.includes("169.254.170.2")),
  );
  if (missing.length === 0) return undefined;
  return {
    cause: `the rules that lead 169.254.170.2 to the agent are gone from ${missing.join(" and ")} (a firewall was loaded anew): task roles fail although the agent is up`,
    evidence: `iptables -t nat -S | grep 169.254.170.2: ${rules.join("; ") || "nothing"}`,
    fix: "systemctl restart ecs",
  };
}

function loopbackIsClosed({ route_localnet }: Evidence): Recognised | undefined {
  if (route_localnet?.trim() !== "0") return undefined;
  return {
    cause: "packets to 127.0.0.1 from containers are dropped: task roles fail although the agent is up",
    evidence: "net.ipv4.conf.all.route_localnet = 0",
    fix: "sysctl -w net.ipv4.conf.all.route_localnet=1; systemctl restart ecs",
  };
}

export const clock: Row = {
  row: 10,
  title: "the clock is wrong",
  recognise: (evidence) => {
    if (isUp(evidence)) return undefined;
    const skew = skewOf(evidence);
    const unsynchronised = lastLine(evidence.clock_synchronised, /^NTPSynchronized=no$/);
    const isWrong = skew === undefined ? unsynchronised !== undefined : skew > MOST_SKEW_SECONDS;
    if (!isWrong) return undefined;
    const seen = skew === undefined ? "" : `; the host is ${skew} s away from ECS' own clock`;
    return {
      cause: "the clock is not synchronised: AWS refuses signatures of another time",
      evidence: `${unsynchronised ?? "NTPSynchronized=yes"}${seen}`,
      fix: "systemctl enable --now chronyd || systemctl enable --now chrony || timedatectl set-ntp true; then: systemctl restart ecs",
    };
  },
};

/** Seconds between the host's clock and the one of the endpoint, where both are known. */
function skewOf({ clock: here, endpoint_date }: Evidence): number | undefined {
  const there = Date.parse(endpoint_date ?? "");
  if (Number.isNaN(there) || !/^\d+$/.test(here ?? "")) return undefined;
  return Math.abs(Math.round(there / 1000) - Number(here));
}
