import { createHmac, randomBytes } from "node:crypto";
import { md4 } from "./md4.js";
import { Rc4 } from "./rc4.js";

/** Who logs on. The domain stands before a backslash; without one the host asks its own accounts. */
export interface Account {
  user: string;
  domain: string;
  password: string;
}

/** What is random in an answer: given by tests, made elsewhere. */
export interface Chance {
  clientChallenge: Buffer;
  sessionKey: Buffer;
}

export const newChance = (): Chance => ({ clientChallenge: randomBytes(8), sessionKey: randomBytes(16) });

export const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
export const hmacMd5 = (key: Buffer, ...data: Buffer[]): Buffer =>
  createHmac("md5", key).update(Buffer.concat(data)).digest();

export function accountOf(name: string, password: string): Account {
  const [, domain, user] = /^([^\\]*)\\(.*)$/s.exec(name) ?? [];
  if (user === undefined) return { user: name, domain: "", password };
  return { user, domain: domain === "." ? "" : domain!, password };
}

/** Simple upper case, character by character: one that would grow (ß) stays. */
export function upperCase(text: string): string {
  return [...text]
    .map((one) => {
      const upper = one.toUpperCase();
      return upper.length === one.length ? upper : one;
    })
    .join("");
}

/** NTOWFv2 */
export function responseKey({ user, domain, password }: Account): Buffer {
  return hmacMd5(md4(utf16(password)), utf16(upperCase(user) + domain));
}

export interface Proof {
  lm: Buffer;
  nt: Buffer;
  /** encrypts the key of the session */
  exchangeKey: Buffer;
}

export interface Asked {
  serverChallenge: Buffer;
  /** FILETIME */
  time: Buffer;
  /** the list of pairs, with its end */
  pairs: Buffer;
  /** the server told its time: then the old LM answer is left out */
  hasTimestamp: boolean;
}

/** NTLMv2: shows that we know the password, for this challenge only. */
export function proofFor(key: Buffer, asked: Asked, clientChallenge: Buffer): Proof {
  const { serverChallenge, time, pairs, hasTimestamp } = asked;
  const head = Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]);
  const blob = Buffer.concat([head, time, clientChallenge, Buffer.alloc(4), pairs, Buffer.alloc(4)]);
  const proof = hmacMd5(key, serverChallenge, blob);
  const lm = hasTimestamp
    ? Buffer.alloc(24)
    : Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge]);
  return { lm, nt: Buffer.concat([proof, blob]), exchangeKey: hmacMd5(key, proof) };
}

export const encryptedKey = (exchangeKey: Buffer, sessionKey: Buffer): Buffer =>
  new Rc4(exchangeKey).update(sessionKey);
