import { createHash } from "node:crypto";
import test from "ava";
import { bindingOf, channelBinding } from "../../../src/connections/winrm/channel_binding.js";

/** A value of DER, with its length in as few bytes as there can be, or in more. */
function der(tag: number, content: Buffer | string, wide = false): Buffer {
  const data = typeof content === "string" ? Buffer.from(content, "hex") : content;
  const { length } = data;
  const size =
    length < 0x80 && !wide
      ? [length]
      : length < 0x100 && !wide
        ? [0x81, length]
        : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), data]);
}

const NULL = "0500";
const SHA384 = "608648016503040202";
const SHA512 = "608648016503040203";
const PSS = "2a864886f70d01010a";

/** A certificate whose signature is of this algorithm, with parameters. */
function certificate(oid: string, parameters = NULL, { size = 20, wide = false } = {}): Buffer {
  const algorithm = der(0x30, Buffer.concat([der(0x06, oid), Buffer.from(parameters, "hex")]), wide);
  const signed = der(0x30, Buffer.alloc(size, 7), wide);
  return der(0x30, Buffer.concat([signed, algorithm, der(0x03, Buffer.alloc(8))]), wide);
}

/** [the algorithm of the signature, its parameters, the hash that is taken] */
const ALGORITHMS: readonly (readonly [oid: string, parameters: string, hash: string])[] = [
  ["2a864886f70d01010b", NULL, "sha256"],
  ["2a864886f70d01010c", NULL, "sha384"],
  ["2a864886f70d01010d", NULL, "sha512"],
  ["2a8648ce3d040302", "", "sha256"],
  ["2a8648ce3d040303", "", "sha384"],
  ["2a8648ce3d040304", "", "sha512"],
  // MD5 and SHA-1 are taken for SHA-256
  ["2a864886f70d010104", NULL, "sha256"],
  ["2a864886f70d010105", NULL, "sha256"],
  // signatures without a hash of their own
  ["2b6570", "", "sha256"],
  ["2b6570", der(0x06, SHA512).toString("hex"), "sha256"],
  [PSS, "3000", "sha256"],
  [PSS, der(0x06, SHA384).toString("hex"), "sha384"],
  [PSS, der(0x06, SHA512).toString("hex"), "sha512"],
];

const expected = (der: Buffer, hash: string) => bindingOf(createHash(hash).update(der).digest());

test("the hash of a binding is that of the certificate's signature", (t) => {
  for (const [oid, parameters, hash] of ALGORITHMS)
    for (const shape of [{}, { size: 127 }, { size: 128 }, { size: 300 }, { wide: true }]) {
      const made = certificate(oid, parameters, shape);
      t.deepEqual(
        channelBinding(made),
        expected(made, hash),
        `${oid} ${parameters} ${JSON.stringify(shape)}`,
      );
    }
});

test("a certificate that ends too soon is hashed as most are", (t) => {
  const whole = certificate("2a864886f70d01010d");
  const cut = whole.subarray(0, 26);
  t.deepEqual(channelBinding(cut), expected(cut, "sha256"));
});
