import { formatPercent } from "./percent.js";
import { toText } from "./python.js";
import type { Kwargs, Result } from "./values.js";

/** The `sequence` lookup: `start=1 end=10 stride=2 format=host%02d`, or `1-10/2:host%02d`. */
export function pattern(term: string, kwargs: Kwargs, fail: (message: string) => never): Result[] {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(kwargs)) given[name] = toText(value);
  const short =
    /^(?:(0x[0-9a-f]+|0[0-7]*|[1-9]\d*|0)-)?(0x[0-9a-f]+|0[0-7]*|\d+)(?:\/(\d+))?(?::(.+))?$/i.exec(
      term.trim(),
    );
  if (short)
    Object.assign(given, {
      start: short[1] ?? "1",
      end: short[2],
      stride: short[3] ?? "1",
      ...(short[4] ? { format: short[4] } : {}),
    });
  else for (const [, name, value] of term.matchAll(/(\w+)=(\S+)/g)) given[name!] = value!;
  const number = (text: string | undefined, otherwise: number): number => {
    if (text === undefined) return otherwise;
    const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
    return Number.isInteger(value) ? value : fail(`can't parse ${text} as integer`);
  };
  const start = number(given.start, 1);
  const stride = number(given.stride, 1);
  if (given.count === undefined && given.end === undefined)
    return fail("must specify count or end in with_sequence");
  const count = given.count === undefined ? undefined : number(given.count, 0);
  if (count === 0) return [];
  const end = count === undefined ? number(given.end, 0) : start + count * stride - stride;
  if (stride > 0 && end < start) return fail("to count backwards make stride negative");
  if (stride < 0 && end > start) return fail("to count forward don't make stride negative");
  if (stride === 0) return [];
  const found: Result[] = [];
  for (let value = start; stride > 0 ? value <= end : value >= end; value += stride)
    found.push(formatPercent(given.format ?? "%d", [value]));
  return found;
}
