import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import { type Place, placeWithin } from "../model/source.js";
import { templateOf } from "./compile/compile.js";
import { unknownName } from "./compile/expression.js";
import { lookupExists, lookupNames } from "./lookups/lookups.js";
import { filterNames, findFilter, findTest, testNames } from "./registry.js";
import type { Arguments, Expression, Statement } from "./syntax/nodes.js";
import { parseBare } from "./syntax/parse.js";

export type NameKind = "filter" | "test" | "lookup";

/** A filter, test or lookup that a text names and nobody has. */
export interface UnknownName {
  kind: NameKind;
  name: string;
  /** the text cannot be evaluated without it, whatever the values are */
  certain: boolean;
  /** a name that it is near to: most likely a misspelling */
  near: boolean;
  fault: Fault;
}

interface Used {
  kind: NameKind;
  name: string;
  at: number;
  certain: boolean;
}

/** How a text is read: as a template with the usual marks, or as an expression. */
export type TextKind = "template" | "expression";

/** Lookups beyond the language's own. */
export type LookupNames = readonly string[];

/** The names in a text that mean nothing. A text that cannot be parsed has none: that is another fault. */
export function unknownNames(
  text: string,
  at: Place | undefined,
  { kind, lookups = [] }: { kind: TextKind; lookups?: LookupNames },
): UnknownName[] {
  const used: Used[] = [];
  try {
    if (kind === "expression") visit(parseBare(text, at), true, used);
    else visitAll(templateOf(text, at).statements, true, used);
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
  return used.filter((one) => !isKnown(one, lookups)).map((one) => described(one, text, at, lookups));
}

/** `with_NAME` of a task. */
export function unknownLoop(name: string, at: Place, lookups: LookupNames): Fault | undefined {
  if (isKnown({ kind: "lookup", name }, lookups)) return undefined;
  const hint = suggest(name, lookupNames()) ?? PYTHON;
  return new Fault("KEYWORD_UNKNOWN", `Unexpected failure in finding the lookup named '${name}'`, {
    at,
    hint,
  });
}

function isKnown({ kind, name }: Pick<Used, "kind" | "name">, lookups: LookupNames): boolean {
  if (kind === "filter") return findFilter(name) !== undefined;
  if (kind === "test") return findTest(name) !== undefined;
  return lookupExists(name) || lookups.includes(name);
}

const PYTHON = "filters, tests and lookups written in Python are not run";

function described(
  { kind, name, at: offset, certain }: Used,
  text: string,
  at: Place | undefined,
  lookups: LookupNames,
): UnknownName {
  const known = { filter: filterNames, test: testNames, lookup: () => [...lookupNames(), ...lookups] }[
    kind
  ]();
  const near = suggest(name, known);
  const fault = unknownName(kind, name, at && placeWithin(at, text, offset), near ?? PYTHON);
  return { kind, name, certain, near: near !== undefined, fault };
}

function visitAll(statements: readonly Statement[], certain: boolean, used: Used[]): void {
  for (const statement of statements) visitStatement(statement, certain, used);
}

/** What stands in a branch of a condition is looked for only when it is reached; all else when the text is read. */
function visitStatement(statement: Statement, certain: boolean, used: Used[]): void {
  const all = (body: readonly Statement[], sure = certain) => visitAll(body, sure, used);
  const one = (node: Expression | undefined, sure = certain) => node && visit(node, sure, used);
  switch (statement.kind) {
    case "output":
    case "do":
    case "include":
    case "import":
    case "from-import":
    case "extends":
      return one(statement.of);
    case "if":
      for (const [index, { test, body }] of statement.branches.entries()) {
        one(test, certain && index === 0);
        all(body, false);
      }
      return all(statement.otherwise, false);
    case "for":
      one(statement.of);
      one(statement.filter);
      all(statement.body);
      return all(statement.otherwise);
    case "set":
      return one(statement.value);
    case "set-block":
      one(statement.filter);
      return all(statement.body);
    case "macro":
      for (const parameter of statement.parameters) one(parameter.default);
      return all(statement.body);
    case "call-block":
      one(statement.call);
      return all(statement.body);
    case "filter-block":
      one(statement.filter);
      return all(statement.body);
    case "with":
      for (const { value } of statement.items) one(value);
      return all(statement.body);
    case "block":
      return all(statement.body);
    case "text":
    case "break":
    case "continue":
      return undefined;
    default:
      return statement satisfies never;
  }
}

function visit(node: Expression, certain: boolean, used: Used[]): void {
  const one = (inner: Expression | undefined, sure = certain) => inner && visit(inner, sure, used);
  const given = (call: Arguments) => {
    for (const arg of call.args) one(arg);
    for (const [, value] of call.kwargs) one(value);
    one(call.star);
    one(call.starStar);
  };
  switch (node.kind) {
    case "constant":
    case "name":
      return;
    case "list":
    case "tuple":
      for (const item of node.items) one(item);
      return;
    case "dict":
      for (const [key, value] of node.items) {
        one(key);
        one(value);
      }
      return;
    case "attribute":
    case "unary":
      return one(node.of);
    case "item":
      one(node.of);
      return one(node.key);
    case "slice":
      for (const part of [node.of, node.start, node.stop, node.step]) one(part);
      return;
    case "call":
      noteLookup(node, certain, used);
      one(node.of);
      return given(node);
    case "filter":
      used.push({ kind: "filter", name: node.name, at: node.at, certain });
      noteNamedArgument(node, used);
      one(node.of);
      return given(node);
    case "test":
      used.push({ kind: "test", name: node.name, at: node.at, certain });
      one(node.of);
      return given(node);
    case "binary":
    case "and":
    case "or":
      one(node.left);
      return one(node.right);
    case "compare":
      one(node.first);
      for (const { to } of node.rest) one(to);
      return;
    case "condition":
      one(node.test);
      one(node.then, false);
      return one(node.otherwise, false);
    default:
      node satisfies never;
  }
}

/** `lookup('name', …)`, `query('name', …)`; one that says how to take errors may well have some. */
function noteLookup(node: Expression & { kind: "call" }, certain: boolean, used: Used[]): void {
  if (node.of.kind !== "name" || !/^(lookup|query|q)$/.test(node.of.name)) return;
  if (node.kwargs.some(([name]) => name === "errors")) return;
  noteConstant(node.args[0], { kind: "lookup", certain }, used);
}

/** Filters that take the name of another filter or of a test: known to be missing only where there are items. */
function noteNamedArgument({ name, args }: Expression & { kind: "filter" }, used: Used[]): void {
  const short = name.replace(/^ansible\.builtin\./, "");
  if (short === "map") noteConstant(args[0], { kind: "filter", certain: false }, used);
  else if (/^(select|reject)$/.test(short)) noteConstant(args[0], { kind: "test", certain: false }, used);
  else if (/^(select|reject)attr$/.test(short)) noteConstant(args[1], { kind: "test", certain: false }, used);
}

function noteConstant(
  node: Expression | undefined,
  { kind, certain }: Pick<Used, "kind" | "certain">,
  used: Used[],
): void {
  if (node?.kind === "constant" && typeof node.value === "string")
    used.push({ kind, name: node.value, at: node.at, certain });
}
