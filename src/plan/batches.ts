import { Fault } from "../model/errors.js";
import type { Value } from "../model/value.js";

/** The batches of `serial`: a number, a share ("30%"), or a list of either whose last one repeats. */
export function serialBatches(hosts: readonly string[], serial: Value | undefined): string[][] {
  if (serial === undefined || serial === null) return [[...hosts]];
  const sizes = (Array.isArray(serial) ? serial : [serial]).map((size) => sizeOf(size, hosts.length));
  const batches: string[][] = [];
  for (let at = 0, index = 0; at < hosts.length; index++) {
    const size = sizes[Math.min(index, sizes.length - 1)] ?? 0;
    const end = size <= 0 ? hosts.length : at + size;
    batches.push(hosts.slice(at, end));
    at = end;
  }
  return batches.length > 0 ? batches : [[]];
}

function sizeOf(size: Value, total: number): number {
  const text = String(size).trim();
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (share) return Math.max(1, Math.floor((Number(share[1]) / 100) * total));
  if (/^\d+$/.test(text)) return Number(text);
  throw new Fault("KEYWORD_INVALID", `\`serial\` must be a number or a percentage, not ${text}`);
}
