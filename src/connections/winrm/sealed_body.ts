import { NtlmError } from "./ntlm_messages.js";

const PROTOCOL = "application/HTTP-SPNEGO-session-encrypted";
export const SEALED_TYPE = `multipart/encrypted;protocol="${PROTOCOL}";boundary="Encrypted Boundary"`;
const DATA_HEAD = Buffer.from("\tContent-Type: application/octet-stream\r\n");

/** One sealed message as it stands in an HTTP body. */
export interface SealedMessage {
  signature: Buffer;
  data: Buffer;
}

/** The body of a request, byte for byte: a tab before each header, and no empty line before the data. */
export function writeSealed({ signature, data }: SealedMessage): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signature.length);
  const head = [
    "--Encrypted Boundary",
    `\tContent-Type: ${PROTOCOL}`,
    `\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=${data.length}`,
    "--Encrypted Boundary",
    "",
  ].join("\r\n");
  return Buffer.concat([
    Buffer.from(head),
    DATA_HEAD,
    length,
    signature,
    data,
    Buffer.from("--Encrypted Boundary--\r\n"),
  ]);
}

/** The parts of such a body, by their lengths: the data may hold the boundary. Throws NtlmError. */
export function readSealed(body: Buffer): SealedMessage {
  const at = body.indexOf(DATA_HEAD);
  const [, length] = /;\s*Length=(\d{1,10})\s*\r\n/i.exec(body.subarray(0, Math.max(at, 0)).toString()) ?? [];
  const start = at + DATA_HEAD.length + 4;
  if (length === undefined || start > body.length) throw new NtlmError("an encrypted answer has no head");
  const end = start + body.readUInt32LE(start - 4);
  const data = body.subarray(end, end + Number(length));
  if (data.length !== Number(length)) throw new NtlmError("an encrypted answer is cut off");
  return { signature: body.subarray(start, end), data };
}

export const isSealed = (type: string | undefined): boolean => /^multipart\/encrypted\b/i.test(type ?? "");
