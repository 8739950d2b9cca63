import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import type { HostKeyOptions } from "./config.js";
import {
  addKnownHost,
  hashedName,
  type KnownKey,
  keyType,
  namesHost,
  parseKnownHosts,
  readKnownHosts,
} from "./known_hosts.js";
import { fitsOneOf } from "./patterns.js";

/** The key that a host shows, in the light of what is known. */
export type Verdict =
  | { is: "known"; by: KnownKey }
  | { is: "changed" | "revoked"; by: KnownKey }
  /** `authority`: certificates of the host are trusted, its bare key is not known */
  | { is: "new"; authority?: KnownKey };

/** The names to look for: the alias alone, or the host with its port; a key known for the bare name counts too. */
export interface HostNames {
  name: string;
  bare: string | undefined;
}

export function namesFor(host: string, port: number, alias: string | undefined): HostNames {
  if (alias !== undefined) return { name: alias, bare: undefined };
  const lower = host.toLowerCase();
  return port === 22 ? { name: lower, bare: undefined } : { name: `[${lower}]:${port}`, bare: lower };
}

/** What is said of a host in all files, in their order. */
export function keysOf(files: readonly string[], name: string): KnownKey[] {
  return files.flatMap((path) => readKnownHosts(path).filter((key) => namesHost(key.hosts, name)));
}

/** A host of which any key is known has changed where it shows another one, of whatever type. */
export function judgeKey(key: Buffer, known: readonly KnownKey[]): Verdict {
  const revoked = known.find((one) => one.marker === "revoked" && one.key.equals(key));
  if (revoked) return { is: "revoked", by: revoked };
  const plain = known.filter((one) => one.marker === undefined);
  const same = plain.find((one) => one.key.equals(key));
  if (same) return { is: "known", by: same };
  if (plain.length > 0)
    return { is: "changed", by: plain.find((one) => one.type === keyType(key)) ?? plain[0]! };
  const authority = known.find((one) => one.marker === "authority");
  return authority ? { is: "new", authority } : { is: "new" };
}

export interface HostKeyCheck {
  host: string;
  port: number;
  options: HostKeyOptions;
  /** what holds where the options of ssh say nothing */
  otherwise: "yes" | "no" | "accept-new";
  /** for messages */
  name: string;
}

export interface Checked {
  /** CONNECTION_HOST_KEY: the host is not talked to */
  fault?: Fault;
  /** the host may be another one: no password is told to it */
  unsafe?: boolean;
  notes: string[];
}

/** Whether the key may be trusted; a new one is written down where that is wished. */
export function checkHostKey(key: Buffer, check: HostKeyCheck): Checked {
  const { options, host } = check;
  if (options.skipLoopback && options.alias === undefined && isLoopback(host)) return { notes: [] };
  const strict = options.strict ?? check.otherwise;
  const listed = revokedIn(options.revokedFile, key);
  if (listed) return refused(listed);
  const verdict = verdictFor(key, check);
  switch (verdict.is) {
    case "known":
      return { notes: [] };
    case "new":
      return strict === "yes" || strict === "ask" || (verdict.authority && strict !== "no")
        ? refused(...unknown(key, check, verdict.authority))
        : remembered(key, check);
    default: {
      const [message, hint] = (verdict.is === "revoked" ? revoked : changed)(key, check, verdict.by);
      return strict === "no" ? { unsafe: true, notes: [message] } : refused(message, hint);
    }
  }
}

function verdictFor(key: Buffer, { host, port, options }: HostKeyCheck): Verdict {
  const files = [...options.userFiles, ...options.globalFiles];
  const { name, bare } = namesFor(host, port, options.alias);
  const verdict = judgeKey(key, keysOf(files, name));
  if (verdict.is !== "new" || bare === undefined) return verdict;
  const without = judgeKey(key, keysOf(files, bare));
  return without.is === "known" ? without : verdict;
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/i.test(host);

function refused(message: string, hint?: string): Checked {
  return { fault: new Fault("CONNECTION_HOST_KEY", message, { hint }), notes: [] };
}

export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

const nameIn = ({ host, port, options }: HostKeyCheck) => namesFor(host, port, options.alias).name;

function unknown(key: Buffer, check: HostKeyCheck, authority: KnownKey | undefined): [string, string] {
  const shown = `${keyType(key)} ${fingerprint(key)}`;
  const path = check.options.userFiles[0] ?? "~/.ssh/known_hosts";
  const add = `if it is right, add it: ssh-keyscan ${check.port === 22 ? "" : `-p ${check.port} `}${check.host} >> ${path}`;
  return authority
    ? [
        `the host key of ${check.name} is not known: ${shown}; ${authority.at} trusts certificates, which cannot be checked here`,
        add,
      ]
    : [`the host key of ${check.name} is not known: ${shown}`, add];
}

function changed(key: Buffer, check: HostKeyCheck, by: KnownKey): [string, string] {
  const another = by.type === keyType(key) ? "" : ` (${by.type})`;
  return [
    `the host key of ${check.name} has changed: ${by.at} knows ${fingerprint(by.key)}${another}, the host shows ${keyType(key)} ${fingerprint(key)}`,
    `somebody may be in between; if the host was made anew: ssh-keygen -f ${by.at.replace(/:\d+$/, "")} -R '${nameIn(check)}'`,
  ];
}

function revoked(key: Buffer, check: HostKeyCheck, by: KnownKey): [string, string] {
  return [
    `the host key of ${check.name} is revoked (${by.at}): ${keyType(key)} ${fingerprint(key)}`,
    "give the host a new key, and find out who else has the old one",
  ];
}

function remembered(key: Buffer, check: HostKeyCheck): Checked {
  const path = check.options.userFiles[0];
  if (path === undefined) return { notes: [] };
  const name = nameIn(check);
  const written = check.options.hashNames ? hashedName(name) : name;
  try {
    addKnownHost(path, `${written} ${keyType(key)} ${key.toString("base64")}`);
    return { notes: [`the host key of ${check.name} was new and is now in ${path}: ${fingerprint(key)}`] };
  } catch (error) {
    return {
      notes: [`the host key of ${check.name} could not be added to ${path}: ${(error as Error).message}`],
    };
  }
}

/** Why a file of revoked keys forbids this one; a file that cannot be read forbids all. */
function revokedIn(path: string | undefined, key: Buffer): string | undefined {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(path, "latin1");
  } catch (error) {
    return `the file of revoked host keys cannot be read, so that none is trusted: ${(error as Error).message}`;
  }
  if (text.startsWith("SSHKRL"))
    return `${path} is a binary list of revoked keys, which cannot be read here: give it as public keys, one a line`;
  const lines = text.replace(/^(?=\S)/gm, "* ");
  return parseKnownHosts(lines, path).some((one) => one.key.equals(key))
    ? `the host key is revoked by ${path}: ${fingerprint(key)}`
    : undefined;
}

const PLAIN_ALGORITHMS: readonly [algorithm: string, type: string][] = [
  ["ssh-ed25519", "ssh-ed25519"],
  ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256"],
  ["ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384"],
  ["ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521"],
  ["rsa-sha2-512", "ssh-rsa"],
  ["rsa-sha2-256", "ssh-rsa"],
  ["ssh-rsa", "ssh-rsa"],
];

/** The signatures that are asked for, those of known keys first: a host with several keys then shows one that is known. */
export function hostKeyAlgorithms({ host, port, options }: HostKeyCheck): string[] {
  const wanted = chosen(
    PLAIN_ALGORITHMS.map(([algorithm]) => algorithm),
    options.algorithms,
  );
  // the user's own order is the order
  if (options.algorithms !== undefined && !/^[+-]/.test(options.algorithms)) return wanted;
  const known = keysOf(
    [...options.userFiles, ...options.globalFiles],
    namesFor(host, port, options.alias).name,
  );
  const types = new Set(known.filter((key) => key.marker === undefined).map((key) => key.type));
  const isKnown = (algorithm: string) =>
    types.has(PLAIN_ALGORITHMS.find(([one]) => one === algorithm)?.[1] ?? "");
  // where the best one is known, ssh keeps its own order
  if (isKnown(wanted[0] ?? "")) return wanted;
  return [...wanted.filter(isKnown), ...wanted.filter((one) => !isKnown(one))];
}

/** A list of algorithms after OpenSSH's way of writing it: `a,b`, `+a`, `-a`, `^a`; unknown ones are left out. */
export function chosen(usual: readonly string[], written: string | undefined): string[] {
  if (written === undefined) return [...usual];
  const [, sign, list = ""] = /^([+^-]?)(.*)$/s.exec(written)!;
  const named = list.split(",").map((one) => one.trim());
  switch (sign) {
    case "+":
      return [...usual, ...named.filter((one) => !usual.includes(one))];
    case "-":
      return usual.filter((one) => !fitsOneOf(named, one));
    case "^":
      return [...new Set([...named, ...usual])];
    default:
      return named;
  }
}
