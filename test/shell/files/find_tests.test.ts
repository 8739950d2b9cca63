import test from "ava";
import { charsetOf } from "../../../src/shell/files/find_details.js";
import {
  AGE,
  ageFits,
  modeFault,
  modeFits,
  nameTest,
  SIZE,
  sizeFits,
} from "../../../src/shell/files/find_tests.js";
import { permissionBits } from "../../../src/shell/files/permission_bits.js";

/** Patterns, whether they are regular expressions, a name, and whether it is found by them. */
const NAMES: readonly (readonly [patterns: string[], regex: boolean, name: string, fits: boolean])[] = [
  [["*.log"], false, "a.log", true],
  [["*.log"], false, "a.log.1", false],
  [["*.log"], false, "alog", false],
  [["a?c"], false, "abc", true],
  [["a?c"], false, "ac", false],
  [["a?c"], false, "xabc", false],
  [["a", "b"], false, "b", true],
  [[], false, "b", false],
  [["a+(b)^$|{}\\"], false, "a+(b)^$|{}\\", true],
  [["[ab]x"], false, "bx", true],
  [["[ab]x"], false, "cx", false],
  [["b"], true, "abc", false],
  [["a"], true, "abc", true],
  [["a$"], true, "abc", false],
  [[".*\\.log"], true, "a.log", true],
];

for (const [patterns, regex, name, fits] of NAMES)
  test(`${name} is ${fits ? "" : "not "}found by ${patterns.join(" ")}${regex ? " as regular expressions" : ""}`, (t) =>
    t.is(nameTest(patterns, regex)(name), fits));

/** A limit, what is measured, and whether it fits. */
const AGES: readonly (readonly [limit: string | undefined, seconds: number, fits: boolean])[] = [
  [undefined, 0, true],
  ["10", 10, true],
  ["10", 9, false],
  ["10s", 10, true],
  ["2m", 120, true],
  ["2m", 119, false],
  ["1h", 3600, true],
  ["1H", 3599, false],
  ["1d", 86_400, true],
  ["1d", 86_399, false],
  ["1w", 604_800, true],
  ["1w", 604_799, false],
  ["-1m", 60, true],
  ["-1m", 61, false],
  ["0", 0, true],
  ["soon", 0, true],
];

test("the age of a file is at least or at most the limit", (t) => {
  for (const [limit, seconds, fits] of AGES) t.is(ageFits(limit, seconds), fits, `${limit} ${seconds}`);
});

const SIZES: readonly (readonly [limit: string | undefined, bytes: number, fits: boolean])[] = [
  [undefined, 0, true],
  ["10", 10, true],
  ["10", 9, false],
  ["10b", 9, false],
  ["1k", 1024, true],
  ["1k", 1023, false],
  ["1M", 1024 ** 2, true],
  ["1m", 1024 ** 2 - 1, false],
  ["1g", 1024 ** 3, true],
  ["1g", 1024 ** 3 - 1, false],
  ["1t", 1024 ** 4, true],
  ["1t", 1024 ** 4 - 1, false],
  ["-1k", 1024, true],
  ["-1k", 1025, false],
  ["0", 0, true],
];

test("the size of a file is at least or at most the limit", (t) => {
  for (const [limit, bytes, fits] of SIZES) t.is(sizeFits(limit, bytes), fits, `${limit} ${bytes}`);
});

test("a limit is a number with one unit or none", (t) => {
  for (const one of ["1", "-1", "10s", "3W"]) t.regex(one, AGE);
  for (const one of ["", "s", "1y", "1 s", "1ss", "x1", "1.5"]) t.notRegex(one, AGE);
  for (const one of ["1", "-1", "10b", "3T"]) t.regex(one, SIZE);
  for (const one of ["", "k", "1p", "1 k", "1kb", "x1", "1.5"]) t.notRegex(one, SIZE);
});

/** A mode, whether it is meant exactly, permissions, and whether they fit. */
const MODES: readonly (readonly [mode: string | undefined, exact: boolean, bits: number, fits: boolean])[] = [
  [undefined, true, 0o644, true],
  ["", true, 0o644, true],
  ["0644", true, 0o644, true],
  ["644", true, 0o644, true],
  ["0o644", true, 0o644, true],
  ["0644", true, 0o640, false],
  ["0644", false, 0o640, true],
  ["0020", false, 0o640, false],
  ["0", false, 0o640, false],
  ["u=rw,g=r,o=r", true, 0o644, true],
  ["u+rw,g=r", true, 0o640, true],
  ["a=r", true, 0o444, true],
  ["=r", true, 0o444, true],
  ["ug=x", true, 0o110, true],
  ["u=rwx,u-w", true, 0o500, true],
  ["u=s,g=s", true, 0o6000, true],
  ["u=s", true, 0o4000, true],
  ["g=s", true, 0o2000, true],
  ["o=s", true, 0, true],
  ["o=t", true, 0o1000, true],
  ["u=w", false, 0o600, true],
  ["o=w", false, 0o600, false],
];

test("permissions are those of a mode, or share one with it", (t) => {
  for (const [mode, exact_mode, bits, fits] of MODES)
    t.is(modeFits({ mode, exact_mode }, bits), fits, `${mode} ${exact_mode} ${bits.toString(8)}`);
});

test("a symbolic mode that is none is told by its wrong part", (t) => {
  for (const mode of [undefined, "", "0644", "0o644", "u=rw,g+r,o-x", "a=X", "+t", "u=g", 420])
    t.is(modeFault(mode), undefined, String(mode));
  for (const [mode, wrong] of [
    ["z=r", "z=r"],
    ["u=r,g=q", "g=q"],
    ["u", undefined],
    ["ua=r", "ua=r"],
    ["0849", "0849"],
  ])
    t.is(modeFault(mode), wrong && `bad symbolic permission for mode: ${wrong}`, mode);
});

test("an encoding's name is what iconv calls it", (t) => {
  for (const [name, charset] of [
    [undefined, "UTF-8"],
    ["utf8", "UTF-8"],
    ["utf_16", "UTF-16"],
    ["latin1", "LATIN1"],
    ["latin-1", "LATIN1"],
    ["iso_latin_1", "LATIN1"],
    ["cp1252", "CP1252"],
    ["iso8859_15", "ISO8859-15"],
    ["x-utf8", "X-UTF8"],
    ["x-latin-1", "X-LATIN-1"],
  ] as const)
    t.is(charsetOf(name), charset);
});

test("each bit of a mode allows one thing", (t) => {
  const bits = {
    rusr: 0o400,
    wusr: 0o200,
    xusr: 0o100,
    rgrp: 0o40,
    wgrp: 0o20,
    xgrp: 0o10,
    roth: 4,
    woth: 2,
    xoth: 1,
    isuid: 0o4000,
    isgid: 0o2000,
  };
  for (const [name, bit] of Object.entries(bits)) {
    const allowed = Object.entries(permissionBits(bit)).filter(([, can]) => can);
    t.deepEqual(allowed, [[name, true]]);
  }
  t.true(Object.values(permissionBits(0o7777)).every(Boolean));
});
