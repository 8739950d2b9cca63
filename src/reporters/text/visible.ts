/**
 * What would steer a terminal rather than be read on it: control characters but tab and newline, and those that
 * change the direction of writing.
 */
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The text with such characters as JSON writes them: hosts decide what they print, not what a terminal does. */
export function visible(text: string): string {
  // lines of Windows end as they do there
  return text.replace(STEERING, (sign, at: number) =>
    sign === "\r" && text[at + 1] === "\n" ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const MOST = 100_000;
const MOST_BINARY = 2000;

/** Long text, and binary before that, is cut, with a count of what is missing. */
export function cutLong(text: string): string {
  if (text.length <= MOST_BINARY) return text;
  const most = isBinary(text) ? MOST_BINARY : MOST;
  if (text.length <= most) return text;
  return `${text.slice(0, most)} … and ${text.length - most} more characters`;
}

function isBinary(text: string): boolean {
  const start = text.slice(0, 4000);
  const strange = start.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd\udc80-\udcff]/g) ?? [];
  return strange.length > start.length / 10;
}

/** The same of all texts of a value. */
export function cutDeep(value: unknown): unknown {
  if (typeof value === "string") return cutLong(value);
  if (Array.isArray(value)) return value.map(cutDeep);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cutDeep(one)]));
}
