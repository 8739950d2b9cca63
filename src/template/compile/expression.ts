import { Fault } from "../../model/errors.js";
import { dictEntries, dictFrom, type Value } from "../../model/value.js";
import { attribute, item } from "../machine/access.js";
import { binary, comparison } from "../machine/arithmetic.js";
import type { Frame, Machine } from "../machine/machine.js";
import { findFilter, findTest } from "../registry.js";
import type { Arguments, Expression } from "../syntax/nodes.js";
import { lengthOf, sliceText } from "../values/code_points.js";
import { iterate } from "../values/methods.js";
import {
  asDict,
  isMapping,
  isNumber,
  isTrue,
  makeFloat,
  numeric,
  toText,
  typeName,
} from "../values/python.js";
import {
  Callable,
  type Kwargs,
  LoopInfo,
  QuietUndefined,
  type Result,
  Tuple,
  Undefined,
} from "../values/values.js";
import { globalNamed } from "./globals.js";

/** An expression ready to be evaluated against the names of a frame. */
export type Evaluate = (frame: Frame) => Result;

export function compile(node: Expression): Evaluate {
  switch (node.kind) {
    case "constant": {
      const value = node.float && typeof node.value === "number" ? makeFloat(node.value) : node.value;
      return () => value;
    }
    case "name":
      return compileName(node.name, node.at);
    case "list": {
      const items = node.items.map(compile);
      return (frame) => items.map((one) => one(frame));
    }
    case "tuple": {
      const items = node.items.map(compile);
      return (frame) => Tuple.make(items.map((one) => one(frame)));
    }
    case "dict": {
      const items = node.items.map(([key, value]) => [compile(key), compile(value)] as const);
      return (frame) =>
        dictFrom(items.map(([key, value]) => [keyOf(frame, key(frame), node.at), value(frame) as Value]));
    }
    case "attribute": {
      const of = compile(node.of);
      return (frame) => attribute(frame, of(frame), node.name, node.at);
    }
    case "item": {
      const of = compile(node.of);
      const key = compile(node.key);
      return (frame) => item(frame, of(frame), key(frame), node.at);
    }
    case "slice":
      return compileSlice(node);
    case "call":
      return compileCall(node);
    case "filter":
      return compileFilter(node);
    case "test":
      return compileTest(node);
    case "binary": {
      const left = compile(node.left);
      const right = compile(node.right);
      return (frame) =>
        guarded(frame, node.at, () => {
          const first = frame.defined(left(frame), node.left.at);
          const second = right(frame);
          // `'%r' % missing` shows what is missing
          const isFormat = node.operator === "%" && typeof first === "string";
          return binary(node.operator, first, isFormat ? second : frame.defined(second, node.right.at));
        });
    }
    case "unary":
      return compileUnary(node);
    case "compare":
      return compileCompare(node);
    case "and": {
      const [left, right] = [compile(node.left), compile(node.right)];
      return (frame) => {
        const value = frame.defined(left(frame), node.left.at);
        return isTrue(value) ? right(frame) : value;
      };
    }
    case "or": {
      const [left, right] = [compile(node.left), compile(node.right)];
      return (frame) => {
        const value = frame.defined(left(frame), node.left.at);
        return isTrue(value) ? value : right(frame);
      };
    }
    case "condition":
      return compileCondition(node);
    default:
      return node satisfies never;
  }
}

/** Turns Python-like type errors of an operation into a fault with its place. */
export function guarded<T>(frame: Frame, at: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError || (error instanceof RangeError && !error.message.includes("call stack")))
      throw new Fault("TEMPLATE_FAILED", error.message, { at: frame.place(at), cause: error });
    if (error instanceof Fault && error.code === "REGEX_INVALID" && !error.at)
      throw new Fault("REGEX_INVALID", error.message, { at: frame.place(at), cause: error });
    throw error;
  }
}

/** Lists and dicts are no keys. */
function keyOf(frame: Frame, key: Result, at: number): Value {
  const known = frame.defined(key, at);
  if (isMapping(known) || (Array.isArray(known) && !(known instanceof Tuple)))
    return frame.fail(`unhashable type: '${typeName(known)}'`, at);
  return known as Value;
}

function compileName(name: string, at: number): Evaluate {
  return (frame) => {
    const local = frame.local(name);
    if (local !== undefined) return local;
    const value = variable(frame, name);
    if (value !== undefined) return value;
    return globalNamed(name) ?? frame.undefinedName(name, at);
  };
}

/** A variable whose own template reads something undefined is undefined itself. */
function variable(frame: Frame, name: string): Result | undefined {
  const { scope } = frame.context;
  try {
    return scope.get(name);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "UNDEFINED") throw error;
    const written = scope.written?.(name);
    const shown = written === undefined ? name : toText(written as Result);
    return new Undefined(`${shown}: ${error.message}`, error.at, { hint: error.hint });
  }
}

function compileCondition(node: Expression & { kind: "condition" }): Evaluate {
  const [test, then] = [compile(node.test), compile(node.then)];
  const otherwise = node.otherwise && compile(node.otherwise);
  return (frame) => {
    if (isTrue(frame.defined(test(frame), node.test.at))) return then(frame);
    if (otherwise) return otherwise(frame);
    return new QuietUndefined(
      "the inline if-expression evaluated to false and no else section was defined.",
      frame.place(node.at),
    );
  };
}

function compileSlice(node: Expression & { kind: "slice" }): Evaluate {
  const of = compile(node.of);
  const [start, stop, step] = [node.start, node.stop, node.step].map((part) => part && compile(part));
  return (frame) => {
    const value = frame.defined(of(frame), node.at);
    if (typeof value !== "string" && !Array.isArray(value))
      return frame.fail(`'${typeName(value)}' object is not subscriptable`, node.at);
    const bound = (part: Evaluate | undefined): number | undefined => {
      const found = part?.(frame);
      return found === undefined || found === null
        ? undefined
        : Number(isNumber(found) ? numeric(found) : found);
    };
    const by = bound(step) ?? 1;
    if (by === 0) return frame.fail("slice step cannot be zero", node.at);
    if (typeof value === "string" && by === 1) return textSlice(value, bound(start), bound(stop));
    const items = slice([...(value as Result[])], bound(start), bound(stop), by);
    if (typeof value === "string") return items.join("");
    return value instanceof Tuple ? Tuple.make(items) : items;
  };
}

/** The common slice of a text, without a list of its characters. */
function textSlice(text: string, start: number | undefined, stop: number | undefined): string {
  const size = lengthOf(text);
  const place = (value: number) => Math.min(Math.max(value < 0 ? value + size : value, 0), size);
  const from = place(start ?? 0);
  return sliceText(text, from, Math.max(from, place(stop ?? size)));
}

function slice(items: Result[], start: number | undefined, stop: number | undefined, step: number): Result[] {
  const size = items.length;
  const clamp = (value: number, low: number, high: number) =>
    Math.min(Math.max(value < 0 ? value + size : value, low), high);
  const found: Result[] = [];
  if (step > 0) {
    const end = clamp(stop ?? size, 0, size);
    for (let index = clamp(start ?? 0, 0, size); index < end; index += step) found.push(items[index]!);
  } else {
    const end = stop === undefined ? -1 : clamp(stop, -1, size - 1);
    for (let index = clamp(start ?? size - 1, -1, size - 1); index > end; index += step)
      found.push(items[index]!);
  }
  return found;
}

function compileUnary(node: Expression & { kind: "unary" }): Evaluate {
  const of = compile(node.of);
  if (node.operator === "not") return (frame) => !isTrue(frame.defined(of(frame), node.of.at));
  return (frame) => {
    const value = frame.defined(of(frame), node.of.at);
    if (!isNumber(value))
      return frame.fail(`bad operand type for unary ${node.operator}: '${typeName(value)}'`, node.at);
    if (node.operator === "+") return value;
    // of the float zero the sign counts
    return guarded(frame, node.at, () => binary("*", -1, value));
  };
}

function compileCompare(node: Expression & { kind: "compare" }): Evaluate {
  const first = compile(node.first);
  const rest = node.rest.map(({ operator, to }) => ({ operator, to: compile(to), at: to.at }));
  return (frame) => {
    let left: Result = frame.defined(first(frame), node.first.at);
    for (const { operator, to, at } of rest) {
      const right = frame.defined(to(frame), at);
      if (!guarded(frame, node.at, () => comparison(operator, left, right))) return false;
      left = right;
    }
    return true;
  };
}

type CompiledArguments = (frame: Frame) => { args: Result[]; kwargs: Kwargs };

export function compileArguments(node: Arguments): CompiledArguments {
  const args = node.args.map(compile);
  const kwargs = node.kwargs.map(([name, value]) => [name, compile(value)] as const);
  const star = node.star && compile(node.star);
  const starStar = node.starStar && compile(node.starStar);
  return (frame) => {
    const values = args.map((one) => one(frame));
    if (star) values.push(...iterate(star(frame)));
    const named: Kwargs = Object.fromEntries(kwargs.map(([name, value]) => [name, value(frame)]));
    const more = starStar?.(frame);
    if (more !== undefined && isMapping(more))
      for (const [name, value] of dictEntries(asDict(more))) named[String(name)] = value as Result;
    return { args: values, kwargs: named };
  };
}

function compileCall(node: Expression & { kind: "call" }): Evaluate {
  const of = compile(node.of);
  const given = compileArguments(node);
  const name = node.of.kind === "name" ? node.of.name : "";
  return (frame) => {
    const found =
      name && Object.hasOwn(CONTEXT_CALLS, name) ? undefined : frame.defined(of(frame), node.of.at);
    const callable = found instanceof LoopInfo ? found.again : found;
    const { args, kwargs } = given(frame);
    const machine = machineFor(frame, node.at);
    if (found === undefined)
      return guarded(frame, node.at, () => CONTEXT_CALLS[name]!(machine, args, kwargs));
    if (!(callable instanceof Callable))
      return frame.fail(`'${typeName(callable ?? null)}' object is not callable`, node.at);
    return guarded(frame, node.at, () => callable.call(args, kwargs));
  };
}

/** Functions that need the evaluation itself; set by the lookups. */
export const CONTEXT_CALLS: Record<string, (machine: Machine, args: Result[], kwargs: Kwargs) => Result> = {};

function compileFilter(node: Expression & { kind: "filter" }): Evaluate {
  const of = node.of ? compile(node.of) : () => null;
  const given = compileArguments(node);
  const filter = findFilter(node.name);
  return (frame) => {
    if (!filter) return unknown(frame, "filter", node.name, node.at);
    let value: Result = of(frame);
    if (value instanceof Undefined && !filter.undefinedToo)
      value = frame.defined(value, node.of?.at ?? node.at);
    const { args, kwargs } = given(frame);
    if (!filter.undefinedToo)
      for (const [index, arg] of args.entries())
        if (arg instanceof Undefined) frame.defined(arg, node.args[index]?.at ?? node.at);
    return guarded(frame, node.at, () => filter.run(value, args, kwargs, machineFor(frame, node.at)));
  };
}

function compileTest(node: Expression & { kind: "test" }): Evaluate {
  const of = compile(node.of);
  const given = compileArguments(node);
  const test = findTest(node.name);
  return (frame) => {
    if (!test) return unknown(frame, "test", node.name, node.at);
    let value: Result = of(frame);
    if (value instanceof Undefined && !test.undefinedToo) value = frame.defined(value, node.of.at);
    const { args, kwargs } = given(frame);
    const outcome = guarded(frame, node.at, () => test.run(value, args, kwargs, machineFor(frame, node.at)));
    return node.not ? !outcome : outcome;
  };
}

function unknown(frame: Frame, kind: "filter" | "test", name: string, at: number): never {
  throw unknownName(kind, name, frame.place(at));
}

function reasonFor(kind: string, name: string): string {
  const lead = "template error while templating string:";
  if (/^[\w.]+$/.test(name)) return `${lead} No ${kind} named '${name}'.`;
  return `TemplateSyntaxError: Could not load "${name}": 'invalid plugin name: ansible.builtin.${name}'`;
}

export function unknownName(
  kind: "filter" | "test" | "lookup",
  name: string,
  at: Fault["at"],
  hint?: string,
): Fault {
  return new Fault("TEMPLATE_SYNTAX", reasonFor(kind, name), {
    at,
    hint,
  });
}

export function machineFor(frame: Frame, at: number): Machine {
  const machine: Machine = {
    frame,
    at,
    fail: (message) => frame.fail(message, at),
    filter: (name, value, args, kwargs) => {
      const filter = findFilter(name);
      if (!filter) return unknown(frame, "filter", name, at);
      return filter.run(filter.undefinedToo ? value : frame.defined(value, at), args, kwargs, machine);
    },
    test: (name, value, args, kwargs) => {
      const test = findTest(name);
      if (!test) return unknown(frame, "test", name, at);
      return test.run(test.undefinedToo ? value : frame.defined(value, at), args, kwargs, machine);
    },
    attribute: (value, name) => attribute(frame, value, name, at),
    item: (value, key) => item(frame, value, key, at),
    call: (callable, args, kwargs = {}) => callable.call(args, kwargs),
  };
  return machine;
}
