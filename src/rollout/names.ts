import type { Spec } from "./spec.js";

/** Where everything of a service is on a host. The environment is in each name: two of them can share a host. */
export interface Names {
  /** environment and service */
  id: string;
  folder: string;
  live: string;
  proxyFolder: string;
  site: string;
}

export const STATE = "/var/lib/tera";

export function namesOf({ environment, service }: Pick<Spec, "environment" | "service">): Names {
  const id = `${environment}-${service}`;
  return {
    id,
    folder: `${STATE}/releases/${id}`,
    live: `${STATE}/proxy/live/${id}`,
    proxyFolder: `${STATE}/proxy`,
    site: `${STATE}/proxy/sites/${id}.caddy`,
  };
}

/** Names of hosts become patterns and parts of templates here: what an inventory's source says must be neither. */
const HOST = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

/** The first host whose name no release can use. */
export function oddHost(hosts: readonly string[]): string | undefined {
  return hosts.find((host) => !HOST.test(host));
}

export type Slot = "a" | "b";

export const containerName = (
  { environment, service }: Pick<Spec, "environment" | "service">,
  slot: string,
) => `${service}-${environment}-${slot}`;
