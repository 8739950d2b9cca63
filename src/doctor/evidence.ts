/**
 * What a host was found to say, by probe: the text as it came, so that a
 * finding can quote the very line. A probe that gave nothing is missing.
 */
export type Evidence = Readonly<Partial<Record<Probe, string>>>;

/** Every probe; the module `ecs_agent_info` makes those of the host, the command line the control plane's. */
export const HOST_PROBES = [
  "wanted_cluster",
  "region",
  "cloud_init",
  "jobs",
  "user_data",
  "docker_active",
  "docker_version",
  "docker_log",
  "unit",
  "unit_log",
  "init_log",
  "agent_log",
  "agent_package",
  "agent_container",
  "agent_container_log",
  "ecs_config",
  "metadata",
  "imds_token",
  "imds_role",
  "endpoint",
  "endpoint_address",
  "endpoint_answer",
  "endpoint_date",
  "clock",
  "clock_synchronised",
  "selinux",
  "denials",
  "iptables",
  "nat_rules",
  "route_localnet",
  "disk",
  "cgroup",
] as const;

/** `true` or `false`; and events of services as lines `TIME TEXT`, the newest first. */
export const CONTROL_PROBES = ["agent_connected", "service_events"] as const;

export type Probe = (typeof HOST_PROBES)[number] | (typeof CONTROL_PROBES)[number];

/** The last line of a probe's text that matches, without the space around it. */
export function lastLine(text: string | undefined, pattern: RegExp): string | undefined {
  return linesOf(text)
    .filter((line) => pattern.test(line))
    .at(-1);
}

export function linesOf(text: string | undefined): string[] {
  return (text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** `KEY=value` lines, as `systemctl show` and ecs.config have them; the last of a key counts. */
export function settingsOf(text: string | undefined): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const line of linesOf(text)) {
    const match = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    if (match) found[match[1]!] = match[2]!.trim();
  }
  return found;
}

/** What the agent says of itself on its introspection port; all empty where it does not answer. */
export interface Registration {
  cluster: string;
  arn: string;
  version: string;
}

export function registrationOf(evidence: Evidence): Registration {
  const none = { cluster: "", arn: "", version: "" };
  try {
    const said = JSON.parse(evidence.metadata ?? "") as Record<string, unknown>;
    return {
      cluster: String(said.Cluster ?? ""),
      arn: String(said.ContainerInstanceArn ?? ""),
      version: String(said.Version ?? ""),
    };
  } catch {
    return none;
  }
}

/** The cluster that the host should be in: as asked for, else as configured, else the agent's own default. */
export function wantedCluster(evidence: Evidence): string {
  const configured = unquoted(settingsOf(evidence.ecs_config).ECS_CLUSTER ?? "");
  return evidence.wanted_cluster || configured || "default";
}

export function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/, "$2");
}

/** Registered, and not known to be cut off from the control plane: causes of not coming up are past. */
export function isUp(evidence: Evidence): boolean {
  return registrationOf(evidence).arn !== "" && evidence.agent_connected !== "false";
}

/** The agent's version as [major, minor], from itself, its package or its log. */
export function agentVersion(evidence: Evidence): readonly [number, number] | undefined {
  const logged = lastLine(evidence.agent_log, /Amazon ECS agent Version/i);
  for (const text of [registrationOf(evidence).version, evidence.agent_package, logged]) {
    const match = /(?:^|[^\d.T:-])(\d+)\.(\d+)\.\d+/.exec(text ?? "");
    if (match) return [Number(match[1]), Number(match[2])];
  }
  return undefined;
}
