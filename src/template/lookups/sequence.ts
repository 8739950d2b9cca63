import { text } from "../../model/args.js";
import { readFloat } from "../../model/python_numbers.js";
import { MAX_ITEMS } from "../values/methods.js";
import { formatPercent } from "../values/percent.js";
import { repr, toText } from "../values/python.js";
import type { Result } from "../values/values.js";
import { parseKeyValues } from "./key_values.js";
import { fails, type Lookup, lookup, OptionRefusal } from "./plugin.js";

const FIELDS = ["count", "end", "format", "start", "stride"] as const;
type Field = (typeof FIELDS)[number];
type Given = Partial<Record<Field, string>>;

/** `1-10/2:host%02d` */
const SHORTCUT = /^(?:(0?x?[0-9a-f]+)-)?(0?x?[0-9a-f]+)(?:\/(0?x?[0-9a-f]+))?(?::(.+))?$/i;

function fieldsOf(term: string): Given {
  const short = SHORTCUT.exec(term);
  if (short) {
    const [, start, end, stride, format] = short;
    return {
      ...(start === undefined ? {} : { start }),
      end: end!,
      ...(stride === undefined ? {} : { stride }),
      ...(format === undefined ? {} : { format }),
    };
  }
  const { raw, values } = parseKeyValues(term);
  const unknown = [...Object.keys(values), ...(raw === undefined ? [] : ["_raw_params"])].filter(
    (name) => !(FIELDS as readonly string[]).includes(name),
  );
  if (unknown.length > 0) return fails(`unrecognized arguments to with_sequence: ${repr(unknown)}`);
  return values;
}

/** Decimal, also with zeros before; hexadecimal with 0x. */
function whole(name: Field, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const value = /^0x[0-9a-f]+$/i.test(given) ? Number(given) : readFloat(given);
  if (value !== undefined && Number.isInteger(value)) return value;
  throw new OptionRefusal(
    name,
    value === undefined ? "" : `Invalid type provided for "int": ${repr(given)}`,
    undefined,
  );
}

function numbersOf(given: Given): number[] {
  const count = whole("count", given.count);
  const last = whole("end", given.end);
  const start = whole("start", given.start) ?? 1;
  const stride = whole("stride", given.stride) ?? 1;
  if (count === undefined && last === undefined) return fails("must specify count or end in with_sequence");
  if (count !== undefined && last !== undefined)
    return fails("can't specify both count and end in with_sequence");
  if (count === 0) return [];
  const end = last ?? start + count! * stride - 1;
  if (stride > 0 && end < start) return fails("to count backwards make stride negative");
  if (stride < 0 && end > start) return fails("to count forward don't make stride negative");
  const numbers: number[] = [];
  if (stride === 0) return numbers;
  if (Math.abs((end - start) / stride) >= MAX_ITEMS)
    return fails(`more than ${MAX_ITEMS} numbers are too many`);
  for (let value = start; stride > 0 ? value <= end : value >= end; value += stride) numbers.push(value);
  return numbers;
}

function formatted(value: number, format: string): string {
  try {
    return formatPercent(format, value);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      return fails(`problem formatting ${value} with ${repr(format)}`);
    throw error;
  }
}

const OPTIONS = {
  count: text({ about: "how many numbers" }),
  end: text({ about: "the last number" }),
  format: text({ about: "how each number is written, as printf does" }),
  start: text({ about: "the first number; 1 where it is not given" }),
  stride: text({ about: "from one number to the next" }),
};

/** Numbers one after the other, as texts. */
export const sequence: Lookup = lookup(OPTIONS, (terms, options) =>
  terms.flatMap((term): Result[] => {
    const base = Object.fromEntries(Object.entries(options).filter(([, one]) => one !== undefined));
    const given: Given = { ...base, ...fieldsOf(toText(term)) };
    const format = given.format ?? "%d";
    const numbers = numbersOf(given);
    if (format.split("%").length !== 2) return fails(`bad formatting string: ${format}`);
    return numbers.map((value) => formatted(value, format));
  }),
);
