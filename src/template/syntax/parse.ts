import type { Place } from "../../model/source.js";
import { lexExpression, lexTemplate, type Syntax } from "./lex.js";
import type { AssignTarget, Expression, Parameter, Statement } from "./nodes.js";
import { parseExpression, parseFilter, parseTuple, TokenStream } from "./parse_expression.js";

/** A bare expression, as in `when`; `raw` as within the `{{ }}` of a playbook. Fault: TEMPLATE_SYNTAX. */
export function parseBare(text: string, at: Place | undefined, raw = false): Expression {
  const tokens = new TokenStream(lexExpression(text, at, raw), text, at);
  const expression = parseTuple(tokens);
  if (!tokens.is("end")) tokens.fail(`unexpected ${tokens.shown()}`);
  return expression;
}

/** A whole template. Fault: TEMPLATE_SYNTAX. */
export function parseTemplate(text: string, syntax: Syntax, at: Place | undefined): Statement[] {
  const tokens = new TokenStream(lexTemplate(text, syntax, at), text, at);
  const body = parseBody(tokens, []);
  if (!tokens.is("end")) tokens.fail(`unexpected ${tokens.shown()}`);
  return body;
}

/** Statements up to one of the named tags, which is left unread after its `{%`. */
function parseBody(tokens: TokenStream, ends: readonly string[]): Statement[] {
  const body: Statement[] = [];
  for (;;) {
    const token = tokens.current;
    if (token.kind === "end") {
      if (ends.length > 0)
        tokens.fail(
          `Unexpected end of template. Jinja was looking for the following tags: '${ends.join("' or '")}'`,
        );
      return body;
    }
    tokens.next();
    if (token.kind === "text") body.push({ kind: "text", text: token.value });
    else if (token.kind === "variable-start") {
      const of = parseTuple(tokens);
      tokens.expect("variable-end");
      body.push({ kind: "output", of, at: of.at });
    } else if (token.kind === "block-start") {
      if (tokens.is("name", ...ends) && ends.length > 0) return body;
      body.push(parseStatement(tokens));
    } else tokens.fail(`unexpected ${tokens.shown()}`, token.at);
  }
}

function endBlock(tokens: TokenStream): void {
  tokens.expect("block-end");
}

/** The body after a tag, and its closing tag. */
function bodyUntil(tokens: TokenStream, end: string): Statement[] {
  endBlock(tokens);
  const body = parseBody(tokens, [end]);
  tokens.expect("name", end);
  if (end === "endblock" || end === "endmacro") tokens.skip("name");
  endBlock(tokens);
  return body;
}

function parseStatement(tokens: TokenStream): Statement {
  const tag = tokens.is("name") ? tokens.next() : tokens.fail("tag name expected");
  const parse = Object.hasOwn(STATEMENTS, tag.value) ? STATEMENTS[tag.value] : undefined;
  if (!parse) return tokens.fail(`Encountered unknown tag '${tag.value}'.`, tag.at);
  return parse(tokens, tag.at);
}

const STATEMENTS: Record<string, (tokens: TokenStream, at: number) => Statement> = {
  if: parseIf,
  for: parseFor,
  set: parseSet,
  macro: parseMacro,
  call: parseCall,
  filter: (tokens) => {
    const filter = parseFilter(tokens, undefined, false);
    return { kind: "filter-block", filter, body: bodyUntil(tokens, "endfilter") };
  },
  with: parseWith,
  print: (tokens) => {
    const { at } = tokens.current;
    const of = parseTuple(tokens);
    endBlock(tokens);
    return { kind: "output", of, at };
  },
  do: (tokens) => {
    const of = parseTuple(tokens);
    endBlock(tokens);
    return { kind: "do", of };
  },
  break: (tokens) => loopControl(tokens, "break"),
  continue: (tokens) => loopControl(tokens, "continue"),
  include: parseInclude,
  import: parseImport,
  from: parseFrom,
  extends: (tokens, at) => {
    const of = parseExpression(tokens);
    endBlock(tokens);
    return { kind: "extends", of, at };
  },
  block: (tokens) => {
    const { value: name } = tokens.expect("name");
    const scoped = tokens.skip("name", "scoped");
    tokens.skip("name", "required");
    return { kind: "block", name, scoped, body: bodyUntil(tokens, "endblock") };
  },
  autoescape: (tokens) => {
    parseExpression(tokens);
    return { kind: "with", items: [], body: bodyUntil(tokens, "endautoescape") };
  },
};

function loopControl(tokens: TokenStream, kind: "break" | "continue"): Statement {
  endBlock(tokens);
  return { kind };
}

function parseIf(tokens: TokenStream): Statement {
  const branches: { test: Expression; body: Statement[] }[] = [];
  let otherwise: Statement[] = [];
  for (;;) {
    const test = parseTuple(tokens, true);
    endBlock(tokens);
    branches.push({ test, body: parseBody(tokens, ["elif", "else", "endif"]) });
    const { value } = tokens.next();
    if (value === "elif") continue;
    if (value === "else") {
      endBlock(tokens);
      otherwise = parseBody(tokens, ["endif"]);
      tokens.next();
    }
    endBlock(tokens);
    return { kind: "if", branches, otherwise };
  }
}

function parseFor(tokens: TokenStream, at: number): Statement {
  const target = parseTarget(tokens);
  tokens.expect("name", "in");
  const of = parseTuple(tokens, false, (stream) => stream.is("name", "if", "recursive"));
  const filter = tokens.skip("name", "if") ? parseExpression(tokens) : undefined;
  const recursive = tokens.skip("name", "recursive");
  endBlock(tokens);
  const body = parseBody(tokens, ["else", "endfor"]);
  let otherwise: Statement[] = [];
  if (tokens.next().value === "else") {
    endBlock(tokens);
    otherwise = parseBody(tokens, ["endfor"]);
    tokens.next();
  }
  endBlock(tokens);
  return { kind: "for", target, of, ...(filter && { filter }), body, otherwise, recursive, at };
}

function parseTarget(tokens: TokenStream): AssignTarget {
  const items: AssignTarget[] = [];
  let tuple = false;
  for (;;) {
    if (tokens.skip("operator", "(")) {
      items.push(parseTarget(tokens));
      tokens.expect("operator", ")");
    } else items.push(parseOneTarget(tokens));
    if (!tokens.skip("operator", ",")) break;
    tuple = true;
    if (!tokens.is("name") && !tokens.is("operator", "(")) break;
    if (tokens.is("name", "in")) break;
  }
  return tuple ? { kind: "tuple", items } : items[0]!;
}

function parseOneTarget(tokens: TokenStream): AssignTarget {
  const token = tokens.expect("name");
  if (!tokens.skip("operator", ".")) return { kind: "name", name: token.value };
  return { kind: "namespace", name: token.value, attribute: tokens.expect("name").value, at: token.at };
}

function parseSet(tokens: TokenStream): Statement {
  const target = parseTarget(tokens);
  if (tokens.skip("operator", "=")) {
    const value = parseTuple(tokens);
    endBlock(tokens);
    return { kind: "set", target, value };
  }
  const filter = tokens.is("operator", "|") ? parseFilter(tokens, undefined) : undefined;
  return { kind: "set-block", target, ...(filter && { filter }), body: bodyUntil(tokens, "endset") };
}

function parseParameters(tokens: TokenStream): Parameter[] {
  const parameters: Parameter[] = [];
  tokens.expect("operator", "(");
  while (!tokens.skip("operator", ")")) {
    const { value: name } = tokens.expect("name");
    if (tokens.skip("operator", "=")) parameters.push({ name, default: parseExpression(tokens) });
    else if (parameters.at(-1)?.default) tokens.fail("non-default argument follows default argument");
    else parameters.push({ name });
    if (!tokens.is("operator", ")")) tokens.expect("operator", ",");
  }
  return parameters;
}

function parseMacro(tokens: TokenStream): Statement {
  const { value: name } = tokens.expect("name");
  const parameters = parseParameters(tokens);
  return { kind: "macro", name, parameters, body: bodyUntil(tokens, "endmacro") };
}

function parseCall(tokens: TokenStream, at: number): Statement {
  const parameters = tokens.is("operator", "(") ? parseParameters(tokens) : [];
  const call = parseExpression(tokens);
  if (call.kind !== "call") return tokens.fail("expected call", call.at);
  return { kind: "call-block", parameters, call, body: bodyUntil(tokens, "endcall"), at };
}

function parseWith(tokens: TokenStream): Statement {
  const items: { target: AssignTarget; value: Expression }[] = [];
  while (!tokens.is("block-end")) {
    if (items.length > 0) tokens.expect("operator", ",");
    const target = parseOneTarget(tokens);
    tokens.expect("operator", "=");
    items.push({ target, value: parseExpression(tokens) });
  }
  return { kind: "with", items, body: bodyUntil(tokens, "endwith") };
}

function withContext(tokens: TokenStream, otherwise: boolean): boolean {
  if (tokens.is("name", "with", "without") && tokens.peek().value === "context") {
    const { value } = tokens.next();
    tokens.next();
    return value === "with";
  }
  return otherwise;
}

function parseInclude(tokens: TokenStream, at: number): Statement {
  const of = parseExpression(tokens);
  const ignoreMissing = tokens.is("name", "ignore") && tokens.peek().value === "missing";
  if (ignoreMissing) {
    tokens.next();
    tokens.next();
  }
  const context = withContext(tokens, true);
  endBlock(tokens);
  return { kind: "include", of, ignoreMissing, context, at };
}

function parseImport(tokens: TokenStream, at: number): Statement {
  const of = parseExpression(tokens);
  tokens.expect("name", "as");
  const { value: as } = tokens.expect("name");
  const context = withContext(tokens, false);
  endBlock(tokens);
  return { kind: "import", of, as, context, at };
}

function parseFrom(tokens: TokenStream, at: number): Statement {
  const of = parseExpression(tokens);
  tokens.expect("name", "import");
  const names: { name: string; as: string }[] = [];
  let context = false;
  while (!tokens.is("block-end")) {
    if (tokens.is("name", "with", "without") && tokens.peek().value === "context") {
      context = withContext(tokens, false);
      break;
    }
    const { value: name } = tokens.expect("name");
    names.push({ name, as: tokens.skip("name", "as") ? tokens.expect("name").value : name });
    if (!tokens.skip("operator", ",")) {
      context = withContext(tokens, context);
      break;
    }
  }
  endBlock(tokens);
  return { kind: "from-import", of, names, context, at };
}
