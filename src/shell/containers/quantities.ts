const UNITS = ["b", "k", "m", "g", "t", "p"];

/** Bytes of `512m`, `1.5G`, `64 MiB` or `1048576`; undefined where it is none. */
export function bytesOf(text: string): number | undefined {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(?:([bkmgtp])(?:i?b)?)?\s*$/i.exec(text);
  if (!found) return undefined;
  const power = UNITS.indexOf((found[2] ?? "b").toLowerCase());
  return Math.floor(Number(found[1]) * 1024 ** power);
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };

/** Nanoseconds of `1m30s` or `500ms`; undefined where it is none. */
export function nanosecondsOf(text: string): number | undefined {
  if (/^0+$/.test(text.trim())) return 0;
  if (!/^\s*(\d+(?:\.\d+)?(?:h|ms|us|ns|m|s))+\s*$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g);
  const seconds = [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * SECONDS[unit!]!, 0);
  return Math.round(seconds * 1e9);
}
