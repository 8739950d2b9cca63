import type { Ec2Filter, Ec2Instance } from "../../aws/ec2.js";
import type { Host } from "../../model/host.js";
import type { AwsEc2Config } from "./config.js";
import type { FoundInstances } from "./read.js";

const ADDRESSES = ["PublicIpAddress", "PrivateIpAddress", "Ipv6Address", "PublicDnsName", "PrivateDnsName"];

/** So many are named in a warning. */
const NAMED = 5;

/** Collects what a user would otherwise find out host by host. */
export function instanceWarnings(config: AwsEc2Config, path: string, { instances, regions }: FoundInstances) {
  const nameless: string[] = [];
  const unreachable: string[] = [];
  const byName = new Map<string, string[]>();
  const note = (instance: Ec2Instance, hosts: readonly Host[]): void => {
    if (hosts.length === 0) nameless.push(instance.InstanceId);
    for (const { name } of hosts) byName.set(name, [...(byName.get(name) ?? []), instance.InstanceId]);
    if (hosts.length > 0 && !ADDRESSES.some((one) => instance[one]) && !hosts.some(saysAddress))
      unreachable.push(instance.InstanceId);
  };
  const texts = (): string[] => {
    const shared = [...byName].filter(([, ids]) => new Set(ids).size > 1);
    return [
      ...(instances.length === 0
        ? [`${path}: no instances match ${asked(config)} in ${regions.join(", ")}`]
        : []),
      ...(nameless.length > 0
        ? [`${path}: left out, because nothing in \`hostnames\` gives them a name: ${some(nameless)}`]
        : []),
      ...(unreachable.length > 0
        ? [`${path}: there is no address to connect to for ${some(unreachable)}`]
        : []),
      ...shared
        .slice(0, NAMED)
        .map(([name, ids]) => `${path}: ${ids.length} instances are one host, \`${name}\`: ${some(ids)}`),
    ];
  };
  return { note, texts };
}

/** By `compose`, or by a name that a name server may know. */
function saysAddress({ name, vars }: Host): boolean {
  return Boolean(vars.ansible_host) || /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(name);
}

function some(ids: readonly string[]): string {
  const more = ids.length - NAMED;
  return ids.slice(0, NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function asked({ include, exclude }: AwsEc2Config): string {
  const shown = (set: readonly Ec2Filter[]): string =>
    set.map(({ Name, Values }) => `${Name}=${Values.join(",")}`).join(" and ") || "(no filters)";
  const without = exclude.length > 0 ? `, less ${exclude.map(shown).join(" or ")}` : "";
  return include.map(shown).join(" or ") + without;
}
