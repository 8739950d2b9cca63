import { PythonRegex } from "../../model/python_regex.js";
import type { Value } from "../../model/value.js";

/** What the module find asks of names, ages, sizes and permissions. */
export function nameTest(patterns: readonly string[], regex: boolean): (name: string) => boolean {
  const tests = patterns.map((pattern): ((name: string) => boolean) => {
    if (regex) return (name) => PythonRegex.of(pattern).match(name) !== undefined;
    const glob = pattern
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    const test = new RegExp(`^${glob}$`);
    return (name) => test.test(name);
  });
  return (name) => tests.some((test) => test(name));
}

export const AGE = /^(-?\d+)([smhdw])?$/i;
export const SIZE = /^(-?\d+)([bkmgt])?$/i;
const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SIZES: Record<string, number> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

export function ageFits(age: string | undefined, seconds: number): boolean {
  const found = AGE.exec(age ?? "");
  if (!found) return true;
  const limit = Number(found[1]) * UNITS[(found[2] ?? "s").toLowerCase()]!;
  return limit >= 0 ? seconds >= Math.abs(limit) : seconds <= Math.abs(limit);
}

export function sizeFits(size: string | undefined, bytes: number): boolean {
  const found = SIZE.exec(size ?? "");
  if (!found) return true;
  const limit = Number(found[1]) * SIZES[(found[2] ?? "b").toLowerCase()]!;
  return limit >= 0 ? bytes >= Math.abs(limit) : bytes <= Math.abs(limit);
}

/** What Ansible says of symbolic permissions that are none. */
export function modeFault(mode: Value | undefined): string | undefined {
  if (typeof mode !== "string" || mode === "" || OCTAL.test(mode)) return undefined;
  const wrong = mode.split(",").find((part) => !/^([ugo]*|a)([-+=][rwxXstugo]*)*$/.test(part));
  return wrong === undefined ? undefined : `bad symbolic permission for mode: ${wrong}`;
}

const OCTAL = /^(0o?)?[0-7]+$/;

export function modeFits(
  { mode, exact_mode }: { mode?: Value | undefined; exact_mode: boolean },
  bits: number,
): boolean {
  if (typeof mode !== "string" || mode === "") return true;
  const wanted = OCTAL.test(mode) ? Number.parseInt(mode.replace(/^0o/, ""), 8) : symbolicBits(mode);
  return exact_mode ? bits === wanted : (bits & wanted) !== 0;
}

/** The permissions that a symbolic mode gives a file that has none. */
function symbolicBits(mode: string): number {
  let bits = 0;
  for (const [, who = "", operator, what = ""] of mode.matchAll(/([ugoa]*)([-+=])([rwxXst]*)/g)) {
    const given = [...what].reduce((sum, letter) => sum | ({ r: 4, w: 2, x: 1 }[letter] ?? 0), 0);
    const users = who === "" || who.includes("a") ? "ugo" : who;
    let mask = 0;
    for (const [user, shift] of [
      ["u", 6],
      ["g", 3],
      ["o", 0],
    ] as const)
      if (users.includes(user)) mask |= given << shift;
    if (what.includes("s") && users.includes("u")) mask |= 0o4000;
    if (what.includes("s") && users.includes("g")) mask |= 0o2000;
    if (what.includes("t")) mask |= 0o1000;
    bits = operator === "-" ? bits & ~mask : bits | mask;
  }
  return bits;
}
