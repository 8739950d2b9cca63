/** Texts as bytes and back, by Python's names of encodings; and its forgiving base64. */

type Fail = (message: string) => never;

const ALIASES: Readonly<Record<string, string>> = {
  "646": "ascii",
  cp819: "latin-1",
  iso88591: "latin-1",
  "iso-8859-1": "latin-1",
  "iso8859-1": "latin-1",
  l1: "latin-1",
  latin: "latin-1",
  latin1: "latin-1",
  u8: "utf-8",
  "us-ascii": "ascii",
  utf8: "utf-8",
  utf16: "utf-16",
  utf16le: "utf-16-le",
  "utf-16le": "utf-16-le",
  utf16be: "utf-16-be",
  "utf-16be": "utf-16-be",
  utf32: "utf-32",
  "utf-32le": "utf-32-le",
  "utf-32be": "utf-32-be",
  "windows-1252": "cp1252",
};

const KNOWN = [
  "ascii",
  "cp1252",
  "latin-1",
  "utf-8",
  "utf-16",
  "utf-16-le",
  "utf-16-be",
  "utf-32",
  "utf-32-le",
  "utf-32-be",
];

function normalised(name: string, fail: Fail): string {
  const lower = name.toLowerCase().replace(/_/g, "-");
  const known = ALIASES[lower] ?? lower;
  return KNOWN.includes(known) ? known : fail(`unknown encoding: ${name}`);
}

/** The characters that Windows put where Latin 1 has controls. */
const CP1252 = Array.from({ length: 256 }, (_, at) =>
  at >= 0x80 && at < 0xa0
    ? "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"[at - 0x80]!
    : String.fromCharCode(at),
).join("");

function singleBytes(text: string, name: string, fail: Fail): Buffer {
  const limit = name === "ascii" ? 128 : 256;
  const bytes = [...text].map((one, at) => {
    const code = name === "cp1252" ? CP1252.indexOf(one) : one.codePointAt(0)!;
    if (code >= 0 && code < limit) return code;
    const shown = one.codePointAt(0)!.toString(16);
    const written = shown.length <= 2 ? `\\x${shown.padStart(2, "0")}` : `\\u${shown.padStart(4, "0")}`;
    const why = name === "cp1252" ? "character maps to <undefined>" : `ordinal not in range(${limit})`;
    const codec = name === "cp1252" ? "charmap" : name;
    return fail(`'${codec}' codec can't encode character '${written}' in position ${at}: ${why}`);
  });
  return Buffer.from(bytes);
}

function words(text: string, name: string): Buffer {
  const marked = name.endsWith("le") || name.endsWith("be") ? text : `\ufeff${text}`;
  const little = name.startsWith("utf-16")
    ? Buffer.from(marked, "utf16le")
    : Buffer.from(Uint32Array.from([...marked], (one) => one.codePointAt(0)!).buffer);
  if (!name.endsWith("be")) return little;
  return name.startsWith("utf-16") ? little.swap16() : little.swap32();
}

export function encoded(text: string, encoding: string, fail: Fail): Buffer {
  const name = normalised(encoding, fail);
  if (name === "utf-8") return Buffer.from(text);
  return name.startsWith("utf") ? words(text, name) : singleBytes(text, name, fail);
}

/** UTF-8; a byte that is none stays as Python's surrogate. */
function utf8(bytes: Buffer): string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decode = (part: Buffer): string | undefined => {
    try {
      return decoder.decode(part);
    } catch {
      return undefined;
    }
  };
  const whole = decode(bytes);
  if (whole !== undefined) return whole;
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!;
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const one = at + size <= bytes.length ? decode(bytes.subarray(at, at + size)) : undefined;
    text += one ?? String.fromCharCode(0xdc00 + lead);
    at += one === undefined ? 1 : size;
  }
  return text;
}

export function decodedBytes(bytes: Buffer, encoding: string, fail: Fail): string {
  const name = normalised(encoding, fail);
  if (name === "utf-8") return utf8(bytes);
  if (name === "latin-1") return bytes.toString("latin1");
  if (name === "cp1252") return Array.from(bytes, (byte) => CP1252[byte]).join("");
  if (name === "ascii")
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 128 ? byte : 0xdc00 + byte)).join("");
  if (name.startsWith("utf-16")) {
    const decoder = new TextDecoder(name.endsWith("be") ? "utf-16be" : "utf-16le", {
      ignoreBOM: name !== "utf-16",
    });
    return decoder.decode(bytes);
  }
  const little = name.endsWith("be") ? Buffer.from(bytes).swap32() : bytes;
  const codes = Array.from({ length: Math.floor(little.length / 4) }, (_, at) => little.readUInt32LE(at * 4));
  return codes
    .map((code) => String.fromCodePoint(code))
    .join("")
    .replace(name === "utf-32" ? /^\ufeff/ : "", "");
}

/** base64.b64decode(): other characters are passed over, what follows the padding does not count. */
function base64Bytes(text: string, fail: Fail): Buffer {
  let data = "";
  let padding = 0;
  for (const one of text) {
    if (one === "=" && data.length % 4 >= 2) {
      padding += 1;
      if ((data.length % 4) + padding >= 4) return Buffer.from(data, "base64");
    } else if (/[A-Za-z0-9+/]/.test(one)) {
      data += one;
      padding = 0;
    }
  }
  if (data.length % 4 === 1)
    return fail(
      `Invalid base64-encoded string: number of data characters (${data.length}) cannot be 1 more than a multiple of 4`,
    );
  return data.length % 4 === 0 ? Buffer.from(data, "base64") : fail("Incorrect padding");
}

export function decoded(text: string, encoding: string, fail: Fail): string {
  return decodedBytes(base64Bytes(text, fail), encoding, fail);
}
