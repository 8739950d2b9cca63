import { Fault } from "../model/errors.js";
import { type Place, placeOf } from "../model/source.js";
import { dictEntries, dictFrom, isDict, isUnsafe, type Value } from "../model/value.js";
import { run, templateOf } from "./compile.js";
import { compile, type Evaluate } from "./compile_expression.js";
import { LazyDict } from "./lazy.js";
import { parseLiteral } from "./literal.js";
import { Frame, type TemplateContext, UNSAFE_CONDITION } from "./machine.js";
import type { Expression } from "./nodes.js";
import { parseBare } from "./parse.js";
import { isTrue, materialise } from "./python.js";
import { Callable, type Result, Undefined } from "./values.js";
import "./lookups.js";

export type { Scope, TemplateContext } from "./machine.js";

export function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%") || text.includes("{#");
}

/** Filters whose text is meant as text, however much it looks like a list or dict. */
const TEXT_FILTERS = new Set([
  "string",
  "to_json",
  "to_nice_json",
  "to_yaml",
  "to_nice_yaml",
  "ppretty",
  "json",
  "tojson",
]);

interface Single {
  evaluate: Evaluate;
  node: Expression;
}

const singles = new Map<string, Single | false>();

/** The one expression that is all of a template, which then keeps the expression's type. */
function singleExpression(text: string, at: Place | undefined): Single | false {
  const known = singles.get(text);
  if (known !== undefined) return known;
  const { statements } = templateOf(text, at);
  const only = statements.length === 1 ? statements[0]! : undefined;
  const single = only?.kind === "output" ? { evaluate: compile(only.of), node: only.of } : (false as const);
  singles.set(text, single);
  return single;
}

/**
 * A text with templates in it. A single `{{ expression }}` gives the
 * expression's own value; anything else gives text, which becomes a list, dict
 * or boolean where it looks like one, as in Ansible.
 */
export function evaluateTemplate(text: string, at: Place | undefined, context: TemplateContext): Value {
  const frame = new Frame(context, { text, at });
  const single = singleExpression(text, at);
  if (!single) return fromText(run(templateOf(text, at), frame));
  const result = single.evaluate(frame);
  if (result instanceof Undefined && single.node.kind === "condition") return "";
  const value = finished(frame.defined(result, single.node.at), frame, single.node.at);
  if (value === null) return single.node.kind === "name" || single.node.kind === "attribute" ? null : "";
  if (typeof value !== "string") return value;
  return single.node.kind === "filter" && TEXT_FILTERS.has(single.node.name.split(".").at(-1)!)
    ? value
    : fromText(value);
}

function fromText(text: string): Value {
  if (text === "True") return true;
  if (text === "False") return false;
  if (!text.startsWith("[") && !text.startsWith("{")) return text;
  return parseLiteral(text) ?? text;
}

function finished(value: Result, frame: Frame, at: number): Value {
  if (value instanceof LazyDict) return materialise(value) as Value;
  if (value instanceof Callable) return frame.fail(`'${value.name}' is a function: call it with ()`, at);
  if (Array.isArray(value))
    return (value as Result[]).map((one) => finished(frame.defined(one, at), frame, at));
  return value as Value;
}

const expressions = new Map<string, { evaluate: Evaluate; node: Expression }>();

function expressionOf(text: string, at: Place | undefined) {
  let known = expressions.get(text);
  if (!known) {
    const node = parseBare(text, at);
    known = { evaluate: compile(node), node };
    expressions.set(text, known);
  }
  return known;
}

/** A bare expression, as in `until`, `var` and `that`. */
export function evaluateExpression(text: string, at: Place | undefined, context: TemplateContext): Value {
  const frame = new Frame(context, { text, at });
  const { evaluate, node } = expressionOf(text, at);
  return finished(frame.defined(evaluate(frame), node.at), frame, node.at);
}

/**
 * Is the condition true? A condition that is itself a template is evaluated first, as Ansible does with a warning;
 * what comes of it may be a host's text, and reaches no further than the variables.
 */
export function evaluateCondition(text: string, at: Place | undefined, context: TemplateContext): boolean {
  let condition = text;
  let allowed = context;
  if (isTemplate(text)) {
    allowed = { ...context, isData: true };
    context.world.warn(
      `conditional statements should not include jinja2 templating delimiters such as {{ }} or {% %}. Found: ${text}`,
    );
    const value = evaluateTemplate(text, at, context);
    if (typeof value !== "string") return isTrue(value as Result);
    condition = value;
    if (condition.trim() === "") return false;
  }
  try {
    const frame = new Frame(allowed, { text: condition, at });
    const { evaluate, node } = expressionOf(condition, at);
    const result = frame.defined(evaluate(frame), node.at);
    return isTrue(result);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.message === UNSAFE_CONDITION)
      throw new Fault(error.code, UNSAFE_CONDITION, {
        at,
        hint: "it became a lookup by the text of a variable: compare with the variable itself, without {{ }}",
      });
    throw new Fault(error.code, `The conditional check '${text}' failed. The error was: ${error.message}`, {
      at: error.at ?? at,
      hint: error.hint,
      cause: error,
    });
  }
}

/** A value with every text in it evaluated, keys too; places and `!unsafe` marks are those of its containers. */
export function evaluateDeep(value: Value, at: Place | undefined, context: TemplateContext): Value {
  if (typeof value === "string") return isTemplate(value) ? evaluateTemplate(value, at, context) : value;
  if (Array.isArray(value)) {
    if (!holdsTemplate(value)) return value;
    return value.map((item, index) =>
      isUnsafe(value, index) ? item : evaluateDeep(item, placeOf(value, index) ?? at, context),
    );
  }
  if (!isDict(value) || !holdsTemplate(value)) return value;
  const entries = dictEntries(value).map(([key, item]): [Value, Value] => {
    const name = typeof key === "string" && isTemplate(key) ? evaluateTemplate(key, at, context) : key;
    if (isUnsafe(value, key as string)) return [name, item];
    return [name, evaluateDeep(item, placeOf(value, key as string) ?? at, context)];
  });
  return dictFrom(entries);
}

function holdsTemplate(value: Value): boolean {
  if (typeof value === "string") return isTemplate(value);
  if (Array.isArray(value)) return value.some(holdsTemplate);
  return isDict(value) && dictEntries(value).some(([key, item]) => holdsTemplate(key) || holdsTemplate(item));
}

/** What is wrong with a text as a template, without evaluating it. */
export function syntaxFaultOf(
  text: string,
  at: Place | undefined,
  kind: "template" | "expression",
): Fault | undefined {
  try {
    if (kind === "expression") parseBare(text, at);
    else templateOf(text, at);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}
