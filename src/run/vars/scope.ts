import { Fault } from "../../model/errors.js";
import { placeOf } from "../../model/source.js";
import { isUnsafe, type PlainDict, type Value } from "../../model/value.js";
import type { LazyDict } from "../../template/lazy.js";
import { evaluateDeep, type TemplateContext } from "../../template/render.js";

/** Variables of one origin. `template` values are evaluated when they are read; `data` never is. */
export interface Layer {
  vars: PlainDict;
  kind: "template" | "data";
}

/** Computed variables: the value, or undefined where the name is not theirs. */
export type Computed = (name: string) => Value | LazyDict | undefined;

/**
 * The variables that one task sees on one host. Evaluation is lazy and
 * recursive: a variable that is a template is evaluated when it is read, once.
 */
export class VariableScope {
  readonly #layers: readonly Layer[];
  readonly #computed: Computed;
  readonly #late: Computed;
  readonly #context: TemplateContext;
  readonly #known = new Map<string, Value | LazyDict>();
  readonly #evaluating = new Set<string>();

  /**
   * `layers` from the strongest to the weakest; `computed` wins over all of
   * them; `late` is asked when no layer has the name (facts still to be gathered).
   */
  constructor(
    layers: readonly Layer[],
    computed: Computed,
    late: Computed,
    context: (scope: VariableScope) => TemplateContext,
  ) {
    this.#layers = layers;
    this.#computed = computed;
    this.#late = late;
    this.#context = context(this);
  }

  get context(): TemplateContext {
    return this.#context;
  }

  get(name: string): Value | LazyDict | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    let value = this.#computed(name);
    if (value === undefined) value = this.#read(name);
    if (value === undefined) value = this.#late(name);
    if (value !== undefined) this.#known.set(name, value);
    return value;
  }

  *names(): Iterable<string> {
    const seen = new Set<string>();
    for (const layer of this.#layers)
      for (const name of Object.keys(layer.vars))
        if (!seen.has(name)) {
          seen.add(name);
          yield name;
        }
  }

  #read(name: string): Value | undefined {
    for (const layer of this.#layers) {
      if (!Object.hasOwn(layer.vars, name)) continue;
      const written = layer.vars[name]!;
      return layer.kind === "data" || isUnsafe(layer.vars, name)
        ? written
        : this.#evaluate(name, layer.vars, written);
    }
    return undefined;
  }

  #evaluate(name: string, container: PlainDict, written: Value): Value {
    if (this.#evaluating.has(name))
      throw new Fault(
        "TEMPLATE_FAILED",
        `recursive loop detected: \`${name}\` is defined in terms of itself`,
        {
          at: placeOf(container, name),
        },
      );
    this.#evaluating.add(name);
    try {
      return evaluateDeep(written, placeOf(container, name), this.#context);
    } finally {
      this.#evaluating.delete(name);
    }
  }
}
