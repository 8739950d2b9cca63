import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";
import { compile, type Evaluate, guarded } from "./compile_expression.js";
import { DEFAULT_SYNTAX, type Syntax } from "./lex.js";
import { Frame } from "./machine.js";
import { iterate } from "./methods.js";
import type { AssignTarget, Expression, Parameter, Statement } from "./nodes.js";
import { parseTemplate } from "./parse.js";
import { isTrue, toText } from "./python.js";
import { Callable, type Kwargs, LoopInfo, Namespace, type Result, Tuple, Undefined } from "./values.js";

/** A piece of a template: writes its text. */
type Write = (frame: Frame, out: string[]) => void;

class LoopSignal extends Error {
  readonly kind: "break" | "continue";
  constructor(kind: "break" | "continue") {
    super(kind);
    this.kind = kind;
  }
}

export function compileBody(statements: readonly Statement[]): Write {
  const parts = statements.map(compileStatement);
  return (frame, out) => {
    for (const part of parts) part(frame, out);
  };
}

function rendered(body: Write, frame: Frame): string {
  const out: string[] = [];
  body(frame, out);
  return out.join("");
}

function compileStatement(node: Statement): Write {
  switch (node.kind) {
    case "text":
      return (_frame, out) => {
        out.push(node.text);
      };
    case "output": {
      const of = compile(node.of);
      return (frame, out) => {
        const value = of(frame);
        if (value instanceof Undefined && node.of.kind === "condition") return;
        const shown = frame.defined(value, node.at);
        out.push(shown === null ? "" : toText(shown));
      };
    }
    case "if":
      return compileIf(node);
    case "for":
      return compileFor(node);
    case "set": {
      const value = compile(node.value);
      return (frame) => assign(frame, node.target, value(frame));
    }
    case "set-block": {
      const body = compileBody(node.body);
      const filter = node.filter && compileFilterOn(node.filter);
      return (frame) => {
        const text = rendered(body, frame.child());
        assign(frame, node.target, filter ? filter(frame, text) : text);
      };
    }
    case "macro": {
      const make = compileMacro(node.name, node.parameters, node.body);
      return (frame) => frame.set(node.name, make(frame));
    }
    case "call-block": {
      const make = compileMacro("caller", node.parameters, node.body);
      const call = compile(node.call);
      return (frame, out) => {
        const inner = frame.child();
        CALLERS.push(make(frame));
        try {
          out.push(toText(inner.defined(call(inner), node.at)));
        } finally {
          CALLERS.pop();
        }
      };
    }
    case "filter-block": {
      const body = compileBody(node.body);
      const filter = compileFilterOn(node.filter);
      return (frame, out) => {
        out.push(toText(filter(frame, rendered(body, frame.child()))));
      };
    }
    case "with": {
      const items = node.items.map(({ target, value }) => ({ target, value: compile(value) }));
      const body = compileBody(node.body);
      return (frame, out) => {
        const inner = frame.child();
        for (const { target, value } of items) assign(inner, target, value(frame));
        body(inner, out);
      };
    }
    case "do": {
      const of = compile(node.of);
      return (frame) => {
        of(frame);
      };
    }
    case "break":
    case "continue":
      return () => {
        throw new LoopSignal(node.kind);
      };
    case "include":
      return compileInclude(node);
    case "import":
      return (frame) => {
        const module = new Namespace();
        const inner = loadModule(frame, compile(node.of)(frame), node.at, node.context);
        for (const [name, value] of inner.own()) module.values.set(name, value);
        frame.set(node.as, module);
      };
    case "from-import":
      return (frame) => {
        const inner = loadModule(frame, compile(node.of)(frame), node.at, node.context);
        for (const { name, as } of node.names) {
          const value = inner.local(name);
          if (value === undefined) return frame.fail(`the template has no exported name '${name}'`, node.at);
          frame.set(as, value);
        }
      };
    case "extends":
      return () => {};
    case "block": {
      const body = compileBody(node.body);
      return (frame, out) => {
        out.push(runBlock(frame, node.name, (inner) => rendered(body, inner)));
      };
    }
    default:
      return node satisfies never;
  }
}

/** `caller()` of the innermost `{% call %}`: read by macros when they are called. */
const CALLERS: Callable[] = [];

function compileIf(node: Statement & { kind: "if" }): Write {
  const branches = node.branches.map(({ test, body }) => ({
    test: compile(test),
    at: test.at,
    body: compileBody(body),
  }));
  const otherwise = compileBody(node.otherwise);
  return (frame, out) => {
    for (const { test, at, body } of branches)
      if (isTrue(frame.defined(test(frame), at))) return body(frame, out);
    otherwise(frame, out);
  };
}

function compileFor(node: Statement & { kind: "for" }): Write {
  const of = compile(node.of);
  const filter = node.filter && compile(node.filter);
  const body = compileBody(node.body);
  const otherwise = compileBody(node.otherwise);
  const run = (frame: Frame, out: string[], items: Result[], depth: number): void => {
    const kept = filter ? items.filter((one) => passes(frame, node.target, one, filter)) : items;
    if (kept.length === 0) return otherwise(frame, out);
    for (const [index, one] of kept.entries()) {
      const inner = frame.child();
      const again = new Callable("loop", ([value]) => {
        const text: string[] = [];
        run(frame, text, iterate(value ?? []), depth + 1);
        return text.join("");
      });
      inner.set("loop", loopInfo(kept, index, depth, node.recursive ? again : undefined));
      assign(inner, node.target, one);
      try {
        body(inner, out);
      } catch (error) {
        if (!(error instanceof LoopSignal)) throw error;
        if (error.kind === "break") return;
      }
    }
  };
  return (frame, out) => {
    const value = frame.defined(of(frame), node.of.at);
    run(
      frame,
      out,
      guarded(frame, node.at, () => [...iterate(value)]),
      0,
    );
  };
}

function passes(frame: Frame, target: AssignTarget, one: Result, filter: Evaluate): boolean {
  const inner = frame.child();
  assign(inner, target, one);
  return isTrue(inner.defined(filter(inner), 0));
}

function loopInfo(
  items: readonly Result[],
  index: number,
  depth: number,
  again: Callable | undefined,
): Result {
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
    ["cycle", new Callable("cycle", (args) => args[index % args.length]!)],
    [
      "changed",
      new Callable(
        "changed",
        ([value]) => index === 0 || toText(value ?? null) !== toText(items[index - 1]!),
      ),
    ],
  ]);
  if (index > 0) values.set("previtem", items[index - 1]!);
  if (index + 1 < items.length) values.set("nextitem", items[index + 1]!);
  return new LoopInfo(values, again);
}

/** Binds a value to a name, several names, or a namespace's attribute. */
function assign(frame: Frame, target: AssignTarget, value: Result): void {
  if (target.kind === "name") return frame.set(target.name, value);
  if (target.kind === "namespace") {
    const namespace = frame.local(target.name);
    if (!(namespace instanceof Namespace))
      return frame.fail("cannot assign attribute on non-namespace object", target.at);
    namespace.values.set(target.attribute, value);
    return;
  }
  const items = iterate(value);
  if (items.length !== target.items.length)
    frame.fail(
      items.length > target.items.length
        ? `too many values to unpack (expected ${target.items.length})`
        : `not enough values to unpack (expected ${target.items.length}, got ${items.length})`,
      0,
    );
  for (const [index, one] of target.items.entries()) assign(frame, one, items[index]!);
}

function compileMacro(
  name: string,
  parameters: readonly Parameter[],
  statements: readonly Statement[],
): (frame: Frame) => Callable {
  const body = compileBody(statements);
  const defaults = parameters.map((parameter) => parameter.default && compile(parameter.default));
  return (frame) =>
    new Callable(name, (args, kwargs) => {
      const inner = frame.child();
      const left: Kwargs = { ...kwargs };
      parameters.forEach((parameter, index) => {
        const given = index < args.length ? args[index] : left[parameter.name];
        delete left[parameter.name];
        const value =
          given ??
          defaults[index]?.(inner) ??
          new Undefined(`parameter '${parameter.name}' was not provided`, undefined);
        inner.set(parameter.name, value);
      });
      inner.set("varargs", Tuple.make(args.slice(parameters.length)));
      const caller = left.caller ?? CALLERS.at(-1);
      delete left.caller;
      inner.set("kwargs", left as never);
      if (caller !== undefined) inner.set("caller", caller);
      return rendered(body, inner);
    });
}

/** A filter expression without a start, applied to a text. */
function compileFilterOn(filter: Expression): (frame: Frame, text: string) => Result {
  const withText = (node: Expression): Expression =>
    node.kind === "filter"
      ? { ...node, of: node.of ? withText(node.of) : { kind: "name", name: "\0text", at: node.at } }
      : node;
  const evaluate = compile(withText(filter));
  return (frame, text) => {
    const inner = frame.child();
    inner.set("\0text", text);
    return evaluate(inner);
  };
}

export interface Template {
  body: Write;
  statements: Statement[];
}

const compiled = new Map<string, Template>();

/** A template's text, compiled once for each syntax. */
export function templateOf(text: string, at: Place | undefined, syntax: Syntax = DEFAULT_SYNTAX): Template {
  const key = syntax === DEFAULT_SYNTAX ? text : `${JSON.stringify(syntax)}\0${text}`;
  let template = compiled.get(key);
  if (!template) {
    const statements = parseTemplate(text, syntax, at);
    template = { statements, body: compileBody(statements) };
    compiled.set(key, template);
  }
  return template;
}

/** Renders a compiled template; `extends` hands the blocks to the parent. */
export function run(template: Template, frame: Frame): string {
  const parent = template.statements.find((node) => node.kind === "extends");
  if (!parent) return rendered(template.body, frame);
  collectBlocks(template, frame);
  rendered(template.body, frame);
  const loaded = load(frame, compile(parent.of)(frame), parent.at);
  return run(loaded.template, new Frame(frame.context, loaded.source, frame, frame.blocks));
}

function collectBlocks(template: Template, frame: Frame): void {
  const visit = (nodes: readonly Statement[]): void => {
    for (const node of nodes) {
      if (node.kind !== "block") continue;
      const body = compileBody(node.body);
      const known = frame.blocks.get(node.name) ?? [];
      frame.blocks.set(node.name, [...known, (inner) => rendered(body, inner)]);
      visit(node.body);
    }
  };
  visit(template.statements);
}

function runBlock(frame: Frame, name: string, own: (frame: Frame) => string): string {
  const chain = [...(frame.blocks.get(name) ?? []), own];
  const runFrom = (index: number): string => {
    const inner = frame.child();
    inner.set("super", new Callable("super", () => (index + 1 < chain.length ? runFrom(index + 1) : "")));
    return chain[index]!(inner);
  };
  return runFrom(0);
}

function load(frame: Frame, name: Result, at: number) {
  const wanted = Array.isArray(name) ? (name as Result[]).map(toText) : [toText(frame.defined(name, at))];
  for (const one of wanted) {
    const found = frame.context.load?.(one, frame.source.at?.path);
    if (!found) continue;
    const place: Place = { path: found.path, line: 1, column: 1 };
    return { template: templateOf(found.text, place), source: { text: found.text, at: place } };
  }
  throw new Fault("FILE_MISSING", `template not found: ${wanted.join(", ")}`, { at: frame.place(at) });
}

function compileInclude(node: Statement & { kind: "include" }): Write {
  const of = compile(node.of);
  return (frame, out) => {
    try {
      const loaded = load(frame, of(frame), node.at);
      out.push(
        run(loaded.template, new Frame(frame.context, loaded.source, node.context ? frame : undefined)),
      );
    } catch (error) {
      if (!node.ignoreMissing || !(error instanceof Fault) || error.code !== "FILE_MISSING") throw error;
    }
  };
}

function loadModule(frame: Frame, name: Result, at: number, context: boolean): Frame {
  const loaded = load(frame, name, at);
  const inner = new Frame(frame.context, loaded.source, context ? frame : undefined);
  rendered(loaded.template.body, inner);
  return inner;
}
