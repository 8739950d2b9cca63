import { type Dict, dictEntries, dictFrom, type Value } from "../../model/value.js";
import { naiveDate } from "../values/date_attributes.js";
import { iterate } from "../values/methods.js";
import { asDict, isMapping, isTrue, toText } from "../values/python.js";
import { strftime } from "../values/strftime.js";
import { wholeArgument } from "../values/text_arguments.js";
import { Callable, type Kwargs, Namespace, type Result, Undefined, View } from "../values/values.js";

/** No list that range() makes is longer. */
const MAX_RANGE = 10_000_000;

function range(args: Result[]): View {
  if (args.length === 0 || args.length > 3)
    throw new TypeError(
      `range expected ${args.length === 0 ? "at least 1 argument" : "at most 3 arguments"}, got ${args.length}`,
    );
  const whole = args.map((one) => wholeArgument(one === null ? "" : one, 0));
  const [start, stop, step] = whole.length === 1 ? [0, whole[0]!, 1] : [whole[0]!, whole[1]!, whole[2] ?? 1];
  if (step === 0) throw new TypeError("range() arg 3 must not be zero");
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (count > MAX_RANGE) throw new RangeError(`a range of ${count} items is too long`);
  const items = Array.from({ length: count }, (_, index) => start + index * step);
  return View.named("range", items, `range(${start}, ${stop}${step === 1 ? "" : `, ${step}`})`);
}

function dict(args: Result[], kwargs: Kwargs): Result {
  const from = args[0];
  const entries: [Value, Value][] =
    from === undefined
      ? []
      : isMapping(from)
        ? dictEntries(asDict(from as Dict))
        : iterate(from).map((pair) => iterate(pair) as [Value, Value]);
  return dictFrom([...entries, ...(Object.entries(kwargs) as [Value, Value][])]) as Result;
}

function namespace(args: Result[], kwargs: Kwargs): Namespace {
  const made = new Namespace();
  for (const [name, value] of dictEntries(asDict(dict(args, kwargs) as Dict)))
    made.values.set(String(name), value as Result);
  return made;
}

function cycler(items: Result[]): Result {
  let at = 0;
  const made = new Namespace();
  const step = (): Result => {
    const item = items[at % items.length]!;
    at += 1;
    made.values.set("current", items[at % items.length]!);
    return item;
  };
  made.values.set("next", new Callable("next", step));
  made.values.set(
    "reset",
    new Callable("reset", () => {
      at = 0;
      return null;
    }),
  );
  made.values.set("current", items[0]!);
  return made;
}

function joiner(args: Result[]): Callable {
  let used = false;
  return new Callable("joiner", () => {
    const text = used ? (args[0] ?? ", ") : "";
    used = true;
    return text;
  });
}

function now(args: Result[], kwargs: Kwargs): Result {
  const date = new Date();
  const utc = isTrue(kwargs.utc ?? args[0] ?? false);
  const format = kwargs.fmt ?? args[1];
  if (format !== undefined && format !== null) return strftime(toText(format), date, utc);
  return naiveDate(date, { utc });
}

const GLOBALS: Readonly<Record<string, (args: Result[], kwargs: Kwargs) => Result>> = {
  cycler,
  dict,
  joiner,
  namespace,
  now,
  range,
  undef: (args, kwargs) =>
    new Undefined(toText(kwargs.hint ?? args[0] ?? "Mandatory variable has not been overridden"), undefined),
};

const callables = new Map(Object.entries(GLOBALS).map(([name, call]) => [name, new Callable(name, call)]));

/** A function that every template has. */
export function globalNamed(name: string): Callable | undefined {
  return callables.get(name);
}
