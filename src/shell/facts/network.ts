import { type Facts, lines, type Said } from "./lines.js";
import { cardsIn } from "./network_cards.js";

/** Interfaces, addresses and default routes. */
export function networkFacts(said: Said): Facts {
  if (said.ip_link === undefined) {
    if (said.net_class === undefined) return {};
    const names = lines(said.net_class).map((line) => line.split(" ")[0]!);
    const addresses = (said.addresses ?? "").split(/\s+/).filter(Boolean);
    const ipv4 = addresses.filter((one) => one.includes("."));
    return {
      interfaces: names,
      all_ipv4_addresses: ipv4,
      all_ipv6_addresses: addresses.filter((one) => one.includes(":")),
      default_ipv4: ipv4[0] ? { address: ipv4[0] } : {},
      default_ipv6: {},
    };
  }
  const facts: Facts = {};
  const interfaces = new Map<string, Facts>();
  const cards = cardsIn(said.net_cards);
  for (const line of lines(said.ip_link)) {
    const found = /^\d+: ([^:@]+)(?:@[^:]+)?: <([^>]*)> mtu (\d+)/.exec(line);
    if (!found) continue;
    const link = /link\/(\S+) ([0-9a-f:.]+)/.exec(line);
    const device = found[1]!;
    interfaces.set(device, {
      device,
      active: /\bUP\b/.test(found[2]!),
      mtu: Number(found[3]),
      promisc: /\bPROMISC\b/.test(found[2]!),
      type: link?.[1] ?? "unknown",
      ...(link && link[1] !== "loopback" && link[2] !== "00:00:00:00:00:00" ? { macaddress: link[2] } : {}),
      ...cards.get(device),
    });
  }
  const ipv4: string[] = [];
  const ipv6: string[] = [];
  for (const line of lines(said.ip_addr)) {
    const found = /^\d+: (\S+)\s+(inet6?) ([0-9a-f.:]+)(?:\/(\d+))?(?:.*? brd (\S+))?.*? scope (\S+)/.exec(
      line,
    );
    if (!found) continue;
    const [, device = "", family, address = "", prefix = "32", broadcast, scope] = found;
    const card = interfaces.get(device);
    if (!card) continue;
    if (family === "inet") {
      const entry = {
        address,
        broadcast: broadcast ?? "",
        netmask: netmask(Number(prefix)),
        network: network(address, Number(prefix)),
        prefix,
      };
      if (card.ipv4)
        card.ipv4_secondaries = [...((card.ipv4_secondaries as unknown[] | undefined) ?? []), entry];
      else card.ipv4 = entry;
      if (!address.startsWith("127.")) ipv4.push(address);
    } else {
      card.ipv6 = [...((card.ipv6 as unknown[] | undefined) ?? []), { address, prefix, scope }];
      if (address !== "::1") ipv6.push(address);
    }
  }
  for (const [name, card] of interfaces) facts[name.replace(/[-:]/g, "_")] = card;
  return {
    ...facts,
    interfaces: [...interfaces.keys()],
    all_ipv4_addresses: ipv4,
    all_ipv6_addresses: ipv6,
    locally_reachable_ips: { ipv4: localIn(said.local4), ipv6: localIn(said.local6) },
    default_ipv4: defaultIpv4(defaultRoute(said.route4, said.route4_src), interfaces),
    default_ipv6: defaultIpv6(defaultRoute(said.route6, said.route6_src), interfaces),
  };
}

/** What the host takes for its own, of `ip route show table local`. */
const localIn = (routes: string | undefined): string[] => [
  ...new Set(lines(routes).flatMap((line) => /^local (\S+)/.exec(line)?.[1] ?? [])),
];

interface Route {
  device: string;
  gateway: string | undefined;
  source: string | undefined;
}

function defaultRoute(route: string | undefined, source: string | undefined): Route | undefined {
  const device = /\bdev (\S+)/.exec(route ?? "")?.[1] ?? /\bdev (\S+)/.exec(source ?? "")?.[1];
  if (!device || !route) return undefined;
  return {
    device,
    gateway: /\bvia (\S+)/.exec(route)?.[1],
    source: /\bsrc (\S+)/.exec(source ?? "")?.[1],
  };
}

function defaultIpv4(route: Route | undefined, interfaces: Map<string, Facts>): Facts {
  if (!route) return {};
  const { ipv4, macaddress, mtu, type } = interfaces.get(route.device) ?? {};
  const { device, gateway, source } = route;
  const own = { interface: device, alias: device, gateway, macaddress, mtu, type };
  return { ...own, ...(ipv4 as Facts | undefined), ...(source ? { address: source } : {}) };
}

function defaultIpv6(route: Route | undefined, interfaces: Map<string, Facts>): Facts {
  if (!route) return {};
  const { ipv6, macaddress, mtu, type } = interfaces.get(route.device) ?? {};
  const addresses = (ipv6 ?? []) as { address: string; scope: string }[];
  const found =
    addresses.find(({ address }) => address === route.source) ??
    addresses.find(({ scope }) => scope === "global");
  const { device, gateway, source } = route;
  return { interface: device, gateway, macaddress, mtu, type, address: source, ...found };
}

function netmask(prefix: number): string {
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (mask >>> shift) & 255).join(".");
}

function network(address: string, prefix: number): string {
  const mask = netmask(prefix).split(".").map(Number);
  return address
    .split(".")
    .map((part, index) => Number(part) & mask[index]!)
    .join(".");
}
