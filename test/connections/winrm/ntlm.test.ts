import test from "ava";
import { bindingOf } from "../../../src/connections/winrm/channel_binding.js";
import { md4 } from "../../../src/connections/winrm/md4.js";
import {
  addMic,
  authenticateMessage,
  NtlmError,
  negotiateMessage,
  readChallenge,
} from "../../../src/connections/winrm/ntlm_messages.js";
import {
  accountOf,
  encryptedKey,
  hmacMd5,
  proofFor,
  responseKey,
  upperCase,
} from "../../../src/connections/winrm/ntlm_proof.js";
import { Sealing, sealingKey, signingKey } from "../../../src/connections/winrm/ntlm_seal.js";
import { Rc4 } from "../../../src/connections/winrm/rc4.js";

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const wide = (text: string): Buffer => Buffer.from(text, "utf16le");

/** RFC 1320, appendix A.5 */
const MD4: readonly [string, string][] = [
  ["", "31d6cfe0d16ae931b73c59d7e0c089c0"],
  ["a", "bde52cb31de33e46245e05fbdbd6fb24"],
  ["abc", "a448017aaf21d8525fc10ae87aa6729d"],
  ["message digest", "d9130a8164549fe818874806e1c7014b"],
  ["abcdefghijklmnopqrstuvwxyz", "d79e1c308aa5bbcdeea8ed63df412da9"],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "043f8582f241db351ce627e153e7f0e4"],
  ["1234567890".repeat(8), "e33b4ddc9c38f2199c3e7b164fcc0536"],
];

for (const [text, digest] of MD4)
  test(`MD4 of ${text.length} bytes is that of RFC 1320`, (t) => {
    t.is(md4(Buffer.from(text)).toString("hex"), digest);
  });

test("RC4 goes on where it ended", (t) => {
  t.is(new Rc4(Buffer.from("Key")).update(Buffer.from("Plaintext")).toString("hex"), "bbf316e8d940af0ad3");
  const cipher = new Rc4(Buffer.from("Key"));
  const parts = [cipher.update(Buffer.from("Plain")), cipher.update(Buffer.from("text"))];
  t.is(Buffer.concat(parts).toString("hex"), "bbf316e8d940af0ad3");
});

// MS-NLMP 4.2.4: user "User", domain "Domain", password "Password"
const account = { user: "User", domain: "Domain", password: "Password" };
const serverChallenge = hex("0123456789abcdef");
const clientChallenge = hex("aaaaaaaaaaaaaaaa");
const sessionKey = hex("55".repeat(16));
const pairs = hex("02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000");
const asked = { serverChallenge, time: Buffer.alloc(8), pairs, hasTimestamp: false };
const example = () => proofFor(responseKey(account), asked, clientChallenge);

test("keys and proofs are those of MS-NLMP 4.2.4", (t) => {
  t.is(md4(wide("Password")).toString("hex"), "a4f49c406510bdcab6824ee7c30fd852");
  t.is(responseKey(account).toString("hex"), "0c868a403bfd7a93a3001ef22ef02e3f");
  const { lm, nt, exchangeKey } = example();
  t.is(lm.toString("hex"), "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
  t.is(nt.subarray(0, 16).toString("hex"), "68cd0ab851e51c96aabc927bebef6a1c");
  t.is(nt.length, 0x54);
  t.is(exchangeKey.toString("hex"), "8de40ccadbc14a82f15cb0ad0de95ca3");
  t.is(encryptedKey(exchangeKey, sessionKey).toString("hex"), "c5dad2544fc9799094ce1ce90bc9d03e");
});

test("the last message is that of MS-NLMP 4.2.4.3, byte for byte", (t) => {
  const { lm, nt, exchangeKey } = example();
  const message = authenticateMessage({
    account,
    workstation: "COMPUTER",
    lm,
    nt,
    encryptedKey: encryptedKey(exchangeKey, sessionKey),
    flags: 0xe2888235,
    version: hex("0501280a0000000f"),
    withMic: false,
  });
  t.is(
    message.toString("hex"),
    "4e544c4d5353500003000000180018006c00000054005400840000000c000c00480000000800080054000000100010005c00000010001000d8000000358288e20501280a0000000f44006f006d00610069006e00550073006500720043004f004d005000550054004500520086c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa68cd0ab851e51c96aabc927bebef6a1c01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000c5dad2544fc9799094ce1ce90bc9d03e",
  );
});

test("messages are sealed as in MS-NLMP 4.2.4.4, and the next ones go on", (t) => {
  t.is(signingKey(sessionKey, "client-to-server").toString("hex"), "4788dc861b4782f35d43fd98fe1a2d39");
  t.is(sealingKey(sessionKey, "client-to-server").toString("hex"), "59f600973cc4960a25480a7c196e4c58");
  t.is(signingKey(sessionKey, "server-to-client").toString("hex"), "d04d6f10741041d1d246d64188d7a8ad");
  t.is(sealingKey(sessionKey, "server-to-client").toString("hex"), "9355f3a957c1583d25c4c2f11e40390e");
  const client = new Sealing(sessionKey);
  const shown = () => {
    const { data, signature } = client.seal(wide("Plaintext"));
    return [data.toString("hex"), signature.toString("hex")];
  };
  t.deepEqual(shown(), ["54e50165bf1936dc996020c1811b0f06fb5f", "010000007fb38ec5c55d497600000000"]);
  t.deepEqual(shown(), ["64c308e09ea236e7f4232553c94a01e700fa", "01000000255405955d31d8c401000000"]);
  const answer = {
    data: hex("160871b730ba74e946c453d7465b54278dd0"),
    signature: hex("01000000b298b847ce7c580700000000"),
  };
  t.is(client.unseal(answer).toString("utf16le"), "Plaintext");
  // the same once more is not the next one
  t.throws(() => client.unseal(answer), { instanceOf: NtlmError });
});

test("each bit of a sealed message counts", (t) => {
  const data = hex("160871b730ba74e946c453d7465b54278dd0");
  const signature = hex("01000000b298b847ce7c580700000000");
  for (let bit = 0; bit < (data.length + signature.length) * 8; bit++) {
    const whole = Buffer.concat([signature, data]);
    whole[bit >> 3]! ^= 1 << (bit & 7);
    const changed = { signature: whole.subarray(0, 16), data: whole.subarray(16) };
    t.throws(() => new Sealing(sessionKey).unseal(changed), { instanceOf: NtlmError });
  }
});

// what Samba's ntlm_auth and itself agreed on: user User, domain DOMAIN, password Password
const SAMBA = {
  negotiate: "4e544c4d53535000010000003582086200000000280000000000000028000000060100000000000f",
  challenge:
    "4e544c4d53535000020000000c000c003800000035828a629b9534c638c90b1100000000000000003c003c0044000000060100000000000f4c004100420053005200560002000c004c004100420053005200560001000c004c0041004200530052005600040000000300040076006d000700080066500dd86d7bdd0100000000",
  authenticate:
    "4e544c4d53535000030000001800180058000000b800b800700000000c000c00280100000800080034010000000000003c010000100010003c01000035820862060100000000000ff8ab56936f131ef5f6aed905420d9d00000000000000000000000000000000000000000000000000c822a751c3549db8b444d8edfb1d2778010100000000000066500dd86d7bdd0160ddfbb86f75061d0000000002000c004c004100420053005200560001000c004c0041004200530052005600040000000300040076006d000700080066500dd86d7bdd010600040002000000080030003000000000000000000000000000000039325fda11514ec22c4dbb97dfb11f19d90d2a10672984f890f9e6749fda34770a001000000000000000000000000000000000000000000044004f004d00410049004e005500730065007200cb2573e6af28f6696d93be20536d1286",
  key: "95b43a7ff097e9bcaa7b3251bc12b99e",
};

test("what Samba sent is derived again: proof, key and the check over all messages", (t) => {
  const message = hex(SAMBA.authenticate);
  const challenge = readChallenge(hex(SAMBA.challenge.replace("35828a62", "35828ae2")));
  const nt = message.subarray(112, 112 + 184);
  const blob = nt.subarray(16);
  const key = responseKey({ user: "User", domain: "DOMAIN", password: "Password" });
  t.is(key.toString("hex"), "f38efea48ada6afaa95ae44669e5634b");
  const proof = proofFor(
    key,
    {
      serverChallenge: challenge.serverChallenge,
      time: blob.subarray(8, 16),
      pairs: blob.subarray(28, -4),
      hasTimestamp: true,
    },
    blob.subarray(16, 24),
  );
  t.is(proof.nt.toString("hex"), nt.toString("hex"));
  t.is(proof.lm.toString("hex"), "00".repeat(24));
  t.is(new Rc4(proof.exchangeKey).update(message.subarray(-16)).toString("hex"), SAMBA.key);
  const again = Buffer.from(message);
  again.fill(0, 72, 88);
  addMic(hex(SAMBA.key), [hex(SAMBA.negotiate), hex(SAMBA.challenge), again]);
  t.is(again.toString("hex"), SAMBA.authenticate);
  t.is(hmacMd5(key, nt.subarray(0, 16)).toString("hex"), "de455b66656f021b577f000363426df4");
});

test("a server that offers less than 128 bits, no sealing or no list is not talked to", (t) => {
  const good = hex(SAMBA.challenge);
  good.writeUInt32LE(0xe28a8235, 20);
  t.notThrows(() => readChallenge(good));
  for (const flag of [0x1, 0x10, 0x20, 0x80000, 0x800000, 0x20000000, 0x40000000]) {
    const weak = Buffer.from(good);
    weak.writeUInt32LE((0xe28a8235 & ~flag) >>> 0, 20);
    t.throws(() => readChallenge(weak), { instanceOf: NtlmError }, `without ${flag.toString(16)}`);
  }
  for (let length = 0; length < good.length; length++)
    t.throws(() => readChallenge(good.subarray(0, length)), { instanceOf: NtlmError }, `${length} bytes`);
});

test("the first message is the one that all servers take", (t) => {
  t.is(
    negotiateMessage().toString("hex"),
    "4e544c4d5353500001000000358288e2000000002800000000000000280000000a00614a0000000f",
  );
});

test("a certificate's hash is bound as RFC 5929 says", (t) => {
  const hash = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
  t.is(bindingOf(hash).toString("hex"), "8f1214c9c9cab8dc3bf866da9aba57a7");
});

const NAMES: readonly [string, string, string][] = [
  ["User", "", "User"],
  ["DOM\\User", "DOM", "User"],
  [".\\User", "", "User"],
  ["user@realm.example", "", "user@realm.example"],
  ["D\\a\\b", "D", "a\\b"],
];
for (const [given, domain, user] of NAMES)
  test(`the account ${given} is ${user} of ${domain || "the host"}`, (t) => {
    t.deepEqual(accountOf(given, "x"), { user, domain, password: "x" });
  });

test("upper case never grows", (t) => {
  t.is(upperCase("straße ÿ ǰ é"), "STRAßE Ÿ ǰ É");
});
