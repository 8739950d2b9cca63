import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** The parts of an Ansible vault text of format 1.1 or 1.2, still encrypted. */
export interface SealedText {
  label: string | undefined;
  salt: Buffer;
  signature: Buffer;
  content: Buffer;
}

const HEADER = /^\$ANSIBLE_VAULT;(1\.[12]);AES256(?:;([^\r\n]+))?\r?\n/;

export type VaultDamage = "format" | "damaged";

/** The parts, or what is wrong with the text. */
export function readSealed(text: string): SealedText | VaultDamage {
  const trimmed = text.trimStart();
  const header = HEADER.exec(trimmed);
  if (!header) return "format";
  const body = Buffer.from(trimmed.slice(header[0].length).replace(/\s+/g, ""), "hex").toString();
  const [salt, signature, content] = body.split("\n").map((part) => Buffer.from(part, "hex"));
  if (!salt || !signature || !content) return "damaged";
  return { label: header[2]?.trim(), salt, signature, content };
}

function keysFor(password: string, salt: Uint8Array): { cipher: Buffer; hmac: Buffer; iv: Buffer } {
  const bytes = pbkdf2Sync(password, salt, 10_000, 80, "sha256");
  return { cipher: bytes.subarray(0, 32), hmac: bytes.subarray(32, 64), iv: bytes.subarray(64) };
}

/** The plain text; undefined where the password is another one. */
export function openSealed({ salt, signature, content }: SealedText, password: string): string | undefined {
  const { cipher, hmac, iv } = keysFor(password, salt);
  const wanted = createHmac("sha256", hmac).update(content).digest();
  if (wanted.length !== signature.length || !timingSafeEqual(wanted, signature)) return undefined;
  const decipher = createDecipheriv("aes-256-ctr", cipher, iv);
  const padded = Buffer.concat([decipher.update(content), decipher.final()]);
  return padded.subarray(0, padded.length - padded[padded.length - 1]!).toString();
}

/** A vault text, ready to be written to a file. */
export function sealText(
  plain: string,
  password: string,
  { label, salt = randomBytes(32) }: { label?: string | undefined; salt?: Uint8Array | undefined } = {},
): string {
  const { cipher, hmac, iv } = keysFor(password, salt);
  const bytes = Buffer.from(plain);
  const padding = 16 - (bytes.length % 16);
  const encoder = createCipheriv("aes-256-ctr", cipher, iv);
  const content = Buffer.concat([
    encoder.update(Buffer.concat([bytes, Buffer.alloc(padding, padding)])),
    encoder.final(),
  ]);
  const signature = createHmac("sha256", hmac).update(content).digest("hex");
  const body = Buffer.from(
    [Buffer.from(salt).toString("hex"), signature, content.toString("hex")].join("\n"),
  );
  const header = label ? `$ANSIBLE_VAULT;1.2;AES256;${label}` : "$ANSIBLE_VAULT;1.1;AES256";
  return `${header}\n${body.toString("hex").replace(/(.{80})(?=.)/g, "$1\n")}\n`;
}
