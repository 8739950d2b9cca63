import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";
import { splitPort } from "./address.js";

/** The hosts of a pattern with its port: `web[01:10:2].example:2222`. Fault: INVENTORY_INVALID. */
export function hostsOf(pattern: string, at: Place): { names: string[]; port?: number } {
  const { name, port } = splitPort(pattern);
  return { names: expandRange(name, at), ...(port === undefined ? {} : { port }) };
}

/** `web[01:10:2].example` and `db-[a:c]`: every name that a pattern stands for. */
export function expandRange(pattern: string, at: Place): string[] {
  const found = /^(.*?)\[([^\]]*:[^\]]*)\](.*)$/.exec(pattern);
  if (!found) {
    if (/[[\]]/.test(pattern)) throw noRange(pattern, at);
    return [pattern];
  }
  const [, head = "", range = "", tail = ""] = found;
  const rests = expandRange(tail, at);
  const own = values(range, at);
  if (own.length * rests.length > MOST_HOSTS) throw tooMany(range, at);
  return own.flatMap((value) => rests.map((rest) => head + value + rest));
}

const noRange = (pattern: string, at: Place): Fault =>
  new Fault("INVENTORY_INVALID", `host range of ${pattern}: it must be begin:end or begin:end:step`, {
    at,
    hint: "ranges look like [01:20], [0:9:3] or [a:f]",
  });

/** More than anybody has: ranges behind ranges multiply. */
const MOST_HOSTS = 200_000;

const tooMany = (range: string, at: Place): Fault =>
  new Fault(
    "INVENTORY_INVALID",
    `host range [${range}]: the pattern stands for more than ${MOST_HOSTS} hosts`,
    {
      at,
      hint: "ranges look like [01:20], [0:9:3] or [a:f]; several in one name multiply",
    },
  );

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function values(range: string, at: Place): string[] {
  const [from = "", to = "", step = "1", more] = range.split(":");
  const fault = (message: string) =>
    new Fault("INVENTORY_INVALID", `host range [${range}]: ${message}`, {
      at,
      hint: "ranges look like [01:20], [0:9:3] or [a:f]",
    });
  if (to === "") throw fault("host range must specify end value");
  if (more !== undefined) throw fault("host range must be begin:end or begin:end:step");
  const by = Number(step);
  if (!Number.isInteger(by) || by < 1) throw fault("the step must be a positive number");
  const start = from === "" ? "0" : from;
  if (/^\d+$/.test(start) && /^\d+$/.test(to)) return numbers({ from: start, to, step: by }, at, fault);
  const [a, b] = [LETTERS.indexOf(start), LETTERS.indexOf(to)];
  if (start.length !== 1 || to.length !== 1 || a < 0 || b < a)
    throw fault("must be of numbers or of letters in order");
  return sequence(a, b, by).map((value) => LETTERS[value]!);
}

interface Numbers {
  from: string;
  to: string;
  step: number;
}

function numbers({ from, to, step }: Numbers, at: Place, fault: (message: string) => Fault): string[] {
  const width = from.startsWith("0") && from.length > 1 ? from.length : 0;
  if (width > 0 && width !== to.length) throw fault("begin and end must have the same number of digits");
  if (Number(to) < Number(from)) throw fault("begin must not be above end");
  if ((Number(to) - Number(from)) / step >= MOST_HOSTS) throw tooMany(`${from}:${to}`, at);
  return sequence(Number(from), Number(to), step).map((value) => String(value).padStart(width, "0"));
}

function sequence(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}
