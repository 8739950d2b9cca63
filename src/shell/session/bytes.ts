/** Bytes that are no UTF-8 stand in texts as Python's surrogate escapes, U+DC80 to U+DCFF. */
const ESCAPE = 0xdc00;
const ESCAPED = /((?<![\ud800-\udbff])[\udc80-\udcff])/;

/** Bytes as text that `bytesFromText` turns back into the same bytes, whatever they are. */
export function textFromBytes(bytes: Buffer): string {
  const text = bytes.toString();
  if (!text.includes("\ufffd") || Buffer.from(text).equals(bytes)) return text;
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    if (length === 0) {
      parts.push(bytes.toString("utf8", start, at), String.fromCharCode(ESCAPE + bytes[at]!));
      start = at + 1;
    }
    at += length || 1;
  }
  return parts.join("") + bytes.toString("utf8", start);
}

/** The other way round. */
export function bytesFromText(text: string): Buffer {
  const parts = text
    .split(ESCAPED)
    .map((part, index) => (index % 2 === 1 ? Buffer.from([part.charCodeAt(0) - ESCAPE]) : Buffer.from(part)));
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** How many bytes the character at a place has; 0 where none begins. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const one = bytes.subarray(at, at + length);
  return first >= 0xc2 && Buffer.from(one.toString()).equals(one) ? length : 0;
}
