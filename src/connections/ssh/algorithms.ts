import type { Algorithms } from "ssh2";
import { Fault } from "../../model/errors.js";
import type { ClientConfig } from "./config.js";
import { chosen, type HostKeyCheck, hostKeyAlgorithms } from "./host_keys.js";

/** What ssh2 can, in its own order; what follows it is only used where it is asked for. */
const USUAL = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group14-sha256",
    "diffie-hellman-group15-sha512",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group17-sha512",
    "diffie-hellman-group18-sha512",
  ],
  cipher: [
    "chacha20-poly1305@openssh.com",
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
  ],
  hmac: [
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha1-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
    "hmac-sha1",
  ],
} as const;
const OLD = {
  kex: ["diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"],
  cipher: ["aes256-cbc", "aes192-cbc", "aes128-cbc", "3des-cbc"],
  hmac: ["hmac-md5", "hmac-sha1-96", "hmac-md5-96"],
} as const;
const OPTIONS = { kex: "KexAlgorithms", cipher: "Ciphers", hmac: "MACs" } as const;

/** The algorithms that are offered to a host. Fault: CONNECTION_FAILED where none of those that are wished for is known here. */
export function algorithmsFor(config: ClientConfig, check: HostKeyCheck): Algorithms {
  const found: Record<string, string[]> = {
    serverHostKey: supported(
      "HostKeyAlgorithms",
      hostKeyAlgorithms(check),
      HOST_KEYS,
      config.keys.algorithms,
    ),
  };
  for (const kind of ["kex", "cipher", "hmac"] as const) {
    const written = config.algorithms[kind];
    if (written === undefined) continue;
    const wanted = chosen(USUAL[kind], written);
    found[kind] = supported(OPTIONS[kind], wanted, [...USUAL[kind], ...OLD[kind]], written);
  }
  return found as Algorithms;
}

const HOST_KEYS = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
  "ssh-rsa",
  "ssh-dss",
];

function supported(
  option: string,
  wanted: readonly string[],
  known: readonly string[],
  written: string | undefined,
): string[] {
  const kept = wanted.filter((one) => known.includes(one));
  if (kept.length > 0) return kept;
  throw new Fault("CONNECTION_FAILED", `${option} is \`${written}\`: none of it is spoken here`, {
    hint: `known are ${known.join(", ")}`,
  });
}
