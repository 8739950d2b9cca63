import { ZeroDivision } from "./python_errors.js";

/**
 * Python's arithmetic of floats. C's library rounds logarithms and powers to the nearest float, which JavaScript's
 * does not always: they are computed here in whole numbers with many digits, and rounded once.
 */

const BITS = 192n;
const ONE = 1n << BITS;
const SCALE = 2 ** Number(BITS);

/** `x % y`: it has the sign of `y`. */
export function modulo(x: number, y: number): number {
  const rest = x % y;
  if (rest === 0) return y < 0 ? -0 : 0;
  return rest < 0 === y < 0 ? rest : rest + y;
}

/** `x // y`: so that it agrees with the rest. */
export function floorDivision(x: number, y: number): number {
  const rest = x % y;
  const isOther = rest !== 0 && rest < 0 !== y < 0;
  const quotient = (x - rest) / y - (isOther ? 1 : 0);
  if (quotient === 0) return Object.is(x / y, -0) || x / y < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `x / y` of whole numbers: rounded once, however large they are. Throws RangeError with Python's words. */
export function trueDivision(x: bigint, y: bigint): number {
  const [over, under] = [Number(x), Number(y)];
  if (Number.isSafeInteger(over) && Number.isSafeInteger(under)) return over / under;
  const [a, b] = [x < 0n ? -x : x, y < 0n ? -y : y];
  // so many digits of the quotient that what is left out can only tell a half from more than a half
  const shift = 66 - (a.toString(16).length - b.toString(16).length) * 4;
  const [top, bottom] = shift >= 0 ? [a << BigInt(shift), b] : [a, b << BigInt(-shift)];
  const quotient = (top / bottom) | (top % bottom === 0n ? 0n : 1n);
  const found = Number(quotient) * 2 ** -shift;
  if (!Number.isFinite(found)) throw new RangeError("integer division result too large for a float");
  return x < 0n === y < 0n ? found : -found;
}

/** A positive float as `over` times a power of two. */
function binaryOf(value: number): { over: bigint; exponent: number } {
  let exponent = 0;
  let over = value;
  while (!Number.isInteger(over)) {
    over *= 2;
    exponent -= 1;
  }
  return { over: BigInt(over), exponent };
}

/** 2 * atanh(over / under), scaled. */
function twiceAtanh(over: bigint, under: bigint): bigint {
  const z = (over << BITS) / under;
  const square = (z * z) >> BITS;
  let sum = 0n;
  let term = z;
  for (let odd = 1n; term !== 0n; odd += 2n) {
    sum += term / odd;
    term = (term * square) >> BITS;
  }
  return 2n * sum;
}

const LN2 = twiceAtanh(1n, 3n);

/** The natural logarithm of a positive, finite float, scaled. */
function scaledLog(value: number): bigint {
  const { over, exponent } = binaryOf(value);
  const bits = over.toString(2).length - 1;
  const unit = 1n << BigInt(bits);
  return twiceAtanh(over - unit, over + unit) + LN2 * BigInt(bits + exponent);
}

/** log(x) of a positive number. */
export const naturalLog = (x: number): number =>
  Number.isFinite(x) ? Number(scaledLog(x)) / SCALE : Math.log(x);

/** log10(2), the part that whole numbers of twos leave exact, and the rest */
const LOG10_2 = [0.30102999566361177, 3.694239077158931e-13] as const;

/** log10(x) of a positive number, by the steps of C's library: what it rounds is seen in its last digit. */
export function decimalLog(x: number): number {
  if (!Number.isFinite(x)) return Math.log10(x);
  const { over, exponent } = binaryOf(x);
  const twos = over.toString(2).length - 1 + exponent;
  const whole = twos < 0 ? twos + 1 : twos;
  const rest = whole * LOG10_2[1] + Math.LOG10E * naturalLog(x / 2 ** whole);
  return rest + whole * LOG10_2[0];
}

/** e to the power of a scaled number. */
function exponential(scaled: bigint): number {
  const twos = (2n * scaled + LN2) / (2n * LN2);
  const rest = scaled - twos * LN2;
  let sum = 0n;
  let term = ONE;
  for (let at = 1n; term !== 0n; at += 1n) {
    sum += term;
    term = ((term * rest) >> BITS) / at;
  }
  return (Number(sum) / SCALE) * 2 ** Number(twos);
}

/** `x ** y`. Throws ZeroDivision and RangeError with Python's words. */
export function floatPower(x: number, y: number): number {
  const near = x ** y;
  if (x === 0 && y < 0) throw new ZeroDivision("0.0 cannot be raised to a negative power");
  if (!Number.isFinite(near) && Number.isFinite(x) && Number.isFinite(y) && !Number.isNaN(near))
    throw new RangeError("(34, 'Numerical result out of range')");
  const isPlain = near === 0 || !Number.isFinite(near) || y === 0 || Math.abs(x) === 1 || !Number.isFinite(y);
  if (isPlain || Math.abs(near) < 1e-300 || Math.abs(near) > 1e300) return near;
  const { over, exponent } = binaryOf(Math.abs(y));
  const power = (scaledLog(Math.abs(x)) * over) >> BigInt(-exponent);
  return Math.sign(near) * exponential(y < 0 ? -power : power);
}
