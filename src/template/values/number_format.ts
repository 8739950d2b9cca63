import { roundFloat } from "../../model/python_numbers.js";
import { makeFloat, repr } from "./python.js";

/** Numbers as Python's format codes write them, without padding. */

export interface NumberStyle {
  /** d x X o b e E f F g G */
  type: string;
  precision?: number | undefined;
  /** `#`: prefixes of bases, zeros that stay */
  isFull?: boolean;
}

const BASES: Readonly<Record<string, [base: number, prefix: string]>> = {
  x: [16, "0x"],
  X: [16, "0X"],
  o: [8, "0o"],
  b: [2, "0b"],
};

/** The digits of a whole number; a precision is how many there are at least. */
function whole(value: number | bigint, { type, isFull, precision = 0 }: NumberStyle): string {
  const number = typeof value === "bigint" ? value : BigInt(Math.trunc(value));
  const [base, prefix] = BASES[type] ?? [10, ""];
  const plain = (number < 0n ? -number : number).toString(base);
  const digits = (type === "X" ? plain.toUpperCase() : plain).padStart(precision, "0");
  return (number < 0n ? "-" : "") + (isFull ? prefix : "") + digits;
}

const exponentOf = (value: number): number =>
  value === 0 ? 0 : Number(/e([-+]\d+)$/.exec(value.toExponential())![1]);

/** Halves go to the even digit, as everywhere in Python. */
function exponential(value: number, precision: number): string {
  const rounded = roundFloat(value, precision - exponentOf(value));
  return rounded.toExponential(Math.min(precision, 100)).replace(/e([-+])(\d)$/, "e$10$2");
}

function general(value: number, precision: number, isFull: boolean): string {
  const digits = precision === 0 ? 1 : precision;
  const exponent = exponentOf(Number(exponential(value, digits - 1)));
  const isFixed = exponent >= -4 && exponent < digits;
  const text = isFixed ? fixed(value, Math.max(0, digits - 1 - exponent)) : exponential(value, digits - 1);
  if (isFull) return text;
  return text.includes(".") ? text.replace(/\.?0+(?=$|e)/, "") : text;
}

function fixed(value: number, precision: number): string {
  if (Math.abs(value) >= 1e21)
    return precision > 0 ? `${BigInt(value)}.${"0".repeat(precision)}` : String(BigInt(value));
  return roundFloat(value, precision).toFixed(Math.min(precision, 100));
}

export function formatNumber(value: number | bigint, style: NumberStyle): string {
  if (style.type === "d" || style.type in BASES) return whole(value, style);
  const number = Number(value);
  const kind = style.type.toLowerCase();
  if (!Number.isFinite(number)) {
    const text = repr(makeFloat(number));
    return kind === style.type ? text : text.toUpperCase();
  }
  const precision = style.precision ?? 6;
  const text =
    kind === "f"
      ? fixed(number, precision)
      : kind === "e"
        ? exponential(number, precision)
        : general(number, precision, style.isFull === true);
  const dotted = style.isFull && !text.includes(".") ? text.replace(/(?=e|$)/, ".") : text;
  return kind === style.type ? dotted : dotted.toUpperCase();
}
