import { Fault } from "../model/errors.js";
import { type Place, placeOf } from "../model/source.js";
import { dictEntries, dictFrom, Float, isDict, isUnsafe, type Value } from "../model/value.js";
import { runPieces, templateOf } from "./compile/compile.js";
import { compile, type Evaluate } from "./compile/expression.js";
import { isKept, isTextFilter } from "./compile/kept.js";
import { contained, unlessUndefined } from "./contained.js";
import { concat, type Mode, unrolled } from "./machine/concat.js";
import { Frame, type TemplateContext, UNSAFE_CONDITION } from "./machine/machine.js";
import { DEFAULT_SYNTAX, INCLUDED_SYNTAX, normalisedNewlines } from "./syntax/lex.js";
import { withNewlines } from "./syntax/newlines.js";
import type { Expression } from "./syntax/nodes.js";
import { parseBare } from "./syntax/parse.js";
import { isTrue } from "./values/python.js";
import { Callable, QuietUndefined, type Result } from "./values/values.js";
import "./lookups/lookups.js";

export type { Scope, TemplateContext } from "./machine/machine.js";

export function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%") || text.includes("{#");
}

/** The one name that is all of a text: its variable keeps its type where it is no template itself. */
const SINGLE_NAME = /^\{\{\s*([\p{L}\p{N}_]*)\s*\}\}\n?$/u;

/** What a template gives, and whether that is the text of a filter such as `to_json`. */
export interface Evaluated {
  value: Value;
  kept: boolean;
}

const modeOf = (context: TemplateContext): Mode => (context.native ? "native" : "text-or-container");

/**
 * A text with templates in it: text, which becomes a list, dict or boolean
 * where it looks like one; a name alone gives a number, boolean or null as it
 * is. With `jinja2_native`, a single expression gives its own value.
 */
export function evaluateTemplate(text: string, at: Place | undefined, context: TemplateContext): Value {
  return evaluateKept(text, at, context).value;
}

export function evaluateKept(text: string, at: Place | undefined, context: TemplateContext): Evaluated {
  return unlessUndefined(context, { value: text, kept: false }, () => evaluateStrictly(text, at, context));
}

function evaluateStrictly(text: string, at: Place | undefined, context: TemplateContext): Evaluated {
  const plain = plainVariable(text, context);
  if (plain !== undefined) return { value: plain, kept: false };
  const body = normalisedNewlines(text);
  const frame = new Frame(context, { text: body, at, mode: modeOf(context), syntax: DEFAULT_SYNTAX });
  return contained(at, () => {
    const pieces = runPieces(templateOf(body, at), frame);
    const value = printed(concat(pieces, frame.source.mode), frame);
    const kept = pieces.length === 1 && pieces[0]!.kept === true;
    return { value: typeof value === "string" ? withNewlines(value, text) : value, kept };
  });
}

/** A number, boolean or null that is written as the variable's value, and is all that the text asks for. */
function plainVariable(text: string, { scope, nullText }: TemplateContext): Value | undefined {
  const name = SINGLE_NAME.exec(text)?.[1];
  const written = name ? scope.written?.(name) : undefined;
  if (written === null) return nullText ?? null;
  if (typeof written === "boolean") return written;
  if (typeof written === "number" || typeof written === "bigint" || written instanceof Float) return written;
  return undefined;
}

/** A value that a task can have: not a function or the like. */
function printed(value: Result, frame: Frame): Value {
  if (value instanceof QuietUndefined) return "";
  if (value instanceof Callable) return frame.fail(`'${value.name}' is a function: call it with ()`, 0);
  return value as Value;
}

const expressions = new Map<string, { evaluate: Evaluate; node: Expression }>();

/** `raw`: as it is read within the `{{ }}` of a playbook. */
function expressionOf(text: string, at: Place | undefined, raw: boolean) {
  const key = raw ? `{{${text}` : text;
  let known = expressions.get(key);
  if (!known) {
    const node = parseBare(text, at, raw);
    known = { evaluate: compile(node), node };
    expressions.set(key, known);
  }
  return known;
}

/** A bare expression, as in `var`: what `{{ expression }}` would give. */
export function evaluateExpression(text: string, at: Place | undefined, context: TemplateContext): Value {
  const plain = plainVariable(`{{${text}}}`, context);
  if (plain !== undefined) return plain;
  const frame = new Frame(context, { text, at, mode: modeOf(context), syntax: DEFAULT_SYNTAX });
  return contained(at, () => {
    const { evaluate, node } = expressionOf(text, at, true);
    const found = unrolled(frame.finished(evaluate(frame), node.at));
    const value = found === null && !context.native ? "" : found;
    return printed(concat([{ value, kept: isKept(node, frame) }], frame.source.mode), frame);
  });
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
    const frame = new Frame(allowed, { text: condition, at, mode: "text", syntax: INCLUDED_SYNTAX });
    const holds = () => {
      const { evaluate, node } = expressionOf(condition, at, false);
      return isTrue(frame.defined(evaluate(frame), node.at));
    };
    return unlessUndefined(context, false, () => contained(at, holds));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.message === UNSAFE_CONDITION)
      throw new Fault(error.code, UNSAFE_CONDITION, {
        at,
        hint: "it became a lookup by the text of a variable: compare with the variable itself, without {{ }}",
      });
    const which = error.code === "UNDEFINED" ? `error while evaluating conditional (${condition}): ` : "";
    throw new Fault(
      error.code,
      `The conditional check '${text}' failed. The error was: ${which}${error.message}`,
      {
        at: error.at ?? at,
        hint: error.hint,
        cause: error,
      },
    );
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

/** Is a text one expression that ends with a filter such as `to_json`, so that its text stays text? */
export function staysText(text: string): boolean {
  if (!isTemplate(text)) return false;
  const { statements } = templateOf(normalisedNewlines(text), undefined);
  const only = statements.length === 1 ? statements[0]! : undefined;
  return only?.kind === "output" && isTextFilter(only.of);
}

/** What is wrong with a text as a template, without evaluating it. */
export function syntaxFaultOf(
  text: string,
  at: Place | undefined,
  kind: "template" | "expression",
): Fault | undefined {
  try {
    if (kind === "expression") parseBare(text, at);
    else contained(at, () => templateOf(normalisedNewlines(text), at));
    return undefined;
  } catch (error) {
    // too deep, or too big: the task's own failure, as it would be without this look ahead
    if (error instanceof Fault) return error.code === "TEMPLATE_SYNTAX" ? error : undefined;
    throw error;
  }
}
