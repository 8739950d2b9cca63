import { Fault } from "../../model/errors.js";
import type { Place } from "../../model/source.js";
import type { Value } from "../../model/value.js";
import type { LazyDict } from "./lazy.js";
import type { Omit } from "./omit.js";
import type { TimeDelta } from "./timedelta.js";

/** Whatever an expression can yield while it is evaluated. */
export type Result =
  | Value
  | Undefined
  | Callable
  | LazyDict
  | Omit
  | Namespace
  | Result[]
  | LoopInfo
  | TimeDelta;

/** A name, attribute or item that is not there. Only `is defined`, `default` and further access are allowed on it. */
export class Undefined {
  readonly message: string;
  readonly hint: string | undefined;
  readonly at: Place | undefined;
  /** what `'x' if false` gives: printed as nothing, and no fault */
  readonly quiet: boolean = false;
  /** the name that is not there, and what has it not: undefined for a variable */
  readonly missing: Missing | undefined;
  constructor(
    message: string,
    at: Place | undefined,
    why: { hint?: string | undefined; missing?: Missing } = {},
  ) {
    this.message = message;
    this.at = at;
    this.hint = why.hint;
    this.missing = why.missing;
  }
}

interface Missing {
  of?: Result;
  name: Result;
}

/** An inline `if` without `else` whose condition does not hold. */
export class QuietUndefined extends Undefined {
  override readonly quiet = true;
}

/** The fault of using something that is not there. */
export function undefinedFault({ message, at, hint }: Undefined): Fault {
  return new Fault("UNDEFINED", message, { at, hint });
}

export type Kwargs = Record<string, Result>;

/** A macro, a global function or a bound method. */
export class Callable {
  readonly name: string;
  readonly call: (args: Result[], kwargs: Kwargs) => Result;
  /** what a template can read of it: a macro tells its arguments */
  readonly parts: Readonly<Record<string, Result>>;
  constructor(
    name: string,
    call: (args: Result[], kwargs: Kwargs) => Result,
    parts: Readonly<Record<string, Result>> = {},
  ) {
    this.name = name;
    this.call = call;
    this.parts = parts;
  }
}

/** `namespace()`: the one thing a template can assign attributes of. */
export class Namespace {
  readonly values = new Map<string, Result>();
}

/** The `loop` variable of a for. */
export class LoopInfo {
  readonly values: Map<string, Result>;
  /** `loop(children)` of a recursive for */
  readonly again: Callable | undefined;
  constructor(values: Map<string, Result>, again: Callable | undefined) {
    this.values = values;
    this.again = again;
  }
}

/** A Python tuple: a list that prints with parentheses. */
export class Tuple extends Array<Result> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
  static make(items: readonly Result[]): Tuple {
    const tuple = new Tuple();
    for (const item of items) tuple.push(item);
    return tuple;
  }
}

/** What `keys()`, `values()`, `items()` and `range()` give: seen as a list, but printed under a name. */
export class View extends Tuple {
  type = "";
  text: string | undefined;
  /** a range has its items at places, a view of a dict has not */
  get hasPlaces(): boolean {
    return this.text !== undefined;
  }
  /** `text`: how it is printed, where that is not by its items */
  static named(type: string, items: readonly Result[], text?: string): View {
    const view = new View();
    for (const item of items) view.push(item);
    view.type = type;
    view.text = text;
    return view;
  }
}

/** What groupby makes: a pair that also answers to its two names. */
export class Group extends Tuple {
  static pair(grouper: Result, list: Result[]): Group {
    const group = new Group();
    group.push(grouper, list);
    return group;
  }
  named(name: string): Result | undefined {
    return name === "grouper" ? this[0] : name === "list" ? this[1] : undefined;
  }
}
