import {
  addMic,
  answeredPairs,
  authenticateMessage,
  type Challenge,
  negotiateMessage,
  PAIR,
  readChallenge,
} from "./ntlm_messages.js";
import { type Account, encryptedKey, newChance, proofFor, responseKey } from "./ntlm_proof.js";
import { Sealing } from "./ntlm_seal.js";

export interface LogOn {
  account: Account;
  /** the service's name: HTTP/host */
  target: string;
  /** over TLS: what the connection is known by */
  channelBinding?: Buffer | undefined;
}

/** One log-on by NTLMv2, for one connection: first our offer, then the answer to the server's challenge. */
export class Ntlm {
  readonly offer = negotiateMessage();
  readonly #logOn: LogOn;

  constructor(logOn: LogOn) {
    this.#logOn = logOn;
  }

  /** The last message, and what seals the connection from then on. Throws NtlmError. */
  answer(bytes: Buffer): { message: Buffer; sealing: Sealing } {
    const challenge = readChallenge(bytes);
    const { account, target, channelBinding } = this.#logOn;
    const { clientChallenge, sessionKey } = newChance();
    const hasTimestamp = challenge.pairs.has(PAIR.timestamp);
    const proof = proofFor(
      responseKey(account),
      {
        serverChallenge: challenge.serverChallenge,
        time: timeOf(challenge),
        pairs: answeredPairs(challenge, { target, channelBinding }),
        hasTimestamp,
      },
      clientChallenge,
    );
    const message = authenticateMessage({
      account,
      workstation: "",
      lm: proof.lm,
      nt: proof.nt,
      encryptedKey: encryptedKey(proof.exchangeKey, sessionKey),
      flags: challenge.flags,
      withMic: true,
    });
    if (hasTimestamp) addMic(sessionKey, [this.offer, challenge.bytes, message]);
    return { message, sealing: new Sealing(sessionKey) };
  }
}

/** The server's time, so that clocks need not agree; ours where it tells none. */
function timeOf({ pairs }: Challenge): Buffer {
  const told = pairs.get(PAIR.timestamp);
  if (told?.length === 8) return told;
  const now = Buffer.alloc(8);
  now.writeBigUInt64LE((BigInt(Date.now()) + 11_644_473_600_000n) * 10_000n);
  return now;
}
