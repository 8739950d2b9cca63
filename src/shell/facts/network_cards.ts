import { type Facts, lines } from "./lines.js";

/** ARPHRD_* of the kernel's if_arp.h, by the names that facts have for them. */
const TYPES: Readonly<Record<string, string>> = {
  1: "ether",
  32: "infiniband",
  512: "ppp",
  772: "loopback",
  65534: "tunnel",
};

const IFF_PROMISC = 0x100;

/** What the kernel's files say of each network card, by its name: `eth0|type=1|operstate=up|device=/sys/…`. */
export function cardsIn(said: string | undefined): Map<string, Facts> {
  return new Map(
    lines(said).map((line) => {
      const [name = "", ...parts] = line.split("|");
      return [name, cardFacts(new Map(parts.map(keyAndValue)))];
    }),
  );
}

function keyAndValue(part: string): [string, string] {
  const at = part.indexOf("=");
  return [part.slice(0, at), part.slice(at + 1)];
}

function cardFacts(files: ReadonlyMap<string, string>): Facts {
  const { device, module, speed, operstate, flags } = Object.fromEntries(files);
  return {
    type: TYPES[files.get("type") ?? ""] ?? "unknown",
    ...(flags === undefined ? {} : { promisc: (Number(flags) & IFF_PROMISC) > 0 }),
    ...(operstate === undefined ? {} : { active: operstate !== "down" }),
    ...(device === undefined ? {} : { pciid: lastOf(device) }),
    ...(module === undefined ? {} : { module: lastOf(module) }),
    ...(speed === undefined ? {} : { speed: Number(speed) }),
    ...bridgeFacts(files),
    ...bondingFacts(files),
  };
}

function bridgeFacts(files: ReadonlyMap<string, string>): Facts {
  const interfaces = files.get("brif");
  if (interfaces === undefined) return {};
  return {
    type: "bridge",
    interfaces: wordsOf(interfaces),
    id: files.get("bridge_id") ?? "",
    stp: files.get("stp_state") === "1",
  };
}

/** Of a card that is one of several also the address that it had on its own. */
function bondingFacts(files: ReadonlyMap<string, string>): Facts {
  const own = files.get("perm_hwaddr");
  const facts: Facts = own === undefined ? {} : { perm_macaddress: own };
  const mode = files.get("mode");
  if (mode === undefined) return facts;
  const primary = files.get("primary");
  return {
    ...facts,
    type: "bonding",
    slaves: wordsOf(files.get("slaves") ?? ""),
    mode: wordsOf(mode)[0],
    miimon: wordsOf(files.get("miimon") ?? "")[0],
    lacp_rate: wordsOf(files.get("lacp_rate") ?? "")[0],
    ...(primary ? { primary, all_slaves_active: files.get("all_slaves_active") === "1" } : {}),
  };
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const lastOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
