/** Python's readings of numbers in texts, and its rounding. */

/** A number where it fits exactly, else a bigint. */
export function smallest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const PREFIXES: Readonly<Record<string, number>> = { "0x": 16, "0o": 8, "0b": 2 };

function digitsOf(text: string, base: number): bigint | undefined {
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/.test(text)) return undefined;
  const digits = Array.from(text.replace(/_/g, ""), (one) => DIGITS.indexOf(one));
  return digits.some((digit) => digit >= base) ? undefined : summed(digits, BigInt(base));
}

/** Digits are put together in pairs, and those in pairs again: one after the other would take the square of their number. */
function summed(digits: readonly number[], base: bigint): bigint {
  let values = digits.map(BigInt);
  let unit = base;
  while (values.length > 1) {
    if (values.length % 2 === 1) values.unshift(0n);
    const pairs: bigint[] = [];
    for (let at = 0; at < values.length; at += 2) pairs.push(values[at]! * unit + values[at + 1]!);
    values = pairs;
    // of the last pair nothing is to be multiplied any more: the square is the dearest
    if (values.length > 1) unit *= unit;
  }
  return values[0] ?? 0n;
}

/** int(text, base); undefined where Python has a ValueError. */
export function readInteger(text: string, base = 10): number | bigint | undefined {
  if (base !== 0 && (base < 2 || base > 36)) return undefined;
  const [, sign = "", body = ""] = /^\s*([-+]?)([\s\S]*?)\s*$/.exec(text.toLowerCase()) ?? [];
  const prefix = PREFIXES[body.slice(0, 2)];
  let digits = body;
  let wanted = base;
  if (prefix !== undefined && (base === 0 || base === prefix)) {
    digits = body.slice(2).replace(/^_/, "");
    wanted = prefix;
  } else if (base === 0) {
    if (/^0/.test(body) && !/^0(?:_?0)*$/.test(body)) return undefined;
    wanted = 10;
  }
  const value = digitsOf(digits, wanted);
  return value === undefined ? undefined : smallest(sign === "-" ? -value : value);
}

/** float(text); undefined where Python has a ValueError. */
export function readFloat(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  const special = /^([-+]?)(nan|inf|infinity)$/.exec(trimmed);
  if (special) return special[2] === "nan" ? Number.NaN : special[1] === "-" ? -Infinity : Infinity;
  if (!/^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+(?:_\d+)*)?$/.test(trimmed))
    return undefined;
  return Number(trimmed.replace(/_/g, ""));
}

/** A float as the fraction that it exactly is. */
export function fractionOf(value: number): { over: bigint; under: bigint } {
  let numerator = value;
  let under = 1n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    under *= 2n;
  }
  return { over: BigInt(numerator), under };
}

/** The nearest whole number; halves go to the even one. */
function nearestEven(over: bigint, under: bigint): bigint {
  const twice = 2n * over + under;
  let found = twice / (2n * under);
  if (twice % (2n * under) < 0n) found -= 1n;
  const isHalf = twice % (2n * under) === 0n;
  return isHalf && found % 2n !== 0n ? found - 1n : found;
}

/** round(value, digits) of a float: by its exact value. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 330) return value;
  if (digits < -330) return 0 * value;
  const { over, under } = fractionOf(value);
  const scale = 10n ** BigInt(Math.abs(digits));
  const rounded = digits >= 0 ? nearestEven(over * scale, under) : nearestEven(over, under * scale);
  const found = Number(`${rounded}e${-digits}`);
  return found === 0 && (value < 0 || Object.is(value, -0)) ? -0 : found;
}

/** round(value, digits) of a whole number. */
export function roundInteger(value: number | bigint, digits: number): number | bigint {
  if (digits >= 0) return value;
  const scale = 10n ** BigInt(-digits);
  return smallest(nearestEven(BigInt(value), scale) * scale);
}
