import { Fault } from "../../model/errors.js";
import type { Located, Task } from "../../model/play.js";
import type { ResultValues } from "../../model/result.js";
import {
  asLists,
  type Dict,
  dictEntries,
  dictFrom,
  dictGet,
  isDict,
  type PlainDict,
  type Value,
} from "../../model/value.js";
import { runLookup } from "../../template/lookups/lookups.js";
import { evaluateDeep, evaluateTemplate } from "../../template/render.js";
import { isOmitted, stripOmitted } from "../../template/values/omit.js";
import type { VariableScope } from "../vars/scope.js";

/** `loop_control`, evaluated as far as it does not depend on the item. */
export interface LoopControl {
  variable: string;
  indexVariable: string | undefined;
  label: { text: string; at: Task["at"] } | undefined;
  pause: number;
  extended: boolean;
  extendedAllItems: boolean;
  breakWhen: Value | undefined;
}

/** The items of `loop` or `with_*`; undefined where the task does not loop. May suspend. */
export function loopItems(task: Task, scope: VariableScope): Value[] | undefined {
  if (task.with) {
    const terms = loopTerms(task.with.terms, task.with.lookup, scope);
    const { lookup, terms: written } = task.with;
    const found = runLookup(
      { name: lookup, terms, at: written.at, action: task.module.value },
      scope.context,
    );
    return asLists(found) as Value[];
  }
  const loop = task.keywords.loop;
  if (!loop) return undefined;
  const items = stripOmitted(evaluateDeep(loop.value, loop.at, scope.context)) as Value;
  if (Array.isArray(items)) return asLists(items) as Value[];
  throw new Fault(
    "KEYWORD_INVALID",
    `Invalid data passed to 'loop', it requires a list, got this instead: ${typeof items === "string" ? items : pythonText(items)}. Hint: If you passed a list/dict of just one element, try adding wantlist=True to your lookup invocation or use q/query instead of lookup.`,
    { at: loop.at },
  );
}

/** first_found leaves out names that cannot be evaluated; any other loop fails over them. */
function loopTerms({ value, at }: Located, lookup: string, scope: VariableScope): Value {
  if (!lookup.endsWith("first_found") || !Array.isArray(value)) return evaluateDeep(value, at, scope.context);
  return value.flatMap((term) => {
    if (!isDict(term)) return known(term, at, scope);
    const entries = dictEntries(term).map(([key, one]): [Value, Value] => [
      key,
      Array.isArray(one)
        ? one.flatMap((name) => known(name, at, scope))
        : evaluateDeep(one, at, scope.context),
    ]);
    return [dictFrom(entries) as Value];
  });
}

function known(value: Value, at: Located["at"], scope: VariableScope): Value[] {
  try {
    return [evaluateDeep(value, at, scope.context)];
  } catch (error) {
    if (error instanceof Fault && error.code === "UNDEFINED") return [];
    throw error;
  }
}

export function loopControl(task: Task, scope: VariableScope): LoopControl {
  const located = task.keywords.loop_control;
  const control: Dict = isDict(located?.value) ? located.value : {};
  const read = (name: string): Value | undefined => {
    const value = dictGet(control, name);
    return value === undefined ? undefined : evaluateDeep(value, located?.at, scope.context);
  };
  const label = dictGet(control, "label");
  return {
    variable: String(read("loop_var") ?? "item"),
    indexVariable: read("index_var") as string | undefined,
    label: label === undefined || !located ? undefined : { text: String(label), at: located.at },
    pause: Number(read("pause") ?? 0),
    extended: read("extended") === true,
    extendedAllItems: read("extended_allitems") !== false,
    breakWhen: dictGet(control, "break_when"),
  };
}

/** The variables of one round: item, index, `ansible_loop`. */
export function itemVariables(control: LoopControl, items: readonly Value[], index: number): PlainDict {
  const variables: PlainDict = { [control.variable]: items[index]!, ansible_loop_var: control.variable };
  if (control.indexVariable) {
    variables[control.indexVariable] = index;
    variables.ansible_index_var = control.indexVariable;
  }
  if (control.extended) variables.ansible_loop = extendedLoop(control, items, index);
  return variables;
}

/** What the result of a round tells of its loop. */
export function loopKeys(control: LoopControl, above: PlainDict): ResultValues {
  const keys: ResultValues = { ansible_loop_var: control.variable };
  if (control.indexVariable) {
    keys.ansible_index_var = control.indexVariable;
    keys[control.indexVariable] = above[control.indexVariable];
  }
  if (control.extended) keys.ansible_loop = above.ansible_loop;
  return keys;
}

function extendedLoop(control: LoopControl, items: readonly Value[], index: number): PlainDict {
  const loop: PlainDict = {
    index: index + 1,
    index0: index,
    first: index === 0,
    last: index + 1 === items.length,
    length: items.length,
    revindex: items.length - index,
    revindex0: items.length - index - 1,
  };
  if (control.extendedAllItems) loop.allitems = [...items];
  if (index > 0) loop.previtem = items[index - 1]!;
  if (index + 1 < items.length) loop.nextitem = items[index + 1]!;
  return loop;
}

/** What is shown for an item: its label, or itself. */
export function labelOf(control: LoopControl, item: Value, scope: VariableScope): string {
  const label = control.label && evaluateTemplate(control.label.text, control.label.at, scope.context);
  const shown = label === undefined || isOmitted(label) ? item : label;
  return typeof shown === "string" ? shown : pythonText(shown);
}

/** As Python prints it, because that is what people's eyes and tools are used to. */
function pythonText(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string")
    return value.includes("'") && !value.includes('"')
      ? `"${value}"`
      : `'${value.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (value instanceof Map)
    return `{${[...value].map(([k, v]) => `${pythonText(k)}: ${pythonText(v)}`).join(", ")}}`;
  if (isDict(value))
    return `{${Object.entries(value)
      .map(([k, v]) => `${pythonText(k)}: ${pythonText(v as Value)}`)
      .join(", ")}}`;
  return String(value);
}
