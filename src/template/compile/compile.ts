import { Fault } from "../../model/errors.js";
import { step } from "../../model/patience.js";
import type { Place } from "../../model/source.js";
import { concat, type Piece, putOut } from "../machine/concat.js";
import { Frame, type Source } from "../machine/machine.js";
import { DEFAULT_SYNTAX, INCLUDED_SYNTAX, normalisedNewlines, type Syntax } from "../syntax/lex.js";
import type { AssignTarget, Expression, Parameter, Statement } from "../syntax/nodes.js";
import { parseTemplate } from "../syntax/parse.js";
import { iterate } from "../values/methods.js";
import { isTrue, toText } from "../values/python.js";
import { Callable, Namespace, type Result } from "../values/values.js";
import { compile, type Evaluate, guarded } from "./expression.js";
import { isKept } from "./kept.js";
import { loopInfo } from "./loop.js";
import { type Macro, macroIn } from "./macro.js";

/** A part of a template: puts out its pieces. */
type Write = (frame: Frame, out: Piece[]) => void;

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

/** The output of a part, as the template's mode makes a value of it. */
function rendered(body: Write, frame: Frame): Result {
  const out: Piece[] = [];
  body(frame, out);
  return concat(out, frame.source.mode);
}

function compileStatement(node: Statement): Write {
  switch (node.kind) {
    case "text":
      return (frame, out) => {
        putOut(out, { value: node.text }, frame.source.mode);
      };
    case "output": {
      const of = compile(node.of);
      return (frame, out) => {
        const value = frame.finished(of(frame), node.at);
        const { mode } = frame.source;
        if (value === null && !frame.context.native) putOut(out, { value: "" }, mode);
        else
          putOut(out, typeof value === "string" ? { value, kept: isKept(node.of, frame) } : { value }, mode);
      };
    }
    case "if":
      return compileIf(node);
    case "for":
      return compileFor(node);
    case "set": {
      const value = compile(node.value);
      const name = node.target.kind === "name" ? node.target.name : undefined;
      return (frame) => {
        const given = value(frame);
        if (name !== undefined && typeof given === "string")
          frame.set(name, given, isKept(node.value, frame));
        else assign(frame, node.target, given);
      };
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
      const caller: Expression = { kind: "name", name: "\0caller", at: node.at };
      const call = compile({ ...node.call, kwargs: [...node.call.kwargs, ["caller", caller]] });
      return (frame, out) => {
        const inner = frame.child();
        inner.set("\0caller", make(frame));
        putOut(out, { value: inner.finished(call(inner), node.at) }, frame.source.mode);
      };
    }
    case "filter-block": {
      const body = compileBody(node.body);
      const filter = compileFilterOn(node.filter);
      return (frame, out) => {
        putOut(out, { value: filter(frame, rendered(body, frame.child())) }, frame.source.mode);
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
    case "block":
      return (frame, out) => {
        out.push({ value: runBlock(frame, node.name) });
      };
    default:
      return node satisfies never;
  }
}

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
  const run = (frame: Frame, out: Piece[], items: Result[], depth: number): void => {
    const kept = filter ? items.filter((one) => passes(frame, node.target, one, filter)) : items;
    if (kept.length === 0) return otherwise(frame, out);
    const asked = {};
    for (const [index, one] of kept.entries()) {
      step();
      const inner = frame.child();
      const again = new Callable("loop", ([value]) => {
        const pieces: Piece[] = [];
        run(frame, pieces, iterate(value ?? []), depth + 1);
        return concat(pieces, frame.source.mode);
      });
      inner.set("loop", loopInfo(kept, { index, depth, asked }, node.recursive ? again : undefined));
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
  const macro: Macro = { name, parameters, defaults, statements, body: (frame) => rendered(body, frame) };
  return (frame) => macroIn(frame, macro);
}

/** A filter expression without a start, applied to a text. */
function compileFilterOn(filter: Expression): (frame: Frame, text: Result) => Result {
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
export function run(template: Template, frame: Frame): Result {
  return concat(runPieces(template, frame), frame.source.mode);
}

/** What it puts out, piece by piece. */
export function runPieces(template: Template, frame: Frame): Piece[] {
  const out: Piece[] = [];
  runInto(template, frame, out);
  return out;
}

function runInto(template: Template, frame: Frame, out: Piece[]): void {
  const parent = template.statements.find((node) => node.kind === "extends");
  const blocks = collectBlocks(template, frame);
  if (blocks.length > 0) frame.set("self", selfOf(frame, blocks));
  if (!parent) return template.body(frame, out);
  template.body(frame, []);
  const loaded = load(frame, compile(parent.of)(frame), parent.at);
  runInto(loaded.template, new Frame(frame.context, loaded.source, frame, frame.blocks), out);
}

/** `self.title()` renders a block once more. */
function selfOf(frame: Frame, names: readonly string[]): Namespace {
  const self = new Namespace();
  for (const name of names) self.values.set(name, new Callable(name, () => runBlock(frame, name)));
  return self;
}

/** Adds a template's blocks below those of the templates that extend it; returns their names. */
function collectBlocks(template: Template, frame: Frame): string[] {
  const names: string[] = [];
  const visit = (nodes: readonly Statement[]): void => {
    for (const node of nodes) {
      if (node.kind === "block") {
        const body = compileBody(node.body);
        const known = frame.blocks.get(node.name) ?? [];
        names.push(node.name);
        frame.blocks.set(node.name, [...known, (inner) => rendered(body, inner)]);
      }
      bodiesOf(node).forEach(visit);
    }
  };
  visit(template.statements);
  return names;
}

function bodiesOf(node: Statement): readonly (readonly Statement[])[] {
  if (node.kind === "if") return [...node.branches.map(({ body }) => body), node.otherwise];
  if (node.kind === "for") return [node.body, node.otherwise];
  return "body" in node ? [node.body] : [];
}

function runBlock(frame: Frame, name: string): Result {
  const chain = frame.blocks.get(name)!;
  const runFrom = (index: number): Result => {
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
    const text = normalisedNewlines(found.text);
    const syntax = frame.source.syntax === DEFAULT_SYNTAX ? INCLUDED_SYNTAX : frame.source.syntax;
    const source: Source = { text, at: place, mode: frame.source.mode, syntax };
    return { template: templateOf(text, place, syntax), source };
  }
  throw new Fault("FILE_MISSING", `template not found: ${wanted.join(", ")}`, { at: frame.place(at) });
}

function compileInclude(node: Statement & { kind: "include" }): Write {
  const of = compile(node.of);
  return (frame, out) => {
    try {
      const loaded = load(frame, of(frame), node.at);
      runInto(
        loaded.template,
        new Frame(frame.context, loaded.source, node.context ? frame : undefined, new Map()),
        out,
      );
    } catch (error) {
      if (!node.ignoreMissing || !(error instanceof Fault) || error.code !== "FILE_MISSING") throw error;
    }
  };
}

function loadModule(frame: Frame, name: Result, at: number, context: boolean): Frame {
  const loaded = load(frame, name, at);
  const inner = new Frame(frame.context, loaded.source, context ? frame : undefined);
  loaded.template.body(inner, []);
  return inner;
}
