import { TRANSPORTS } from "../../connections/index.js";
import type { Transport } from "../../model/connection.js";

export async function findTransport(name: string): Promise<Transport | undefined> {
  const entry = Object.hasOwn(TRANSPORTS, name) ? TRANSPORTS[name] : undefined;
  return entry ? (await entry()).default : undefined;
}

export function transportNames(): string[] {
  return Object.keys(TRANSPORTS);
}
