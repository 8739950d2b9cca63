import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";

/** `web[01:10:2].example` and `db-[a:c]`: every name that a pattern stands for. */
export function expandRange(pattern: string, at: Place): string[] {
  const found = /^(.*?)\[([^\]]*:[^\]]*)\](.*)$/.exec(pattern);
  if (!found) return [pattern];
  const [, head = "", range = "", tail = ""] = found;
  return values(range, at).flatMap((value) => expandRange(tail, at).map((rest) => head + value + rest));
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function values(range: string, at: Place): string[] {
  const [from = "", to = "", step = "1", more] = range.split(":");
  const fault = (message: string) =>
    new Fault("INVENTORY_INVALID", `host range [${range}]: ${message}`, {
      at,
      hint: "ranges look like [01:20], [0:9:3] or [a:f]",
    });
  if (more !== undefined || to === "") throw fault("must be begin:end or begin:end:step");
  const by = Number(step);
  if (!Number.isInteger(by) || by < 1) throw fault("the step must be a positive number");
  const start = from === "" ? "0" : from;
  if (/^\d+$/.test(start) && /^\d+$/.test(to)) {
    const width = start.startsWith("0") && start.length > 1 ? start.length : 0;
    if (width > 0 && width !== to.length) throw fault("begin and end must have the same number of digits");
    if (Number(to) < Number(start)) throw fault("begin must not be above end");
    return sequence(Number(start), Number(to), by).map((value) => String(value).padStart(width, "0"));
  }
  const [a, b] = [LETTERS.indexOf(start), LETTERS.indexOf(to)];
  if (start.length !== 1 || to.length !== 1 || a < 0 || b < a)
    throw fault("must be of numbers or of letters in order");
  return sequence(a, b, by).map((value) => LETTERS[value]!);
}

function sequence(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** A host with its port: `name:2222`, `[::1]:22`; IPv6 addresses without brackets have none. */
export function splitPort(name: string): { name: string; port?: number } {
  const bracketed = /^\[([0-9a-fA-F:.]+)\](?::(\d+))?$/.exec(name);
  if (bracketed) return { name: bracketed[1]!, ...(bracketed[2] ? { port: Number(bracketed[2]) } : {}) };
  const found = /^([^:]+):(\d+)$/.exec(name);
  return found ? { name: found[1]!, port: Number(found[2]) } : { name };
}
