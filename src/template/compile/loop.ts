import { isEqual } from "../values/python.js";
import { Callable, LoopInfo, type Result } from "../values/values.js";

/** Which item of how many, and how deep. */
export interface LoopPlace {
  index: number;
  depth: number;
  /** what `loop.changed` was asked last in this loop */
  asked: { values?: Result[] };
}

/** The `loop` variable; `again` renders the loop for children, where it is recursive. */
export function loopInfo(
  items: readonly Result[],
  { index, depth, asked }: LoopPlace,
  again: Callable | undefined,
): LoopInfo {
  const values = new Map<string, Result>([
    ["index", index + 1],
    ["index0", index],
    ["revindex", items.length - index],
    ["revindex0", items.length - index - 1],
    ["first", index === 0],
    ["last", index === items.length - 1],
    ["length", items.length],
    ["depth", depth + 1],
    ["depth0", depth],
    ["cycle", new Callable("cycle", (args) => cycled(args, index))],
    ["changed", new Callable("changed", (args) => hasChanged(asked, args))],
  ]);
  if (index > 0) values.set("previtem", items[index - 1]!);
  if (index + 1 < items.length) values.set("nextitem", items[index + 1]!);
  return new LoopInfo(values, again);
}

function cycled(args: Result[], index: number): Result {
  if (args.length === 0) throw new TypeError("no items for cycling given");
  return args[index % args.length]!;
}

function hasChanged(asked: { values?: Result[] }, args: Result[]): boolean {
  const before = asked.values;
  asked.values = args;
  return before === undefined || !isEqual(before, args);
}
