import { type Dict, dictEntries, dictGet, isDict } from "../model/value.js";
import { binary } from "./arithmetic.js";
import type { Filter, Machine } from "./machine.js";
import { iterate } from "./methods.js";
import {
  asDict,
  compare,
  isEqual,
  isMapping,
  isNumber,
  isTrue,
  makeFloat,
  numeric,
  toText,
  typeName,
} from "./python.js";
import { Callable, type Kwargs, type Result, Tuple, Undefined } from "./values.js";

const items = (value: Result): Result[] => iterate(value);

function unique(list: readonly Result[]): Result[] {
  const simple = new Set<unknown>();
  return list.filter((one, index) => {
    if (typeof one === "string") return !simple.has(one) && simple.add(one);
    return list.findIndex((other) => isEqual(one, other)) === index;
  });
}

const has = (list: readonly Result[], one: Result): boolean => list.some((other) => isEqual(one, other));

/** A dotted attribute of an item, as map, sort and selectattr take it. */
function pick(machine: Machine, value: Result, path: Result, otherwise?: Result): Result {
  let found = value;
  for (const part of String(path).split(".")) {
    found = /^\d+$/.test(part) ? machine.item(found, Number(part)) : pickOne(machine, found, part);
    if (found instanceof Undefined) return otherwise ?? found;
  }
  return found;
}

function pickOne(machine: Machine, value: Result, part: string): Result {
  if (isMapping(value))
    return machine.item(value, part) instanceof Callable
      ? new Undefined(`'dict object' has no attribute '${part}'`, undefined)
      : machine.item(value, part);
  return machine.attribute(value, part);
}

const map: Filter = (value, args, kwargs, machine) => {
  if (kwargs.attribute !== undefined)
    return items(value).map((one) => pick(machine, one, kwargs.attribute!, kwargs.default));
  const [name, ...rest] = args;
  return items(value).map((one) => machine.filter(toText(name ?? ""), one, rest, kwargs));
};

function selector(wanted: boolean): Filter {
  return (value, args, kwargs, machine) => {
    const [name, ...rest] = args;
    return items(value).filter((one) => {
      const passed = name === undefined ? isTrue(one) : machine.test(toText(name), one, rest, kwargs);
      return passed === wanted;
    });
  };
}

function attributeSelector(wanted: boolean): Filter {
  return (value, args, kwargs, machine) => {
    const [path, name, ...rest] = args;
    return items(value).filter((one) => {
      const found = pick(machine, one, path ?? "");
      const passed =
        name === undefined
          ? !(found instanceof Undefined) && isTrue(found)
          : machine.test(toText(name), found, rest, kwargs);
      return passed === wanted;
    });
  };
}

function sortKey(machine: Machine, kwargs: Kwargs, caseSensitive: boolean): (value: Result) => Result {
  const fold = (value: Result): Result =>
    typeof value === "string" && !caseSensitive ? value.toLowerCase() : value;
  if (kwargs.attribute === undefined) return fold;
  const paths = String(kwargs.attribute).split(",");
  return (value) =>
    paths.length === 1
      ? fold(pick(machine, value, paths[0]!))
      : paths.map((path) => fold(pick(machine, value, path.trim())));
}

function sorted(
  list: readonly Result[],
  key: (value: Result) => Result,
  reverse: boolean,
  machine: Machine,
): Result[] {
  const keyed = list.map((one) => ({ one, key: key(one) }));
  keyed.sort((a, b) => {
    const order = compare(a.key, b.key);
    if (order === undefined)
      machine.fail(`'<' not supported between instances of '${typeName(a.key)}' and '${typeName(b.key)}'`);
    return reverse ? -order! : order!;
  });
  return keyed.map(({ one }) => one);
}

function extreme(sign: 1 | -1): Filter {
  return (value, _args, kwargs, machine) => {
    const list = items(value);
    if (list.length === 0) return new Undefined("No aggregated item, sequence was empty.", undefined);
    const key = sortKey(machine, kwargs, true);
    return list.reduce((best, one) => ((compare(key(one), key(best)) ?? 0) * sign > 0 ? one : best));
  };
}

const flatten: Filter = (value, args, kwargs) => {
  const levels = args[0] ?? kwargs.levels;
  const skipNulls = isTrue(kwargs.skip_nulls ?? args[1] ?? true);
  const walk = (list: Result[], left: number): Result[] =>
    list.flatMap((one) => {
      if (skipNulls && (one === null || one === "None" || one === "null")) return [];
      return Array.isArray(one) && left > 0 ? walk(one as Result[], left - 1) : [one];
    });
  return walk(
    items(value),
    levels === undefined || levels === null ? Number.POSITIVE_INFINITY : Number(levels),
  );
};

function combinations(list: Result[], size: number): Result[][] {
  if (size === 0) return [[]];
  return list.flatMap((one, index) =>
    combinations(list.slice(index + 1), size - 1).map((rest) => [one, ...rest]),
  );
}

function permutations(list: Result[], size: number): Result[][] {
  if (size === 0) return [[]];
  return list.flatMap((one, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)], size - 1).map((rest) => [one, ...rest]),
  );
}

function product(lists: Result[][]): Result[][] {
  return lists.reduce<Result[][]>(
    (found, list) => found.flatMap((head) => list.map((one) => [...head, one])),
    [[]],
  );
}

const subelements: Filter = (value, args, kwargs, machine) => {
  const list = isMapping(value) ? Object.values(asDict(value)) : items(value);
  const path = String(args[0]).split(".");
  const skipMissing = isTrue(kwargs.skip_missing ?? args[1] ?? false);
  return (list as Result[]).flatMap((one) => {
    let found: Result = one;
    for (const part of path) {
      const next: Result | undefined = isDict(found)
        ? (dictGet(found as Dict, part) as Result | undefined)
        : undefined;
      if (next === undefined) {
        if (skipMissing) return [];
        machine.fail(`could not find '${part}' key in iterated item '${toText(one)}'`);
      }
      found = next!;
    }
    if (!Array.isArray(found))
      machine.fail(`the key ${path.at(-1)} should point to a list, got '${toText(found)}'`);
    return (found as Result[]).map((inner) => Tuple.make([one, inner]));
  });
};

function sequence(value: Result): Result[] {
  return typeof value === "string" ? [...value] : items(value);
}

/** Numbers that look random but are the same for the same seed. */
export function seededRandom(seed: string): () => number {
  let state = [...seed].reduce(
    (hash, one) => Math.imul(hash ^ one.charCodeAt(0), 16777619) >>> 0,
    2166136261,
  );
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const generator = (kwargs: Kwargs): (() => number) =>
  kwargs.seed === undefined ? Math.random : seededRandom(toText(kwargs.seed));

const random: Filter = (value, args, kwargs, machine) => {
  const next = generator(kwargs);
  if (isNumber(value)) {
    const start = Number(kwargs.start ?? args[0] ?? 0);
    const step = Number(kwargs.step ?? args[1] ?? 1);
    const count = Math.ceil((Number(numeric(value)) - start) / step);
    return start + Math.floor(next() * count) * step;
  }
  const list = sequence(value);
  return list.length === 0
    ? machine.fail("random: the list is empty")
    : list[Math.floor(next() * list.length)]!;
};

function shuffle(list: Result[], next: () => number): Result[] {
  for (let index = list.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1));
    [list[index], list[other]] = [list[other]!, list[index]!];
  }
  return list;
}

function batches(list: Result[], size: number, fill: Result | undefined): Result[][] {
  const found: Result[][] = [];
  for (let index = 0; index < list.length; index += size) found.push(list.slice(index, index + size));
  const last = found.at(-1);
  if (last && fill !== undefined && fill !== null) while (last.length < size) last.push(fill);
  return found;
}

function slices(list: Result[], count: number, fill: Result | undefined): Result[][] {
  const base = Math.floor(list.length / count);
  const longer = list.length % count;
  let offset = 0;
  return Array.from({ length: count }, (_, index) => {
    const size = base + (index < longer ? 1 : 0);
    const part = list.slice(offset, offset + size);
    offset += size;
    if (fill !== undefined && fill !== null && index >= longer && longer > 0) part.push(fill);
    return part;
  });
}

const groupby: Filter = (value, args, kwargs, machine) => {
  const path = args[0] ?? kwargs.attribute ?? "";
  const groups: { key: Result; list: Result[] }[] = [];
  const ordered = sorted(items(value), (one) => pick(machine, one, path, kwargs.default), false, machine);
  for (const one of ordered) {
    const key = pick(machine, one, path, kwargs.default);
    const last = groups.at(-1);
    if (last && isEqual(last.key, key)) last.list.push(one);
    else groups.push({ key, list: [one] });
  }
  return groups.map(({ key, list }) => Tuple.make([key, list]));
};

export const LIST_FILTERS: Readonly<Record<string, Filter>> = {
  batch: (value, args, kwargs) =>
    batches(items(value), Number(args[0] ?? kwargs.linecount), args[1] ?? kwargs.fill_with),
  combinations: (value, [size]) => combinations(sequence(value), Number(size)).map((one) => Tuple.make(one)),
  count: (value) => length(value),
  difference: (value, [other]) => unique(items(value)).filter((one) => !has(items(other ?? []), one)),
  extract: (value, [container, more], _kwargs, machine) => {
    let found = machine.item(container ?? null, machine.frame.defined(value, machine.at));
    for (const key of more === undefined || more === null
      ? []
      : Array.isArray(more)
        ? (more as Result[])
        : [more])
      found = machine.item(found, key);
    return found;
  },
  first: (value) => sequence(value)[0] ?? new Undefined("No first item, sequence was empty.", undefined),
  flatten,
  groupby,
  intersect: (value, [other]) => unique(items(value)).filter((one) => has(items(other ?? []), one)),
  join: (value, args, kwargs, machine) => {
    const list =
      kwargs.attribute === undefined
        ? items(value)
        : items(value).map((one) => pick(machine, one, kwargs.attribute!));
    return list
      .map((one) => toText(machine.frame.defined(one, machine.at)))
      .join(toText(args[0] ?? kwargs.d ?? ""));
  },
  last: (value) => sequence(value).at(-1) ?? new Undefined("No last item, sequence was empty.", undefined),
  length: (value) => length(value),
  list: (value) => [...sequence(value)],
  log: (value, [base]) =>
    makeFloat(
      base === undefined
        ? Math.log(Number(value))
        : Number(base) === 10
          ? Math.log10(Number(value))
          : Math.log(Number(value)) / Math.log(Number(base)),
    ),
  map,
  max: extreme(1),
  min: extreme(-1),
  permutations: (value, [size]) =>
    permutations(sequence(value), Number(size ?? sequence(value).length)).map((one) => Tuple.make(one)),
  pow: (value, [power]) => makeFloat(Number(value) ** Number(power)),
  product: (value, args) => product([sequence(value), ...args.map(sequence)]).map((one) => Tuple.make(one)),
  random,
  reject: selector(false),
  rejectattr: attributeSelector(false),
  reverse: (value) =>
    typeof value === "string" ? [...value].reverse().join("") : [...items(value)].reverse(),
  root: (value, [base]) =>
    makeFloat(
      base === undefined || Number(base) === 2
        ? Math.sqrt(Number(value))
        : Number(value) ** (1 / Number(base)),
    ),
  select: selector(true),
  selectattr: attributeSelector(true),
  shuffle: (value, _args, kwargs) => shuffle([...items(value)], generator(kwargs)),
  slice: (value, args, kwargs) =>
    slices(items(value), Number(args[0] ?? kwargs.slices), args[1] ?? kwargs.fill_with),
  sort: (value, args, kwargs, machine) =>
    sorted(
      sequence(value),
      sortKey(machine, kwargs, isTrue(kwargs.case_sensitive ?? args[1] ?? false)),
      isTrue(kwargs.reverse ?? args[0] ?? false),
      machine,
    ),
  subelements,
  sum: (value, args, kwargs, machine) => {
    const path = kwargs.attribute ?? (typeof args[0] === "string" ? args[0] : undefined);
    const start = kwargs.start ?? args[1] ?? 0;
    const list = path === undefined ? items(value) : items(value).map((one) => pick(machine, one, path));
    return list.reduce((sum, one) => binary("+", sum, one), start);
  },
  symmetric_difference: (value, [other]) => {
    const [a, b] = [unique(items(value)), unique(items(other ?? []))];
    return [...a.filter((one) => !has(b, one)), ...b.filter((one) => !has(a, one))];
  },
  union: (value, [other]) => unique([...items(value), ...items(other ?? [])]),
  unique: (value, _args, kwargs, machine) => {
    if (kwargs.attribute === undefined && kwargs.case_sensitive !== false) return unique(sequence(value));
    if (kwargs.attribute === undefined && sequence(value).some((one) => Array.isArray(one) || isMapping(one)))
      return machine.fail(
        "Jinja2's unique filter failed and we cannot fall back to Ansible's version as it does not support the parameters supplied",
      );
    const key = sortKey(machine, kwargs, kwargs.case_sensitive === true);
    const keys = sequence(value).map(key);
    return sequence(value).filter(
      (_, index) => keys.findIndex((one) => isEqual(one, keys[index]!)) === index,
    );
  },
  zip: (value, args) => {
    const lists = [sequence(value), ...args.map(sequence)];
    return Array.from({ length: Math.min(...lists.map((one) => one.length)) }, (_, index) =>
      Tuple.make(lists.map((one) => one[index]!)),
    );
  },
  zip_longest: (value, args, kwargs) => {
    const lists = [sequence(value), ...args.map(sequence)];
    return Array.from({ length: Math.max(...lists.map((one) => one.length)) }, (_, index) =>
      Tuple.make(lists.map((one) => one[index] ?? kwargs.fillvalue ?? null)),
    );
  },
};

function length(value: Result): number {
  if (typeof value === "string") return [...value].length;
  if (isMapping(value)) return dictEntries(asDict(value)).length;
  return items(value).length;
}
