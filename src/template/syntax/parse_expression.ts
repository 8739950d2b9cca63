import { Fault } from "../../model/errors.js";
import { type Place, placeWithin } from "../../model/source.js";
import { ENDS, syntaxFault, type Token } from "./lex.js";
import type { Arguments, Expression } from "./nodes.js";

/** What Jinja calls the tokens that are none of the expression's own. */
const TOKEN_NAMES: Partial<Record<Token["kind"], string>> = {
  "block-end": "end of statement block",
  "variable-end": "end of print statement",
};

/** A position in the tokens of one template, with the helpers every rule of the grammar needs. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  readonly text: string;
  readonly at: Place | undefined;
  /** how many expressions are open */
  depth = 0;
  #index = 0;

  constructor(tokens: readonly Token[], text: string, at: Place | undefined) {
    this.#tokens = tokens;
    this.text = text;
    this.at = at;
  }

  get current(): Token {
    return this.#tokens[this.#index]!;
  }

  peek(ahead = 1): Token {
    return this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.current;
    if (token.kind !== "end") this.#index += 1;
    return token;
  }

  is(kind: Token["kind"], ...values: string[]): boolean {
    return this.current.kind === kind && (values.length === 0 || values.includes(this.current.value));
  }

  skip(kind: Token["kind"], ...values: string[]): boolean {
    if (!this.is(kind, ...values)) return false;
    this.next();
    return true;
  }

  expect(kind: Token["kind"], value?: string): Token {
    if (value === undefined ? this.is(kind) : this.is(kind, value)) return this.next();
    const message = `expected token '${value ?? TOKEN_NAMES[kind] ?? kind}', got ${this.shown()}`;
    throw syntaxFault(message, this.text, this.current.at, this.at, this.is("end") ? ENDS[kind] : undefined);
  }

  /** One level more; a chain of signs is one, too. */
  deepen(): void {
    this.depth += 0.1;
    if (this.depth > MAX_DEPTH) this.tooDeep();
  }

  tooDeep(): never {
    return this.failLater("the expression is nested too deeply");
  }

  /** No fault of Jinja's syntax: it fails the task that reads it, and is not told before. */
  failLater(message: string): never {
    const { at } = this.current;
    throw new Fault("TEMPLATE_FAILED", message, {
      at: this.at && placeWithin(this.at, this.text, at),
    });
  }

  fail(message: string, offset = this.current.at): never {
    throw syntaxFault(message, this.text, offset, this.at);
  }

  shown(): string {
    const { kind, value } = this.current;
    if (kind === "end") return "end of template";
    return `'${TOKEN_NAMES[kind] ?? value}'`;
  }
}

const operator = (tokens: TokenStream, ...values: string[]) => tokens.is("operator", ...values);
const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="];

/** expression [, expression …]: a tuple where a comma follows. */
export function parseTuple(
  tokens: TokenStream,
  withCondition = true,
  stop?: (tokens: TokenStream) => boolean,
): Expression {
  const { at } = tokens.current;
  const items: Expression[] = [];
  let isTuple = false;
  for (;;) {
    if (items.length > 0 && !tokens.skip("operator", ",")) break;
    if (items.length > 0) isTuple = true;
    if (endsTuple(tokens) || stop?.(tokens)) break;
    items.push(withCondition ? parseExpression(tokens) : parseOr(tokens));
  }
  if (items.length === 0) tokens.fail(`Expected an expression, got ${tokens.shown()}`);
  return isTuple ? { kind: "tuple", items, at } : items[0]!;
}

function endsTuple(tokens: TokenStream): boolean {
  return (
    tokens.is("variable-end") || tokens.is("block-end") || tokens.is("end") || operator(tokens, ")", "]", "}")
  );
}

/** Python's limit of frames lets Jinja go about as deep. */
const MAX_DEPTH = 150;

export function parseExpression(tokens: TokenStream): Expression {
  tokens.depth += 1;
  if (tokens.depth > MAX_DEPTH) tokens.tooDeep();
  const expression = parseConditional(tokens);
  tokens.depth -= 1;
  return expression;
}

function parseConditional(tokens: TokenStream): Expression {
  let then = parseOr(tokens);
  while (tokens.is("name", "if")) {
    const { at } = tokens.next();
    const test = parseOr(tokens);
    const otherwise = tokens.skip("name", "else") ? parseExpression(tokens) : undefined;
    then = { kind: "condition", test, then, ...(otherwise ? { otherwise } : {}), at };
  }
  return then;
}

export function parseOr(tokens: TokenStream): Expression {
  let left = parseAnd(tokens);
  while (tokens.is("name", "or")) left = { kind: "or", at: tokens.next().at, left, right: parseAnd(tokens) };
  return left;
}

function parseAnd(tokens: TokenStream): Expression {
  let left = parseNot(tokens);
  while (tokens.is("name", "and"))
    left = { kind: "and", at: tokens.next().at, left, right: parseNot(tokens) };
  return left;
}

function parseNot(tokens: TokenStream): Expression {
  const places: number[] = [];
  while (tokens.is("name", "not")) places.push(tokens.next().at);
  return places.reduceRight<Expression>(
    (of, at) => ({ kind: "unary", operator: "not", at, of }),
    parseCompare(tokens),
  );
}

function parseCompare(tokens: TokenStream): Expression {
  const { at } = tokens.current;
  const first = parseSum(tokens);
  const rest: { operator: string; to: Expression }[] = [];
  for (;;) {
    if (operator(tokens, ...COMPARISONS)) rest.push({ operator: tokens.next().value, to: parseSum(tokens) });
    else if (tokens.skip("name", "in")) rest.push({ operator: "in", to: parseSum(tokens) });
    else if (tokens.is("name", "not") && tokens.peek().kind === "name" && tokens.peek().value === "in") {
      tokens.next();
      tokens.next();
      rest.push({ operator: "not in", to: parseSum(tokens) });
    } else break;
  }
  return rest.length > 0 ? { kind: "compare", first, rest, at } : first;
}

function binary(
  tokens: TokenStream,
  operators: string[],
  parse: (tokens: TokenStream) => Expression,
): Expression {
  let left = parse(tokens);
  while (operator(tokens, ...operators)) {
    const token = tokens.next();
    left = { kind: "binary", operator: token.value, left, right: parse(tokens), at: token.at };
  }
  return left;
}

const parseSum = (tokens: TokenStream): Expression => binary(tokens, ["+", "-"], parseConcat);
const parseConcat = (tokens: TokenStream): Expression => binary(tokens, ["~"], parseProduct);
const parseProduct = (tokens: TokenStream): Expression => binary(tokens, ["*", "/", "//", "%"], parsePower);
const parsePower = (tokens: TokenStream): Expression =>
  binary(tokens, ["**"], (stream) => parseUnary(stream, true));

function parseUnary(tokens: TokenStream, withFilter: boolean): Expression {
  let node: Expression;
  if (operator(tokens, "-", "+")) {
    const token = tokens.next();
    tokens.deepen();
    node = { kind: "unary", operator: token.value as "-" | "+", of: parseUnary(tokens, false), at: token.at };
  } else node = parsePostfix(tokens, parsePrimary(tokens));
  return withFilter ? parseFilters(tokens, node) : node;
}

function parsePrimary(tokens: TokenStream): Expression {
  const token = tokens.current;
  switch (token.kind) {
    case "name":
      tokens.next();
      return constantName(token.value, token.at) ?? { kind: "name", name: token.value, at: token.at };
    case "string":
      return { kind: "constant", value: joinedStrings(tokens), at: token.at };
    case "integer":
      tokens.next();
      return { kind: "constant", value: integer(token.value), at: token.at };
    case "float":
      tokens.next();
      return { kind: "constant", value: Number(token.value), float: true, at: token.at };
    default:
      if (operator(tokens, "(")) return parenthesised(tokens);
      if (operator(tokens, "[")) return parseList(tokens);
      if (operator(tokens, "{")) return parseDict(tokens);
      return tokens.fail(`unexpected ${tokens.shown()}`);
  }
}

function constantName(name: string, at: number): Expression | undefined {
  if (name === "true" || name === "True") return { kind: "constant", value: true, at };
  if (name === "false" || name === "False") return { kind: "constant", value: false, at };
  if (name === "none" || name === "None") return { kind: "constant", value: null, at };
  return undefined;
}

function joinedStrings(tokens: TokenStream): string {
  let text = "";
  while (tokens.is("string")) text += tokens.next().value;
  return text;
}

function integer(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}

function parenthesised(tokens: TokenStream): Expression {
  const { at } = tokens.next();
  if (tokens.skip("operator", ")")) return { kind: "tuple", items: [], at };
  const inner = parseTuple(tokens);
  tokens.expect("operator", ")");
  return inner;
}

function parseList(tokens: TokenStream): Expression {
  const { at } = tokens.next();
  const items: Expression[] = [];
  while (!operator(tokens, "]")) {
    items.push(parseExpression(tokens));
    if (!operator(tokens, "]")) tokens.expect("operator", ",");
  }
  tokens.next();
  return { kind: "list", items, at };
}

function parseDict(tokens: TokenStream): Expression {
  const { at } = tokens.next();
  const items: [Expression, Expression][] = [];
  while (!operator(tokens, "}")) {
    const key = parseExpression(tokens);
    tokens.expect("operator", ":");
    items.push([key, parseExpression(tokens)]);
    if (!operator(tokens, "}")) tokens.expect("operator", ",");
  }
  tokens.next();
  return { kind: "dict", items, at };
}

export function parsePostfix(tokens: TokenStream, start: Expression): Expression {
  let node = start;
  for (;;) {
    if (operator(tokens, ".")) node = parseAttribute(tokens, node);
    else if (operator(tokens, "[")) node = parseSubscript(tokens, node);
    else if (operator(tokens, "("))
      node = { kind: "call", of: node, at: tokens.current.at, ...parseArguments(tokens) };
    else return node;
  }
}

function parseAttribute(tokens: TokenStream, of: Expression): Expression {
  const { at } = tokens.next();
  const token = tokens.next();
  if (token.kind === "name") return { kind: "attribute", of, name: token.value, at: token.at };
  if (token.kind === "integer")
    return { kind: "item", of, key: { kind: "constant", value: Number(token.value), at }, at: token.at };
  return tokens.fail("expected name or number", token.at);
}

function parseSubscript(tokens: TokenStream, of: Expression): Expression {
  const { at } = tokens.next();
  const part = (): Expression | undefined =>
    operator(tokens, ":", "]", ",") ? undefined : parseExpression(tokens);
  const first = part();
  if (!operator(tokens, ":")) {
    if (!first) return tokens.fail("expected a subscript");
    const items = [first];
    while (tokens.skip("operator", ",")) items.push(parseExpression(tokens));
    tokens.expect("operator", "]");
    return { kind: "item", of, key: items.length > 1 ? { kind: "tuple", items, at } : first, at };
  }
  tokens.next();
  const stop = part();
  const step = tokens.skip("operator", ":") ? part() : undefined;
  tokens.expect("operator", "]");
  return {
    kind: "slice",
    of,
    at,
    ...(first && { start: first }),
    ...(stop && { stop }),
    ...(step && { step }),
  };
}

export function parseArguments(tokens: TokenStream): Arguments {
  tokens.expect("operator", "(");
  const found: Arguments = { args: [], kwargs: [] };
  while (!operator(tokens, ")")) {
    if (tokens.skip("operator", "*")) found.star = parseExpression(tokens);
    else if (tokens.skip("operator", "**")) found.starStar = parseExpression(tokens);
    else if (tokens.is("name") && tokens.peek().kind === "operator" && tokens.peek().value === "=") {
      const name = tokens.next().value;
      tokens.next();
      if (found.kwargs.some(([known]) => known === name))
        tokens.failLater(`keyword argument repeated: ${name}`);
      found.kwargs.push([name, parseExpression(tokens)]);
    } else {
      if (found.kwargs.length > 0) tokens.fail("invalid syntax for function call expression");
      found.args.push(parseExpression(tokens));
    }
    if (!operator(tokens, ")")) tokens.expect("operator", ",");
  }
  tokens.next();
  return found;
}

/** `| filter` and `is test`, as often as they follow. */
function parseFilters(tokens: TokenStream, start: Expression): Expression {
  let node = start;
  for (;;) {
    if (operator(tokens, "|")) node = parseFilter(tokens, node);
    else if (tokens.is("name", "is")) node = parseTest(tokens, node);
    else if (operator(tokens, "(")) node = parsePostfix(tokens, node);
    else return node;
  }
}

function dottedName(tokens: TokenStream): string {
  let name = tokens.expect("name").value;
  while (operator(tokens, ".") && tokens.peek().kind === "name") {
    tokens.next();
    name += `.${tokens.next().value}`;
  }
  return name;
}

export function parseFilter(tokens: TokenStream, of: Expression | undefined, inline = true): Expression {
  let node = of;
  let first = !inline;
  while (first || operator(tokens, "|")) {
    if (!first) tokens.next();
    first = false;
    const { at } = tokens.current;
    const name = dottedName(tokens);
    const args = operator(tokens, "(") ? parseArguments(tokens) : { args: [], kwargs: [] };
    node = { kind: "filter", of: node, name, at, ...args };
  }
  return node!;
}

function parseTest(tokens: TokenStream, of: Expression): Expression {
  tokens.next();
  const not = tokens.skip("name", "not");
  const { at } = tokens.current;
  const name = dottedName(tokens);
  let found: Arguments = { args: [], kwargs: [] };
  if (operator(tokens, "(")) found = parseArguments(tokens);
  else if (tokens.is("name", "is")) tokens.fail("You cannot chain multiple tests with is");
  else if (startsArgument(tokens)) found.args.push(parsePostfix(tokens, parsePrimary(tokens)));
  return { kind: "test", of, name, not, at, ...found };
}

const NOT_ARGUMENTS = new Set(["else", "or", "and", "if", "in", "not"]);

/** `x is divisibleby 3`: an argument without parentheses. */
function startsArgument(tokens: TokenStream): boolean {
  const { kind, value } = tokens.current;
  if (kind === "name") return !NOT_ARGUMENTS.has(value);
  return kind === "string" || kind === "integer" || kind === "float" || operator(tokens, "[", "{");
}
