import { isIP } from "node:net";
import { ConfigError, type Env, optionalText } from "./env.js";

/** A number of proxies in front of us, or the addresses they have. */
export type TrustProxy = number | string[];

const RANGES = ["loopback", "linklocal", "uniquelocal"];

/** "true" is no choice: it would let every client choose its own address. */
export function trustProxy(env: Env): TrustProxy {
  const given = optionalText(env, "TRUST_PROXY");
  if (given === undefined) return 0;
  if (/^\d{1,2}$/.test(given)) return Number(given);
  const addresses = given.split(",").map((part) => part.trim());
  const wrong = addresses.find((address) => !RANGES.includes(address) && !isNetwork(address));
  if (wrong === undefined) return addresses;
  throw new ConfigError(
    `TRUST_PROXY must be a number of proxies or a list of addresses, networks and ${RANGES.join(", ")}; "${wrong}" is neither`,
  );
}

function isNetwork(text: string): boolean {
  const [address = "", bits, more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
