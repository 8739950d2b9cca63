import { Fault } from "./errors.js";

/** A text in an encoding of Python's: those of Unicode, and those that have one byte for each character. */
export function encodeText(text: string, encoding: string): Buffer {
  const name = (encoding || "utf-8").toLowerCase().replace(/[_ ]/g, "-");
  const unicode = UNICODE[name];
  if (unicode) return unicode(text);
  const bytes = BYTES[name] ?? bytesOf(name.replace(/^cp(?=125\d$)/, "windows-"));
  if (!bytes) throw new Fault("ARGUMENT_INVALID", `unknown encoding: ${encoding}`);
  const encoded = Array.from(text, (character, index) => {
    const byte = bytes(character);
    if (byte !== undefined) return byte;
    throw new Fault(
      "ARGUMENT_INVALID",
      `'${encoding}' codec can't encode character '${character}' in position ${index}`,
    );
  });
  return Buffer.from(encoded);
}

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

const UNICODE: Record<string, (text: string) => Buffer> = {
  "utf-8": (text) => Buffer.from(text),
  utf8: (text) => Buffer.from(text),
  "utf-8-sig": (text) => Buffer.from(`\uFEFF${text}`),
  "utf-16": (text) => utf16(`\uFEFF${text}`),
  "utf-16-le": utf16,
  "utf-16le": utf16,
  "utf-16-be": (text) => utf16(text).swap16(),
  "utf-16be": (text) => utf16(text).swap16(),
};

const below =
  (limit: number) =>
  (character: string): number | undefined => {
    const code = character.codePointAt(0)!;
    return code < limit ? code : undefined;
  };

/** 0x80 to 0x9f; some versions of Node decode them as Latin 1 */
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

function windows1252(character: string): number | undefined {
  const index = WINDOWS_1252.indexOf(character);
  if (index >= 0) return 0x80 + index;
  const byte = below(0x100)(character);
  return byte === undefined || (byte >= 0x80 && byte < 0xa0) ? undefined : byte;
}

/** what the platform's decoders take for something else */
const BYTES: Record<string, (character: string) => number | undefined> = {
  ascii: below(0x80),
  "us-ascii": below(0x80),
  latin1: below(0x100),
  "latin-1": below(0x100),
  "iso-8859-1": below(0x100),
  "iso8859-1": below(0x100),
  cp1252: windows1252,
  "windows-1252": windows1252,
};

/** The other way round than a decoder of the platform; undefined where it knows none, or one of several bytes. */
function bytesOf(name: string): ((character: string) => number | undefined) | undefined {
  const decoder = decoderOf(name);
  if (!decoder) return undefined;
  const characters = Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)));
  if (characters.filter((one) => one.length === 1 && one !== "\uFFFD").length < 200) return undefined;
  const table = new Map(characters.map((one, byte) => [one, byte]));
  return (character) => (character === "\uFFFD" ? undefined : table.get(character));
}

function decoderOf(name: string): { decode(bytes: Uint8Array): string } | undefined {
  try {
    return new TextDecoder(name);
  } catch {
    return undefined;
  }
}
