import { createHash } from "node:crypto";

/** Signature algorithms by the end of their OID in DER, where the hash is not SHA-256. */
const LONGER: readonly [string, string][] = [
  ["2a864886f70d01010c", "sha384"],
  ["2a864886f70d01010d", "sha512"],
  ["2a8648ce3d040303", "sha384"],
  ["2a8648ce3d040304", "sha512"],
];

/** What ties an NTLM log-on to the TLS connection it is made on (RFC 5929, tls-server-end-point). */
export function channelBinding(certificate: Buffer): Buffer {
  return bindingOf(createHash(hashOf(certificate)).update(certificate).digest());
}

/** The hash of the certificate as NTLM carries it. */
export function bindingOf(hash: Buffer): Buffer {
  const data = Buffer.concat([Buffer.from("tls-server-end-point:"), hash]);
  const head = Buffer.alloc(20);
  head.writeUInt32LE(data.length, 16);
  return createHash("md5").update(head).update(data).digest();
}

/** The hash of the certificate's own signature; SHA-256 for older ones and where it has none. */
function hashOf(certificate: Buffer): string {
  const [, algorithm] = children(certificate, children(certificate, { at: 0, end: certificate.length })[0]!);
  const oid = algorithm && children(certificate, algorithm)[0];
  const hex = oid ? certificate.subarray(oid.at, oid.end).toString("hex") : "";
  return LONGER.find(([known]) => known === hex)?.[1] ?? pssHash(certificate, algorithm, hex);
}

/** RSA-PSS names its hash in its parameters. */
function pssHash(certificate: Buffer, algorithm: Span | undefined, oid: string): string {
  if (oid !== "2a864886f70d01010a" || !algorithm) return "sha256";
  const hex = certificate.subarray(algorithm.at, algorithm.end).toString("hex");
  if (hex.includes("608648016503040203")) return "sha512";
  return hex.includes("608648016503040202") ? "sha384" : "sha256";
}

interface Span {
  at: number;
  end: number;
}

/** Where the contents of a DER value's parts are. */
function children(der: Buffer, { at, end }: Span): Span[] {
  const found: Span[] = [];
  for (let next = at; next + 2 <= end; ) {
    const first = der[next + 1]!;
    const bytes = first < 0x80 ? 0 : first & 0x7f;
    if (next + 2 + bytes > end) break;
    const start = next + 2 + bytes;
    const length = bytes === 0 ? first : der.readUIntBE(next + 2, Math.min(bytes, 6));
    found.push({ at: start, end: Math.min(start + length, end) });
    next = start + length;
  }
  return found;
}
