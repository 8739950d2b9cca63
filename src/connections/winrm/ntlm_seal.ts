import { createHash, timingSafeEqual } from "node:crypto";
import { NtlmError } from "./ntlm_messages.js";
import { hmacMd5 } from "./ntlm_proof.js";
import { Rc4 } from "./rc4.js";

type Way = "client-to-server" | "server-to-client";

export const signingKey = (key: Buffer, way: Way): Buffer => magicKey(key, way, "signing");
export const sealingKey = (key: Buffer, way: Way): Buffer => magicKey(key, way, "sealing");

function magicKey(key: Buffer, way: Way, use: string): Buffer {
  return createHash("md5").update(key).update(`session key to ${way} ${use} key magic constant\0`).digest();
}

/** One direction: its cipher and its count of messages go on for as long as the connection lives. */
class Direction {
  readonly #signing: Buffer;
  readonly #cipher: Rc4;
  #count = 0;

  constructor(key: Buffer, way: Way) {
    this.#signing = signingKey(key, way);
    this.#cipher = new Rc4(sealingKey(key, way));
  }

  crypt(data: Buffer): Buffer {
    return this.#cipher.update(data);
  }

  /** The signature of a plain message; asked for after its `crypt`, once each. */
  sign(plain: Buffer): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32LE(this.#count++);
    const sum = hmacMd5(this.#signing, count, plain).subarray(0, 8);
    return Buffer.concat([Buffer.from([1, 0, 0, 0]), this.#cipher.update(sum), count]);
  }
}

/** Encrypts what is sent and decrypts what comes, each message in its turn. */
export class Sealing {
  readonly #sent: Direction;
  readonly #received: Direction;

  constructor(key: Buffer, side: "client" | "server" = "client") {
    const [sent, received]: [Way, Way] =
      side === "client" ? ["client-to-server", "server-to-client"] : ["server-to-client", "client-to-server"];
    this.#sent = new Direction(key, sent);
    this.#received = new Direction(key, received);
  }

  seal(plain: Buffer): { signature: Buffer; data: Buffer } {
    const data = this.#sent.crypt(plain);
    return { data, signature: this.#sent.sign(plain) };
  }

  /** Throws NtlmError where the message is not the server's, or not its next one. */
  unseal({ signature, data }: { signature: Buffer; data: Buffer }): Buffer {
    const plain = this.#received.crypt(data);
    const expected = this.#received.sign(plain);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
      throw new NtlmError("a message of the server is not signed as it has to be");
    return plain;
  }
}
