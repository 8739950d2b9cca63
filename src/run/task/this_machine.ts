import { networkInterfaces } from "node:os";
import type { Target } from "../../model/connection.js";
import type { Walk } from "../hosts/state.js";
import { hostScope } from "../vars/task_scope.js";

/** Is a host of the batch this machine, so that what its steps write could be read here? */
export function someHostIsHere(walk: Walk): boolean {
  return walk.batch.hosts.some((host) => mayBeHere(walk, host));
}

function mayBeHere(walk: Walk, host: string): boolean {
  const { play, run } = walk.batch;
  try {
    const scope = hostScope(walk, host);
    const connection =
      scope.get("ansible_connection") ?? play.keywords.connection?.value ?? run.settings.connection;
    if (connection === "local") return true;
    return isThisMachine(String(scope.get("ansible_ssh_host") ?? scope.get("ansible_host") ?? host));
  } catch {
    return true; // not known yet
  }
}

/** Does the way to the host lead to this machine itself? */
export function leadsHere(transport: string, { address }: Target): boolean {
  return transport === "local" || isThisMachine(address);
}

export function isThisMachine(address: string): boolean {
  if (/^(localhost|127\..*|::1|0\.0\.0\.0)$/.test(address)) return true;
  return ownAddresses().has(address);
}

/** So long are the addresses of this machine taken to be the same, in milliseconds: every step of every host asks. */
const KEPT_MS = 1000;
let known: { addresses: ReadonlySet<string>; at: number } | undefined;

function ownAddresses(): ReadonlySet<string> {
  const now = performance.now();
  if (known && now - known.at < KEPT_MS) return known.addresses;
  const cards = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
  known = { addresses: new Set(cards.map(({ address }) => address)), at: now };
  return known.addresses;
}
