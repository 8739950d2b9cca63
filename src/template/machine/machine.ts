import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { type Place, placeWithin } from "../../model/source.js";
import type { Value } from "../../model/value.js";
import { dictEntries, dictFrom, dictKeys, isDict } from "../../model/value.js";
import type { Syntax } from "../syntax/lex.js";
import { LazyDict } from "../values/lazy.js";
import { asDict, isMapping, materialise, typeName } from "../values/python.js";
import { type Callable, type Kwargs, type Result, Tuple, Undefined, View } from "../values/values.js";
import type { Mode } from "./concat.js";
import type { LookupWorld } from "./world.js";

/** Where names come from: variables of a task, evaluated when they are read. */
export interface Scope {
  /** the variable as it was written, before it is evaluated */
  written?(name: string): Value | undefined;
  /** is its value the text of a filter such as `to_json`, which stays text? */
  isKept?(name: string): boolean;
  /** undefined where there is no such variable; may throw Suspend or Fault */
  get(name: string): Value | LazyDict | undefined;
  names(): Iterable<string>;
}

/** What is said where a text that came from data, evaluated as a condition, asks for a lookup. */
export const UNSAFE_CONDITION = "Conditional is marked as unsafe, and cannot be evaluated.";

export interface TemplateContext {
  scope: Scope;
  world: LookupWorld;
  /** `jinja2_native`: a template gives the value itself, and texts that look like values are read */
  native?: boolean;
  /** `error_on_undefined_vars = false`: a text that reads something undefined stays as it is written */
  keepsUndefined?: boolean;
  /** `null_representation`: what a name alone gives that is null */
  nullText?: string | undefined;
  /** other templates, by include and import */
  load?(name: string, from?: string): { text: string; path: string } | undefined;
  /** whose evaluations share the answers of lookups; the context itself where not said */
  asker?: object;
  /** the text comes from data: it may compare variables, but not ask the controller for anything */
  isData?: boolean;
}

/** One template's source, for places in messages, and what its output becomes. */
export interface Source {
  text: string;
  at: Place | undefined;
  mode: Mode;
  syntax: Syntax;
}

/** Local names of a template (set, for, macro parameters) above the context's. */
export class Frame {
  readonly context: TemplateContext;
  readonly source: Source;
  readonly #parent: Frame | undefined;
  readonly #names = new Map<string, Result>();
  readonly #kept = new Set<string>();
  /** blocks of `extends`, by name: the most derived first */
  readonly blocks: Map<string, ((frame: Frame) => Result)[]>;

  constructor(context: TemplateContext, source: Source, parent?: Frame, blocks?: Frame["blocks"]) {
    this.context = context;
    this.source = source;
    this.#parent = parent;
    this.blocks = blocks ?? parent?.blocks ?? new Map();
  }

  child(): Frame {
    return new Frame(this.context, this.source, this);
  }

  local(name: string): Result | undefined {
    const own = this.#names.get(name);
    return own === undefined ? this.#parent?.local(name) : own;
  }

  /** `kept`: the value is the text of a filter such as `to_json`. */
  set(name: string, value: Result, kept = false): void {
    this.#names.set(name, value);
    if (kept) this.#kept.add(name);
    else this.#kept.delete(name);
  }

  isKept(name: string): boolean {
    if (this.#names.has(name)) return this.#kept.has(name);
    return this.#parent ? this.#parent.isKept(name) : (this.context.scope.isKept?.(name) ?? false);
  }

  own(): ReadonlyMap<string, Result> {
    return this.#names;
  }

  place(offset: number): Place | undefined {
    return this.source.at && placeWithin(this.source.at, this.source.text, offset);
  }

  fail(message: string, offset: number): never {
    throw new Fault("TEMPLATE_FAILED", message, { at: this.place(offset) });
  }

  /** The value, or the fault that tells what is not defined, and where it was read. */
  defined(value: Result, offset: number): Exclude<Result, Undefined> {
    if (!(value instanceof Undefined)) return value as Exclude<Result, Undefined>;
    throw new Fault("UNDEFINED", value.message, { at: value.at ?? this.place(offset), hint: value.hint });
  }

  /** A value that is put out: nothing undefined may be in it, and dicts made on demand are made now. */
  finished(value: Result, offset: number): Result {
    if (value instanceof Undefined) return value.quiet ? value : this.defined(value, offset);
    if (value === null || typeof value !== "object") return value;
    if (value instanceof LazyDict) return this.finished(materialise(value) as Result, offset);
    if (Array.isArray(value)) return this.#finishedList(value as Result[], offset);
    if (!isDict(value)) return value;
    let same = true;
    const entries = dictEntries(value).map(([key, item]): [Value, Value] => {
      const finished = this.finished(item as Result, offset) as Value;
      same &&= finished === item;
      return [key, finished];
    });
    return same ? value : (dictFrom(entries) as Result);
  }

  #finishedList(list: Result[], offset: number): Result {
    const items = list.map((item) => this.finished(item, offset));
    if (items.every((item, index) => item === list[index])) return list;
    if (list instanceof View) return View.named(list.type, items, list.text);
    return list instanceof Tuple ? Tuple.make(items) : items;
  }

  undefinedName(name: string, offset: number): Undefined {
    const hint = suggest(name, this.context.scope.names());
    return new Undefined(`'${name}' is undefined`, this.place(offset), { hint, missing: { name } });
  }

  undefinedMember(of: Result, name: string, offset: number): Undefined {
    const hint = isMapping(of) ? suggest(name, dictKeys(asDict(of)).map(String)) : undefined;
    return new Undefined(`'${ownerName(of)}' has no attribute '${name}'`, this.place(offset), {
      hint,
      missing: { of, name },
    });
  }
}

/** What an error says of that which lacks something. */
export function ownerName(value: Result): string {
  if (value === null) return "None";
  return isMapping(value) ? "dict object" : `${typeName(value)} object`;
}

/** How filters, tests and functions get at the evaluation. */
export interface Machine {
  frame: Frame;
  /** the folder of files that belongs to the task whose loop is evaluated */
  actionFolder?: string;
  /** offset of the call in the source */
  at: number;
  fail(message: string): never;
  filter(name: string, value: Result, args: Result[], kwargs: Kwargs): Result;
  test(name: string, value: Result, args: Result[], kwargs: Kwargs): boolean;
  attribute(value: Result, name: string): Result;
  item(value: Result, key: Result): Result;
  call(callable: Callable, args: Result[], kwargs?: Kwargs): Result;
}

export type Filter = (value: Result, args: Result[], kwargs: Kwargs, machine: Machine) => Result;
export type Test = (value: Result, args: Result[], kwargs: Kwargs, machine: Machine) => boolean;
