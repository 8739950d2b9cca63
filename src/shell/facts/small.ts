import { type Facts, lines, type Said } from "./lines.js";

/** The public keys of the host's SSH server, by algorithm. */
export function sshKeyFacts(said: Said): Facts {
  const facts: Facts = {};
  for (const [key, text = ""] of Object.entries(said)) {
    const algorithm = /^ssh_key:(\w+)$/.exec(key)?.[1];
    const [kind, data] = text.split(/\s+/);
    if (algorithm === undefined || data === undefined) continue;
    facts[`ssh_host_key_${algorithm}_public`] = data;
    facts[`ssh_host_key_${algorithm}_public_keytype`] = kind;
  }
  return facts;
}

/** What `capsh --print` says; `N/A` where there is no such program. */
export function capabilityFacts(text: string | undefined): Facts {
  if (text === undefined) return {};
  const current = lines(text).find((line) => line.startsWith("Current:"));
  if (text === "") return { system_capabilities_enforced: "N/A", system_capabilities: "N/A" };
  if (current === undefined) return { system_capabilities_enforced: "NA", system_capabilities: [] };
  if (current.split(":")[1]!.trim() === "=ep")
    return { system_capabilities_enforced: "False", system_capabilities: [] };
  const held = (current.split("=")[1] ?? "").split(",").map((one) => one.trim());
  return { system_capabilities_enforced: "True", system_capabilities: held };
}

/** What `systemctl --version` says, of hosts that systemd runs. */
export function systemdFacts(text: string | undefined): Facts {
  const [first = "", features = ""] = (text ?? "").split("\n");
  const version = Number(first.split(" ")[1]);
  return Number.isInteger(version) ? { systemd: { features, version } } : {};
}
