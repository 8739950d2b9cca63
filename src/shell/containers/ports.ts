import { dictAt, type Inspected, textAt } from "./inspected.js";

/** One published port: `host` is "" for any free one, `address` "" for all addresses. */
export interface PublishedPort {
  address: string;
  host: string;
  /** with its protocol: `80/tcp` */
  container: string;
}

/** Parts between colons; an address of IPv6 in brackets is one part. */
const partsOf = (text: string): string[] => text.match(/\[[^\]]*\]|[^:[\]]+|(?<=:)(?=:)|^(?=:)/g) ?? [];

function range(text: string): number[] | undefined {
  const found = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!found) return undefined;
  const first = Number(found[1]);
  const last = Number(found[2] ?? first);
  return last < first ? undefined : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** `[[ADDRESS:][PORT]:]PORT[/PROTOCOL]`, ranges too; undefined where it is none. */
export function publishedPorts(text: string, defaultAddress = ""): PublishedPort[] | undefined {
  const [ports, protocol = "tcp"] = text.trim().split("/");
  const parts = partsOf(ports!);
  const inside = range(parts.at(-1) ?? "");
  if (!inside || parts.length > 3) return undefined;
  const address = parts.length === 3 ? parts[0]!.replace(/^\[|\]$/g, "") : defaultAddress;
  const given = parts.length > 1 ? parts.at(-2)! : "";
  const outside = given === "" ? [] : range(given);
  if (!outside) return undefined;
  // one port inside may take any of a range outside: that is the engine's choice
  if (inside.length === 1 && outside.length > 1)
    return [{ address, host: given, container: `${inside[0]}/${protocol}` }];
  if (outside.length > 0 && outside.length !== inside.length) return undefined;
  return inside.map((port, index) => ({
    address,
    host: String(outside[index] ?? ""),
    container: `${port}/${protocol}`,
  }));
}

/** As docker create's `--publish` takes it. */
export function publishWord({ address, host, container }: PublishedPort): string {
  const shown = address.includes(":") ? `[${address}]` : address;
  return address === "" && host === "" ? container : `${shown === "" ? "" : `${shown}:`}${host}:${container}`;
}

/** One spelling to compare: all addresses of IPv4 are all addresses. */
export function portKey({ address, host, container }: PublishedPort): string {
  return `${/^(0\.0\.0\.0|::)?$/.test(address) ? "" : address}:${host === "0" ? "" : host}:${container}`;
}

/** Ports of a container that is there. */
export function portsOf(container: Inspected): PublishedPort[] {
  return Object.entries(dictAt(container, "HostConfig.PortBindings")).flatMap(([port, bindings]) =>
    (Array.isArray(bindings) ? bindings : []).map((one) => ({
      address: textAt(one, "HostIp"),
      host: textAt(one, "HostPort"),
      container: port,
    })),
  );
}
