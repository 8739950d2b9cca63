import { Fault } from "../../model/errors.js";
import { isAsked, noteData } from "../../model/origin.js";
import { type Place, placeOf } from "../../model/source.js";
import {
  dictEntries,
  dictFrom,
  isDict,
  isUnsafe,
  mergedOver,
  type PlainDict,
  type Value,
} from "../../model/value.js";
import { evaluateDeep, evaluateKept, isTemplate, type TemplateContext } from "../../template/render.js";
import { LazyDict } from "../../template/values/lazy.js";

/** Variables of one origin. `template` values are evaluated when they are read; `data` never is. */
export interface Layer {
  vars: PlainDict;
  kind: "template" | "data";
  /** layers of one family hide each other even where dicts are merged: `vars` of blocks within blocks */
  family?: "task";
}

/** Computed variables: the value, or undefined where the name is not theirs. */
export type Computed = (name: string) => Value | LazyDict | undefined;

/** What a scope is made of, the strongest first: `computed`, the layers, `late`. */
export interface ScopeParts {
  computed: Computed;
  /** from the strongest to the weakest */
  layers: readonly Layer[];
  /** asked when no layer has the name: facts still to be gathered, what is known of the connection */
  late: Computed;
  /** what templates may ask beside variables */
  context(scope: VariableScope): TemplateContext;
  /** the text that a filter such as `to_json` gave a variable by set_fact */
  keptText?(name: string): string | undefined;
  /** `hash_behaviour = merge` */
  mergesDicts?: boolean;
}

/**
 * The variables that one task sees on one host. Evaluation is lazy and
 * recursive: a variable that is a template is evaluated when it is read, once.
 */
export class VariableScope {
  readonly #parts: ScopeParts;
  readonly #context: TemplateContext;
  readonly #known = new Map<string, Value | LazyDict>();
  readonly #kept = new Set<string>();
  readonly #evaluating = new Set<string>();

  constructor(parts: ScopeParts) {
    this.#parts = parts;
    this.#context = parts.context(this);
  }

  get context(): TemplateContext {
    return this.#context;
  }

  get(name: string): Value | LazyDict | undefined {
    const given = this.given(name);
    return given === undefined ? this.#parts.late(name) : given;
  }

  /** The variable as hostvars show it: a text in it that reads something undefined stays as it is written. */
  shown(name: string): Value | LazyDict | undefined {
    try {
      return this.get(name);
    } catch (error) {
      const layer = this.#parts.layers.find(({ vars }) => Object.hasOwn(vars, name));
      if (!(error instanceof Fault) || error.code !== "UNDEFINED" || !layer) throw error;
      return shownParts(layer.vars[name]!, placeOf(layer.vars, name), this.#context);
    }
  }

  /** A variable that somebody has set. */
  given(name: string): Value | LazyDict | undefined {
    const known = this.#known.get(name);
    if (known !== undefined && !isAsked()) return known;
    let value = this.#parts.computed(name);
    if (value === undefined) value = this.#read(name);
    if (value !== undefined) this.#known.set(name, value);
    return value;
  }

  /** Does a layer have it, whatever its value? */
  isWritten(name: string): boolean {
    return this.#parts.layers.some(({ vars }) => Object.hasOwn(vars, name));
  }

  /** The variable as it was written; one that is computed as it is. */
  written(name: string): Value | undefined {
    const layer = this.#parts.layers.find(({ vars }) => Object.hasOwn(vars, name));
    const value = layer && this.#parts.computed(name) === undefined ? layer.vars[name] : this.get(name);
    return value instanceof LazyDict ? undefined : value;
  }

  /** Is it the text of a filter such as `to_json`? */
  isKept(name: string): boolean {
    const value = this.get(name);
    return this.#kept.has(name) || (typeof value === "string" && this.#parts.keptText?.(name) === value);
  }

  *names(): Iterable<string> {
    const seen = new Set<string>();
    for (const layer of this.#parts.layers)
      for (const name of Object.keys(layer.vars))
        if (!seen.has(name)) {
          seen.add(name);
          yield name;
        }
  }

  #read(name: string): Value | undefined {
    const having = this.#parts.layers.filter(({ vars }) => Object.hasOwn(vars, name));
    const first = having[0];
    if (!first) return undefined;
    if (!this.#parts.mergesDicts || !isDict(first.vars[name])) return this.#valueIn(first, name);
    const end = having.findIndex(({ vars }) => !isDict(vars[name]));
    const merged = having
      .slice(0, end === -1 ? having.length : end)
      .filter(({ family }, index, all) => !family || all.findIndex((one) => one.family === family) === index);
    return merged.map((layer) => this.#valueIn(layer, name)).reduce(mergedOver);
  }

  #valueIn(layer: Layer, name: string): Value {
    const written = layer.vars[name]!;
    const isData = layer.kind === "data" || isUnsafe(layer.vars, name);
    if (isData) noteData();
    return isData ? written : this.#evaluate(name, layer.vars, written);
  }

  #evaluate(name: string, container: PlainDict, written: Value): Value {
    if (this.#evaluating.has(name))
      throw new Fault(
        "TEMPLATE_FAILED",
        `recursive loop detected: \`${name}\` is defined in terms of itself`,
        {
          at: placeOf(container, name),
          hint: `${[...this.#evaluating, name].join(" needs ")}: give one of them a value of its own`,
        },
      );
    this.#evaluating.add(name);
    try {
      const at = placeOf(container, name);
      if (typeof written !== "string" || !isTemplate(written))
        return evaluateDeep(written, at, this.#context);
      const { value, kept } = evaluateKept(written, at, this.#context);
      if (kept) this.#kept.add(name);
      return value;
    } finally {
      this.#evaluating.delete(name);
    }
  }
}

function shownParts(value: Value, at: Place | undefined, context: TemplateContext): Value {
  if (Array.isArray(value))
    return value.map((one, index) => shownParts(one, placeOf(value, index) ?? at, context));
  if (isDict(value))
    return dictFrom(
      dictEntries(value).map(([key, one]) => [
        key,
        shownParts(one, placeOf(value, String(key)) ?? at, context),
      ]),
    );
  try {
    return evaluateDeep(value, at, context);
  } catch (error) {
    if (error instanceof Fault && error.code === "UNDEFINED") return value;
    throw error;
  }
}
