import { createHmac, randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders } from "../../disk/disk.js";
import { fitsOneOf } from "./patterns.js";

/** One key of a known_hosts file. */
export interface KnownKey {
  marker: "revoked" | "authority" | undefined;
  /** as written: patterns, or one hashed name */
  hosts: string;
  type: string;
  key: Buffer;
  /** FILE:LINE */
  at: string;
}

const TYPES = new Set([
  "ssh-ed25519",
  "ssh-rsa",
  "ssh-dss",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
]);
const MARKERS: Readonly<Record<string, KnownKey["marker"]>> = {
  "@revoked": "revoked",
  "@cert-authority": "authority",
};

/** The type that stands at the start of a key's bytes. */
export function keyType(key: Buffer): string {
  if (key.length < 4) return "";
  const length = key.readUInt32BE(0);
  return length > 64 ? "" : key.subarray(4, 4 + length).toString("latin1");
}

/** The keys of a text; lines that are no such line are passed over, as ssh does. */
export function parseKnownHosts(text: string, path: string): KnownKey[] {
  return text.split("\n").flatMap((line, index): KnownKey[] => {
    const words = line.replace(/\r$/, "").split(/[ \t]+/);
    if (words[0] === "") words.shift();
    const first = words[0] ?? "";
    if (first.startsWith("#")) return [];
    if (first.startsWith("@") && !MARKERS[first]) return [];
    const marker = MARKERS[first];
    const [hosts = "", type = "", encoded = ""] = marker ? words.slice(1) : words;
    const key = Buffer.from(encoded, "base64");
    if (!TYPES.has(type) || keyType(key) !== type) return [];
    return [{ marker, hosts, type, key, at: `${path}:${index + 1}` }];
  });
}

/** Whether a line's names fit a host, which is in lower case. */
export function namesHost(hosts: string, host: string): boolean {
  if (!hosts.startsWith("|")) return fitsOneOf(hosts.toLowerCase().split(","), host);
  const [, version, salt = "", wanted = ""] = hosts.split("|");
  return version === "1" && hashOf(host, Buffer.from(salt, "base64")) === wanted;
}

const hashOf = (host: string, salt: Buffer): string => createHmac("sha1", salt).update(host).digest("base64");

/** A name that does not tell which host it is. */
export function hashedName(host: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString("base64")}|${hashOf(host, salt)}`;
}

const read = new Map<string, { text: string; keys: KnownKey[] }>();

/** Every host looks into the same files; parsing 1000 lines for each of 1000 hosts would take seconds. */
export function readKnownHosts(path: string): KnownKey[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  let known = read.get(path);
  if (known?.text !== text) {
    known = { text, keys: parseKnownHosts(text, path) };
    read.set(path, known);
  }
  return known.keys;
}

/**
 * Adds a line at the end, in one write: what others add at the same time stays, nobody reads half of
 * it, and a file that is a link stays one.
 */
export function addKnownHost(path: string, line: string): void {
  makeFolders(dirname(path), 0o700);
  const file = openSync(path, "a+", 0o600);
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1, "\n");
    if (size > 0) readSync(file, last, 0, 1, size - 1);
    writeSync(file, `${last.toString() === "\n" ? "" : "\n"}${line}\n`);
  } finally {
    closeSync(file);
  }
}
