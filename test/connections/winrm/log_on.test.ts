import test from "ava";
import { Ntlm } from "../../../src/connections/winrm/ntlm.js";
import { addMic, answeredPairs, readChallenge } from "../../../src/connections/winrm/ntlm_messages.js";
import { accountOf, hmacMd5, responseKey, utf16 } from "../../../src/connections/winrm/ntlm_proof.js";
import { Sealing } from "../../../src/connections/winrm/ntlm_seal.js";
import { Rc4 } from "../../../src/connections/winrm/rc4.js";

// MS-NLMP 2.2.2.1: a list of pairs, with an end; flags 2: there is a check over all messages
const pair = (id: number, value: Buffer) => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
};
const END = Buffer.alloc(4);
const time = Buffer.from("00803ed5deb19d01", "hex");
const name = utf16("SRV");
const flags = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const binding = Buffer.alloc(16, 0xcb);

/** A server's message, with these pairs. */
function challengeOf(...pairs: Buffer[]): Buffer {
  const list = Buffer.concat([...pairs, END]);
  const message = Buffer.alloc(56 + list.length);
  message.write("NTLMSSP\0", "latin1");
  message.writeUInt32LE(2, 8);
  message.writeUInt32LE(0xe28a8235, 20);
  message.write("0123456789abcdef", 24, "hex");
  message.writeUInt16LE(list.length, 40);
  message.writeUInt16LE(list.length, 42);
  message.writeUInt32LE(56, 44);
  list.copy(message, 56);
  return message;
}

const target = utf16("HTTP/h");
const PAIRS: readonly (readonly [name: string, given: Buffer[], bound: boolean, answered: Buffer[]])[] = [
  ["no time", [pair(2, name)], false, [pair(2, name), pair(9, target)]],
  ["no pair at all", [], true, [pair(9, target), pair(10, binding)]],
  [
    "a time",
    [pair(2, name), pair(7, time)],
    false,
    [pair(2, name), pair(7, time), pair(6, flags(2)), pair(9, target)],
  ],
  [
    "flags and a time",
    [pair(6, flags(0x80000001)), pair(7, time)],
    true,
    [pair(7, time), pair(6, flags(0x80000003)), pair(9, target), pair(10, binding)],
  ],
  ["flags without a time", [pair(6, flags(1)), pair(2, name)], false, [pair(2, name), pair(9, target)]],
  [
    "what is ours to say",
    [pair(9, name), pair(10, name), pair(1, name)],
    false,
    [pair(1, name), pair(9, target)],
  ],
];
for (const [title, given, bound, answered] of PAIRS)
  test(`a server that tells ${title} is answered with its pairs and ours`, (t) => {
    const challenge = readChallenge(challengeOf(...given));
    const added = { target: "HTTP/h", channelBinding: bound ? binding : undefined };
    t.is(answeredPairs(challenge, added).toString("hex"), Buffer.concat([...answered, END]).toString("hex"));
  });

for (const hasTime of [true, false])
  test(`a log-on is what a server that tells ${hasTime ? "its time" : "no time"} can check`, (t) => {
    const challenge = challengeOf(pair(2, name), ...(hasTime ? [pair(7, time)] : []));
    const account = accountOf("DOM\\User", "Password");
    const before = Date.now();
    const logOn = new Ntlm({ account, target: "HTTP/h", channelBinding: binding });
    const { message, sealing } = logOn.answer(challenge);
    const field = (at: number) => {
      const from = message.readUInt32LE(at + 4);
      return message.subarray(from, from + message.readUInt16LE(at));
    };
    t.deepEqual(
      [field(28), field(36), field(44)].map((one) => one.toString("utf16le")),
      ["DOM", "User", ""],
    );
    t.is(message.readUInt32LE(60), 0xe28a8235);
    // the fields begin behind the check over all messages, whether it is there or not
    t.is(message.readUInt32LE(32), 88);
    const key = responseKey(account);
    const nt = field(20);
    const blob = nt.subarray(16);
    t.deepEqual(nt.subarray(0, 16), hmacMd5(key, challenge.subarray(24, 32), blob));
    if (hasTime) t.deepEqual(blob.subarray(8, 16), time);
    else {
      const said = Number(blob.readBigUInt64LE(8) / 10_000n - 11_644_473_600_000n);
      t.true(said >= before && said <= Date.now());
    }
    t.deepEqual(
      field(12),
      hasTime
        ? Buffer.alloc(24)
        : Buffer.concat([
            hmacMd5(key, challenge.subarray(24, 32), blob.subarray(16, 24)),
            blob.subarray(16, 24),
          ]),
    );
    t.is(blob.length, 28 + 8 + name.length - 4 + (hasTime ? 20 : 0) + 4 + target.length + 20 + 8);
    t.is(field(52).length, 16);
    const session = new Rc4(hmacMd5(key, nt.subarray(0, 16))).update(field(52));
    const again = Buffer.from(message);
    again.fill(0, 72, 88);
    if (hasTime) addMic(session, [logOn.offer, challenge, again]);
    t.deepEqual(message.subarray(72, 88), again.subarray(72, 88));
    const server = new Sealing(session, "server");
    t.is(server.unseal(sealing.seal(Buffer.from("to the server"))).toString(), "to the server");
    t.is(sealing.unseal(server.seal(Buffer.from("to the client"))).toString(), "to the client");
  });

/** Messages that are none of a server's: [what is wrong, the change] */
const BROKEN: readonly (readonly [name: string, spoil: (bytes: Buffer) => Buffer, message: RegExp])[] = [
  ["another signature", (bytes) => bytes.fill(1, 0, 1), /is none$/],
  ["another number", (bytes) => bytes.fill(3, 8, 9), /is none$/],
  ["47 bytes", (bytes) => bytes.subarray(0, 47), /is none$/],
  ["a list beyond its end", (bytes) => bytes.fill(255, 40, 41), /is cut off$/],
  ["a pair beyond the list", (bytes) => bytes.fill(255, 58, 59), /without an end$/],
  ["a list without an end", (bytes) => bytes.fill(10, 40, 41), /without an end$/],
];
for (const [title, spoil, message] of BROKEN)
  test(`a server's message with ${title} is refused`, (t) => {
    t.notThrows(() => readChallenge(challengeOf(pair(2, name))));
    t.throws(() => readChallenge(spoil(challengeOf(pair(2, name)))), { message });
  });
