import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";
import { Float, type Value } from "../model/value.js";

/**
 * The batches of `serial`: a number, a share ("30%"), or a list of either whose
 * last one repeats. A size of 0 means all that are left. Fault: KEYWORD_INVALID.
 */
export function serialBatches(hosts: readonly string[], serial: Value | undefined, at?: Place): string[][] {
  if (hosts.length === 0) return [[]];
  const written = serial === undefined || serial === null ? [] : Array.isArray(serial) ? serial : [serial];
  const sizes = written.map((size) => sizeOf(size, hosts.length, at));
  const batches: string[][] = [];
  for (let start = 0; start < hosts.length; ) {
    const size = sizes[Math.min(batches.length, sizes.length - 1)] ?? 0;
    const end = size <= 0 ? hosts.length : start + size;
    batches.push(hosts.slice(start, end));
    start = end;
  }
  return batches;
}

/** A share of all hosts of the play, at least one. */
function sizeOf(size: Value, total: number, at: Place | undefined): number {
  const text = size instanceof Float ? String(size.value) : String(size).trim();
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (share) return Math.max(1, Math.floor((Number(share[1]) / 100) * total));
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new Fault("KEYWORD_INVALID", `\`serial\` must be a number or a percentage, not ${text}`, {
    at,
    hint: 'such as 2, "30%", or a list of them',
  });
}
