import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
// the primitives have vectors of their own; messages and keys are made here again, so that no error is mirrored
import { md4 } from "../../../src/connections/winrm/md4.js";
import { Rc4 } from "../../../src/connections/winrm/rc4.js";

export interface Account {
  user: string;
  domain: string;
  password: string;
}

export interface AcceptRules {
  accounts: readonly Account[];
  /** over TLS: the hash that clients have to name, and what happens without it */
  binding?: { value: Buffer; strict: boolean };
  timestamp?: boolean;
  flags?: number;
}

const hmac = (key: Buffer, ...data: Buffer[]) => createHmac("md5", key).update(Buffer.concat(data)).digest();
const wide = (text: string) => Buffer.from(text, "utf16le");

/** The server's side of one NTLM log-on, strict: each defect of a message is a refusal. */
export class Acceptor {
  readonly #rules: AcceptRules;
  readonly #nonce = randomBytes(8);
  #offer: Buffer = Buffer.alloc(0);
  #challenge: Buffer = Buffer.alloc(0);

  constructor(rules: AcceptRules) {
    this.#rules = rules;
  }

  challenge(offer: Buffer): Buffer {
    if (offer.length < 32 || offer.toString("latin1", 0, 8) !== "NTLMSSP\0" || offer.readUInt32LE(8) !== 1)
      throw new Error("no NEGOTIATE message");
    this.#offer = offer;
    const time = Buffer.alloc(8);
    time.writeBigUInt64LE((BigInt(Date.now()) + 11644473600000n) * 10000n);
    const pairs = [
      pair(2, wide("LAB")),
      pair(1, wide("LAB")),
      pair(4, wide("lab")),
      pair(3, wide("lab")),
      ...(this.#rules.timestamp === false ? [] : [pair(7, time)]),
      Buffer.alloc(4),
    ];
    const info = Buffer.concat(pairs);
    const name = wide("LAB");
    const head = Buffer.alloc(56);
    head.write("NTLMSSP\0", "latin1");
    head.writeUInt32LE(2, 8);
    head.writeUInt16LE(name.length, 12);
    head.writeUInt16LE(name.length, 14);
    head.writeUInt32LE(56, 16);
    const flags = this.#rules.flags ?? (offer.readUInt32LE(12) | 0x00800000 | 0x00020000) >>> 0;
    head.writeUInt32LE(flags, 20);
    this.#nonce.copy(head, 24);
    head.writeUInt16LE(info.length, 40);
    head.writeUInt16LE(info.length, 42);
    head.writeUInt32LE(56 + name.length, 44);
    head.write("0a00614a0000000f", 48, "hex");
    this.#challenge = Buffer.concat([head, name, info]);
    return this.#challenge;
  }

  /** The session's key; throws where anything is wrong. */
  accept(message: Buffer): Buffer {
    if (message.toString("latin1", 0, 8) !== "NTLMSSP\0" || message.readUInt32LE(8) !== 3)
      throw new Error("no AUTHENTICATE message");
    const part = (at: number) => {
      const start = message.readUInt32LE(at + 4);
      const end = start + message.readUInt16LE(at);
      if (end > message.length || start < 72) throw new Error("a field lies outside of the message");
      return message.subarray(start, end);
    };
    const nt = part(20);
    const domain = part(28).toString("utf16le");
    const user = part(36).toString("utf16le");
    const account = this.#rules.accounts.find(
      (one) => one.user.toLowerCase() === user.toLowerCase() && (domain === "" || one.domain === domain),
    );
    if (!account || nt.length < 44) throw new Error("no such account, or no NTLMv2");
    const key = hmac(md4(wide(account.password)), wide(user.toUpperCase() + domain));
    const proof = hmac(key, this.#nonce, nt.subarray(16));
    if (!timingSafeEqual(proof, nt.subarray(0, 16))) throw new Error("wrong password");
    const base = hmac(key, proof);
    const exported = new Rc4(base).update(part(52));
    this.#checkPairs(pairsIn(nt.subarray(16 + 28)), message, exported);
    return exported;
  }

  #checkPairs(pairs: Map<number, Buffer>, message: Buffer, key: Buffer): void {
    const hasMic = ((pairs.get(6)?.readUInt32LE(0) ?? 0) & 2) !== 0;
    if (this.#rules.timestamp !== false && !hasMic) throw new Error("a MIC is missing");
    if (hasMic) {
      const plain = Buffer.from(message);
      plain.fill(0, 72, 88);
      const mic = hmac(key, this.#offer, this.#challenge, plain);
      if (!timingSafeEqual(mic, message.subarray(72, 88))) throw new Error("the MIC is wrong");
    }
    const { binding } = this.#rules;
    const given = pairs.get(10);
    if (!binding || (!given && !binding.strict)) return;
    if (!given?.equals(binding.value)) throw new Error("the channel binding is wrong or missing");
  }
}

function pair(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
}

function pairsIn(list: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; ; ) {
    const id = list.readUInt16LE(at);
    const length = list.readUInt16LE(at + 2);
    if (id === 0) return found;
    found.set(id, list.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
}

/** What a strict server makes of a certificate (SHA-256 ones only: the lab's). */
export function serverBinding(certificate: Buffer): Buffer {
  const hash = createHash("sha256").update(certificate).digest();
  const name = Buffer.from("tls-server-end-point:");
  const head = Buffer.from(`${"00".repeat(16)}${"00000000"}`, "hex");
  head.writeUInt32LE(name.length + hash.length, 16);
  return createHash("md5")
    .update(Buffer.concat([head, name, hash]))
    .digest();
}

/** Opens and seals messages as the server; refuses each that is not the next one of its client. */
export class ServerSealing {
  readonly #in: { sign: Buffer; cipher: Rc4; count: number };
  readonly #out: { sign: Buffer; cipher: Rc4; count: number };

  constructor(key: Buffer) {
    const made = (from: string, to: string) => {
      const of = (use: string) =>
        createHash("md5")
          .update(key)
          .update(`session key to ${from}-to-${to} ${use} key magic constant\0`)
          .digest();
      return { sign: of("signing"), cipher: new Rc4(of("sealing")), count: 0 };
    };
    this.#in = made("client", "server");
    this.#out = made("server", "client");
  }

  open(body: Buffer): Buffer {
    const match =
      /^--Encrypted Boundary\r\n\tContent-Type: application\/HTTP-SPNEGO-session-encrypted\r\n\tOriginalContent: type=application\/soap\+xml;charset=UTF-8;Length=(\d+)\r\n--Encrypted Boundary\r\n\tContent-Type: application\/octet-stream\r\n/.exec(
        body.toString("latin1"),
      );
    if (!match) throw new Error("not framed as it has to be");
    const start = match[0].length;
    const length = Number(match[1]);
    if (body.readUInt32LE(start) !== 16) throw new Error("no signature of 16 bytes");
    const signature = body.subarray(start + 4, start + 20);
    const end = start + 20 + length;
    if (body.toString("latin1", end) !== "--Encrypted Boundary--\r\n") throw new Error("wrong length or end");
    const plain = this.#in.cipher.update(body.subarray(start + 20, end));
    if (!signature.equals(this.#signature(this.#in, plain))) throw new Error("wrong signature");
    return plain;
  }

  seal(plain: Buffer): Buffer {
    const data = this.#out.cipher.update(plain);
    const signature = this.#signature(this.#out, plain);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(16);
    return Buffer.concat([
      Buffer.from(
        `--Encrypted Boundary\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=${plain.length}\r\n--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n`,
      ),
      length,
      signature,
      data,
      Buffer.from("--Encrypted Boundary--\r\n"),
    ]);
  }

  #signature(side: { sign: Buffer; cipher: Rc4; count: number }, plain: Buffer): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32LE(side.count++);
    const sum = side.cipher.update(hmac(side.sign, count, plain).subarray(0, 8));
    return Buffer.concat([Buffer.from("01000000", "hex"), sum, count]);
  }
}
