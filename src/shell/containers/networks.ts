import { dictAt, dictOf, type Inspected, textAt, textOf, textsAt } from "./inspected.js";
import type { Comparison } from "./setting.js";

/** A network that a container is to be in, as `networks` says it. */
export interface WantedNetwork {
  name: string;
  ipv4_address?: string;
  ipv6_address?: string;
  aliases?: readonly string[];
  links?: readonly string[];
  mac_address?: string;
  driver_opts?: Inspected;
  gw_priority?: number;
}

/** What is to be done with the networks of a container that is there. */
export interface NetworkChanges {
  /** to be left first: those that are too many, and those that are not as wanted */
  leave: string[];
  join: WantedNetwork[];
}

const linkOf = (link: string): string => (link.includes(":") ? link : `${link}:${link}`);

/** How the container's place in a network differs from what is wanted of it. */
function differs(wanted: WantedNetwork, now: Inspected): boolean {
  const there = [...textsAt(now, "Aliases"), ...textsAt(now, "DNSNames")];
  const links = textsAt(now, "Links").map((link) => link.replace(/^\//, "").replace(/:.*\//, ":"));
  const address = (given: string | undefined, path: string) =>
    given !== undefined && given !== textAt(now, path);
  return (
    address(wanted.ipv4_address, "IPAMConfig.IPv4Address") ||
    address(wanted.ipv6_address, "IPAMConfig.IPv6Address") ||
    address(wanted.mac_address?.replaceAll("-", ":").toLowerCase(), "MacAddress") ||
    !(wanted.aliases ?? []).every((alias) => there.includes(alias)) ||
    !(wanted.links ?? []).every((link) => links.includes(linkOf(link))) ||
    Object.entries(wanted.driver_opts ?? {}).some(
      ([name, value]) => textOf(dictAt(now, "DriverOpts")[name]) !== textOf(value),
    ) ||
    (wanted.gw_priority !== undefined && Number(now.GwPriority ?? 0) !== wanted.gw_priority)
  );
}

export function networkChanges(
  container: Inspected,
  networks: readonly WantedNetwork[],
  comparison: Comparison,
): NetworkChanges {
  if (comparison === "ignore") return { leave: [], join: [] };
  const now = dictAt(container, "NetworkSettings.Networks");
  const join = networks.filter(({ name }) => now[name] === undefined);
  const other = networks.filter((one) => now[one.name] !== undefined && differs(one, dictOf(now[one.name])));
  const extra =
    comparison === "strict"
      ? Object.keys(now).filter((name) => !networks.some((one) => one.name === name))
      : [];
  return { leave: [...extra, ...other.map(({ name }) => name)], join: [...join, ...other] };
}

/** Options of `docker network connect`, without the network and the container. */
export function connectWords(network: WantedNetwork): string[] {
  return [
    ...(network.ipv4_address === undefined ? [] : ["--ip", network.ipv4_address]),
    ...(network.ipv6_address === undefined ? [] : ["--ip6", network.ipv6_address]),
    ...(network.aliases ?? []).flatMap((alias) => ["--alias", alias]),
    ...(network.links ?? []).flatMap((link) => ["--link", linkOf(link)]),
    ...Object.entries(driverOptions(network)).flatMap(([name, value]) => [
      "--driver-opt",
      `${name}=${value}`,
    ]),
    ...(network.gw_priority === undefined ? [] : ["--gw-priority", String(network.gw_priority)]),
  ];
}

/** The client has no option of its own for the address of the card. */
function driverOptions({ driver_opts, mac_address }: WantedNetwork): Record<string, string> {
  const options = Object.entries(driver_opts ?? {}).map(([name, value]) => [name, textOf(value)]);
  const mac =
    mac_address === undefined
      ? []
      : [["com.docker.network.endpoint.macaddress", mac_address.replaceAll("-", ":")]];
  return Object.fromEntries([...options, ...mac]);
}

/** The network that a new container begins in: the first, or the one that `network_mode` names. */
export function firstNetwork(args: Inspected): WantedNetwork | undefined {
  const networks = (args.networks as WantedNetwork[] | undefined) ?? [];
  if (args.network_mode !== undefined) return networks.find(({ name }) => name === args.network_mode);
  return args.networks_cli_compatible === false ? undefined : networks[0];
}

/** Options of `docker create` for the network that the container begins in. */
export function firstNetworkWords(network: WantedNetwork): string[] {
  const { ipv4_address, ipv6_address, mac_address, driver_opts, gw_priority } = network;
  const long = Object.entries(driver_opts ?? {}).map(
    ([name, value]) => `,"driver-opt=${name}=${textOf(value)}"`,
  );
  const priority = gw_priority === undefined ? "" : `,gw-priority=${gw_priority}`;
  const extended = long.length > 0 || priority !== "";
  return [
    "--network",
    extended ? `name=${network.name}${long.join("")}${priority}` : network.name,
    ...(ipv4_address === undefined ? [] : ["--ip", ipv4_address]),
    ...(ipv6_address === undefined ? [] : ["--ip6", ipv6_address]),
    ...(mac_address === undefined ? [] : ["--mac-address", mac_address.replaceAll("-", ":")]),
    ...(network.aliases ?? []).flatMap((alias) => ["--network-alias", alias]),
    ...(network.links ?? []).flatMap((link) => ["--link", linkOf(link)]),
  ];
}
