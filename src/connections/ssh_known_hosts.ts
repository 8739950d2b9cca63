import { createHash, createHmac } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../model/errors.js";

/** One line of a known_hosts file. */
interface KnownKey {
  patterns: string;
  type: string;
  key: string;
  revoked: boolean;
  line: number;
}

/** The name under which a host stands in known_hosts. */
export function hostEntry(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

const read = new Map<string, { text: string; keys: KnownKey[] }>();

/** Every host looks into the same files; parsing 1000 lines for each of 1000 hosts would take seconds. */
function readKeys(path: string): KnownKey[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  let known = read.get(path);
  if (known?.text !== text) {
    known = { text, keys: parseKeys(text) };
    read.set(path, known);
  }
  return known.keys;
}

function parseKeys(file: string): KnownKey[] {
  return file.split(/\r?\n/).flatMap((text, index): KnownKey[] => {
    const words = text.trim().split(/\s+/);
    const marker = words[0]?.startsWith("@") ? words.shift() : undefined;
    const [patterns, type, key] = words;
    if (!patterns || !type || !key || patterns.startsWith("#") || marker === "@cert-authority") return [];
    return [{ patterns, type, key, revoked: marker === "@revoked", line: index + 1 }];
  });
}

function matches(patterns: string, host: string): boolean {
  if (patterns.startsWith("|1|")) {
    const [, , salt = "", wanted = ""] = patterns.split("|");
    return createHmac("sha1", Buffer.from(salt, "base64")).update(host).digest("base64") === wanted;
  }
  let found = false;
  for (const pattern of patterns.split(",")) {
    if (!/[*?!]/.test(pattern)) {
      if (pattern.toLowerCase() === host.toLowerCase()) found = true;
      continue;
    }
    const negated = pattern.startsWith("!");
    const source = (negated ? pattern.slice(1) : pattern)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    if (!new RegExp(`^${source}$`, "i").test(host)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** The key types that are known for a host: asked for first, so that another type does not look like a changed key. */
export function knownTypes(paths: readonly string[], host: string): string[] {
  const types = paths.flatMap((path) =>
    readKeys(path)
      .filter((key) => !key.revoked && matches(key.patterns, host))
      .map((key) => key.type),
  );
  return [
    ...new Set(
      types.flatMap((type) => (type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [type])),
    ),
  ];
}

export interface HostKeyCheck {
  host: string;
  paths: readonly string[];
  mode: "accept-new" | "strict" | "off";
  /** for the message */
  name: string;
}

/** Undefined where the key may be trusted; a new one is written down. Otherwise why not: CONNECTION_HOST_KEY. */
export function checkHostKey(key: Buffer, check: HostKeyCheck): Fault | undefined {
  if (check.mode === "off") return undefined;
  const type = key.subarray(4, 4 + key.readUInt32BE(0)).toString();
  const encoded = key.toString("base64");
  let other: { path: string; known: KnownKey } | undefined;
  for (const path of check.paths)
    for (const known of readKeys(path).filter((one) => matches(one.patterns, check.host))) {
      if (known.revoked && known.key === encoded)
        return new Fault(
          "CONNECTION_HOST_KEY",
          `the host key of ${check.name} is revoked (${path}:${known.line})`,
        );
      if (known.revoked || known.type !== type) continue;
      if (known.key === encoded) return undefined;
      other ??= { path, known };
    }
  if (other) return changedKey(check, other.path, other.known, key);
  if (check.mode === "strict")
    return new Fault(
      "CONNECTION_HOST_KEY",
      `the host key of ${check.name} is not known: ${type} ${fingerprint(key)}`,
      {
        hint: `if it is right, add it: ssh-keyscan ${check.host} >> ${check.paths[0]}`,
      },
    );
  remember(check.paths[0]!, `${check.host} ${type} ${encoded}`);
  return undefined;
}

function changedKey(check: HostKeyCheck, path: string, known: KnownKey, key: Buffer): Fault {
  const before = fingerprint(Buffer.from(known.key, "base64"));
  return new Fault(
    "CONNECTION_HOST_KEY",
    `the host key of ${check.name} has changed: ${path}:${known.line} knows ${before}, the host shows ${fingerprint(key)}`,
    {
      hint: `somebody may be in between; if the host was made anew: ssh-keygen -f ${path} -R '${check.host}'`,
    },
  );
}

/** Adds a line; the whole file is replaced at once, so that nobody reads half of it. */
function remember(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const text = `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${line}\n`;
  writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 });
  renameSync(`${path}.${process.pid}`, path);
}
