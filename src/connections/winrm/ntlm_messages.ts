import { type Account, hmacMd5, utf16 } from "./ntlm_proof.js";

/** Flags of the negotiation, by their names in MS-NLMP. */
const FLAG = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  extendedSecurity: 0x80000,
  targetInfo: 0x800000,
  version: 0x2000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const;

const ASKED = Object.values(FLAG).reduce((sum, flag) => (sum | flag) >>> 0, 0);
/** Without these a session could be read, or its password guessed: a server that drops one is not talked to. */
const NEEDED =
  FLAG.unicode |
  FLAG.sign |
  FLAG.seal |
  FLAG.extendedSecurity |
  FLAG.targetInfo |
  FLAG.key128 |
  FLAG.keyExchange;

const SIGNATURE = Buffer.from("NTLMSSP\0");
const VERSION = Buffer.from("0a00614a0000000f", "hex");

/** A message of the server that is none, or asks for less security than there has to be. */
export class NtlmError extends Error {}

/** The first message: what we can. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(ASKED, 12);
  message.writeUInt32LE(40, 20);
  message.writeUInt32LE(40, 28);
  VERSION.copy(message, 32);
  return message;
}

export interface Challenge {
  flags: number;
  serverChallenge: Buffer;
  pairs: Map<number, Buffer>;
  /** as it came: it is part of what the last message is checked by */
  bytes: Buffer;
}

/** The server's message. Throws NtlmError. */
export function readChallenge(bytes: Buffer): Challenge {
  if (bytes.length < 48 || !bytes.subarray(0, 8).equals(SIGNATURE) || bytes.readUInt32LE(8) !== 2)
    throw new NtlmError("the server's NTLM message is none");
  const flags = bytes.readUInt32LE(20);
  if ((flags & NEEDED) >>> 0 !== NEEDED >>> 0)
    throw new NtlmError("the server offers NTLM without encryption of 128 bits");
  return {
    flags,
    serverChallenge: bytes.subarray(24, 32),
    pairs: readPairs(field(bytes, 40)),
    bytes,
  };
}

function field(message: Buffer, at: number): Buffer {
  const length = message.readUInt16LE(at);
  const offset = message.readUInt32LE(at + 4);
  if (offset + length > message.length) throw new NtlmError("the server's NTLM message is cut off");
  return message.subarray(offset, offset + length);
}

/** Pairs by their number; the order is kept. */
function readPairs(list: Buffer): Map<number, Buffer> {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= list.length; ) {
    const id = list.readUInt16LE(at);
    const end = at + 4 + list.readUInt16LE(at + 2);
    if (id === 0) return pairs;
    if (end > list.length) break;
    pairs.set(id, list.subarray(at + 4, end));
    at = end;
  }
  throw new NtlmError("the server's NTLM message has a list without an end");
}

export const PAIR = { flags: 6, timestamp: 7, target: 9, channelBinding: 10 } as const;

/** What of the server's list is sent back, and what we add to it. */
export function answeredPairs(
  { pairs }: Challenge,
  added: { target: string; channelBinding?: Buffer | undefined },
): Buffer {
  const list = new Map(pairs);
  const given = list.get(PAIR.flags)?.readUInt32LE(0) ?? 0;
  for (const id of [PAIR.flags, PAIR.target, PAIR.channelBinding]) list.delete(id);
  if (pairs.has(PAIR.timestamp)) {
    const flags = Buffer.alloc(4);
    flags.writeUInt32LE((given | 2) >>> 0);
    list.set(PAIR.flags, flags);
  }
  list.set(PAIR.target, utf16(added.target));
  if (added.channelBinding) list.set(PAIR.channelBinding, added.channelBinding);
  return writePairs(list);
}

export function writePairs(pairs: ReadonlyMap<number, Buffer>): Buffer {
  const parts = [...pairs].map(([id, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat([...parts, Buffer.alloc(4)]);
}

export interface Authenticate {
  account: Account;
  workstation: string;
  lm: Buffer;
  nt: Buffer;
  encryptedKey: Buffer;
  flags: number;
  version?: Buffer;
  /** with room for the check over all three messages */
  withMic: boolean;
}

/** The last message: who we are, and the proof. */
export function authenticateMessage(given: Authenticate): Buffer {
  const { account, workstation, lm, nt, encryptedKey, flags, version = VERSION, withMic } = given;
  const size = withMic ? 88 : 72;
  const head = Buffer.alloc(size);
  SIGNATURE.copy(head);
  head.writeUInt32LE(3, 8);
  const payload: Buffer[] = [];
  let offset = size;
  const put = (at: number, bytes: Buffer): void => {
    head.writeUInt16LE(bytes.length, at);
    head.writeUInt16LE(bytes.length, at + 2);
    head.writeUInt32LE(offset, at + 4);
    payload.push(bytes);
    offset += bytes.length;
  };
  put(28, utf16(account.domain));
  put(36, utf16(account.user));
  put(44, utf16(workstation));
  put(12, lm);
  put(20, nt);
  put(52, encryptedKey);
  head.writeUInt32LE(flags, 60);
  version.copy(head, 64);
  return Buffer.concat([head, ...payload]);
}

/** Writes the check over all three messages into the last one, which has room for it. */
export function addMic(key: Buffer, [negotiate, challenge, authenticate]: readonly [Buffer, Buffer, Buffer]) {
  hmacMd5(key, negotiate, challenge, authenticate).copy(authenticate, 72);
}
