import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { Fault } from "../model/errors.js";
import type { Secret } from "../model/secret.js";
import type { Place } from "../model/source.js";

/** Vault passwords by id; `default` is that of `--ask-vault-pass`. */
export type VaultSecrets = ReadonlyMap<string, Secret>;

const HEADER = /^\$ANSIBLE_VAULT;(1\.[12]);AES256(?:;([^\r\n]+))?\r?\n/;

export function isVaulted(text: string): boolean {
  return text.startsWith("$ANSIBLE_VAULT;");
}

/** The plain text of an Ansible vault text (format 1.1 and 1.2, AES256). Fault: VAULT_FAILED. */
export function decryptVault(text: string, secrets: VaultSecrets, at?: Place): string {
  const header = HEADER.exec(text.trimStart());
  if (!header)
    throw new Fault("VAULT_FAILED", "this is not an Ansible vault text of format 1.1 or 1.2", { at });
  const body = Buffer.from(text.trimStart().slice(header[0].length).replace(/\s+/g, ""), "hex").toString();
  const [salt, signature, content] = body.split("\n").map((part) => Buffer.from(part, "hex"));
  if (!salt || !signature || !content) throw new Fault("VAULT_FAILED", "the vault text is damaged", { at });
  const label = header[2]?.trim();
  for (const secret of candidates(secrets, label)) {
    const plain = open(secret, salt, signature, content);
    if (plain !== undefined) return plain;
  }
  throw new Fault("VAULT_FAILED", "Decryption failed (no vault secrets were found that could decrypt)", {
    at,
    hint:
      secrets.size === 0
        ? "use --ask-vault-pass or --vault-password-file"
        : `tried: ${[...secrets.keys()].join(", ")}`,
  });
}

function candidates(secrets: VaultSecrets, label: string | undefined): Secret[] {
  const named = label === undefined ? undefined : secrets.get(label);
  const rest = [...secrets.values()].filter((secret) => secret !== named);
  return named ? [named, ...rest] : rest;
}

function keys(secret: Secret, salt: Buffer): { cipher: Buffer; hmac: Buffer; iv: Buffer } {
  const bytes = pbkdf2Sync(secret.reveal(), salt, 10_000, 80, "sha256");
  return { cipher: bytes.subarray(0, 32), hmac: bytes.subarray(32, 64), iv: bytes.subarray(64) };
}

function open(secret: Secret, salt: Buffer, signature: Buffer, content: Buffer): string | undefined {
  const { cipher, hmac, iv } = keys(secret, salt);
  const wanted = createHmac("sha256", hmac).update(content).digest();
  if (wanted.length !== signature.length || !timingSafeEqual(wanted, signature)) return undefined;
  const decipher = createDecipheriv("aes-256-ctr", cipher, iv);
  const padded = Buffer.concat([decipher.update(content), decipher.final()]);
  return padded.subarray(0, padded.length - padded[padded.length - 1]!).toString();
}

/** A vault text, ready to be written to a file. */
export function encryptVault(plain: string, secret: Secret, label?: string): string {
  const salt = randomBytes(32);
  const { cipher, hmac, iv } = keys(secret, salt);
  const bytes = Buffer.from(plain);
  const padding = 16 - (bytes.length % 16);
  const encoder = createCipheriv("aes-256-ctr", cipher, iv);
  const content = Buffer.concat([
    encoder.update(Buffer.concat([bytes, Buffer.alloc(padding, padding)])),
    encoder.final(),
  ]);
  const signature = createHmac("sha256", hmac).update(content).digest("hex");
  const body = Buffer.from([salt.toString("hex"), signature, content.toString("hex")].join("\n")).toString(
    "hex",
  );
  const header = label ? `$ANSIBLE_VAULT;1.2;AES256;${label}` : "$ANSIBLE_VAULT;1.1;AES256";
  return `${header}\n${body.replace(/(.{80})(?=.)/g, "$1\n")}\n`;
}
