import { Fault } from "../model/errors.js";
import type { AwsSettings } from "./client.js";

/** The host name of an account's private registry. */
export function registryName(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/** Account and region of a private registry's host name; undefined where it is another registry. */
export function readRegistry(host: string): { account: string; region: string } | undefined {
  const found = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d+)\.[a-z.]+$/.exec(host);
  return found ? { account: found[1]!, region: found[2]! } : undefined;
}

/** The settings to ask a registry with: its region is the name's. Fault where another one is asked for. */
export function settingsFor(registry: string | undefined, settings: AwsSettings): AwsSettings {
  const named = registry === undefined ? undefined : readRegistry(registry)?.region;
  if (named === undefined || settings.region === named) return settings;
  if (settings.region === undefined) return { ...settings, region: named };
  throw new Fault("AWS_FAILED", `the registry ${registry} is in ${named}, not in ${settings.region}`, {
    hint: `leave the region out, or set it to ${named}`,
  });
}

/** An image's place in a registry; without `registry` it is the credentials' own account's. */
export interface ImageName {
  registry: string | undefined;
  repository: string;
  tag: string;
}

/** Reads `[REGISTRY/]REPOSITORY:TAG`. Fault USAGE where it is none. */
export function readImageName(text: string): ImageName {
  const found = /^(?:([^/]*[.:][^/]*|localhost)\/)?([a-z0-9][a-z0-9._/-]*):(\w[\w.-]{0,127})$/.exec(text);
  if (found) return { registry: found[1], repository: found[2]!, tag: found[3]! };
  throw new Fault("USAGE", `\`${text}\` is no REPOSITORY:TAG`, {
    hint: text.includes("@")
      ? "it has a digest already"
      : "for example webapp:1.2.0, or 123456789012.dkr.ecr.eu-west-1.amazonaws.com/webapp:1.2.0",
  });
}
