// The changes: for a node, what may stand in its place, by kind.
import { SyntaxKind } from "typescript/unstable/ast";
import { isWording } from "./left_out.mjs";

const S = SyntaxKind;

/** Operators and what is put in their place. */
const OPERATORS = new Map([
  [S.AmpersandAmpersandToken, ["logic", "||"]],
  [S.BarBarToken, ["logic", "&&"]],
  [S.EqualsEqualsEqualsToken, ["condition", "!=="]],
  [S.ExclamationEqualsEqualsToken, ["condition", "==="]],
  [S.LessThanToken, ["boundary", "<="]],
  [S.LessThanEqualsToken, ["boundary", "<"]],
  [S.GreaterThanToken, ["boundary", ">="]],
  [S.GreaterThanEqualsToken, ["boundary", ">"]],
  [S.MinusToken, ["arithmetic", "+"]],
  [S.AsteriskToken, ["arithmetic", "/"]],
  [S.SlashToken, ["arithmetic", "*"]],
  [S.PercentToken, ["arithmetic", "*"]],
]);

/** Methods that are left out of a chain of calls. */
const STEPS = new Set(
  "filter sort toSorted reverse toReversed slice trim trimEnd trimStart toLowerCase toUpperCase flat concat replace replaceAll".split(
    " ",
  ),
);

/** What may be put in the place of `node`: the kind of the change and the new text. */
export function changesOf(node, text) {
  const own = (part) => text.slice(part.getStart(), part.end);
  const make = MAKERS.get(node.kind);
  return make ? make(node, own).map(([kind, by]) => ({ kind, by })) : [];
}

const MAKERS = new Map([
  [S.IfStatement, ifStatement],
  [S.ConditionalExpression, (node, own) => bothOf("condition", [own(node.whenFalse), own(node.whenTrue)])],
  [S.BinaryExpression, binary],
  [S.PrefixUnaryExpression, prefix],
  [S.NumericLiteral, number],
  [S.StringLiteral, string],
  [S.NoSubstitutionTemplateLiteral, shellText],
  [S.TrueKeyword, () => [["constant", "false"]]],
  [S.FalseKeyword, () => [["constant", "true"]]],
  [S.ArrayLiteralExpression, ({ elements }) => (elements.length > 0 ? [["constant", "[]"]] : [])],
  [S.ExpressionStatement, statement],
  [
    S.AwaitExpression,
    (node, own) => (node.parent.kind === S.ExpressionStatement ? [["await", own(node.expression)]] : []),
  ],
  [S.CallExpression, call],
  [S.ObjectLiteralExpression, spreads],
  [S.RegularExpressionLiteral, pattern],
]);

function ifStatement(node, own) {
  const whole = own(node);
  const condition = own(node.expression);
  const rest = whole.slice(node.expression.end - node.getStart());
  const found = [["condition", `if (!(${condition})${rest}`]];
  if (node.elseStatement === undefined && endsEarly(node.thenStatement)) found.push(["return", ";"]);
  return found;
}

function endsEarly(statement) {
  const last = statement.kind === S.Block ? statement.statements.at(-1) : statement;
  return last !== undefined && [S.ReturnStatement, S.ContinueStatement, S.BreakStatement].includes(last.kind);
}

function binary(node, own) {
  const left = own(node.left);
  const right = own(node.right);
  if (node.operatorToken.kind === S.QuestionQuestionToken) return bothOf("default", [left, right]);
  const found = OPERATORS.get(node.operatorToken.kind);
  if (!found) return [];
  const [kind, operator] = found;
  const changed = `${left} ${operator} ${right}`;
  return kind === "logic"
    ? [[kind, `(${changed})`], ...bothOf("condition", [left, right])]
    : [[kind, changed]];
}

/** Either of two in place of what joins them. */
const bothOf = (kind, parts) => parts.map((part) => [kind, /^[\w.$]+$/.test(part) ? part : `(${part})`]);

function prefix(node, own) {
  return node.operator === S.ExclamationToken ? [["condition", `(${own(node.operand)})`]] : [];
}

function number(node, own) {
  const value = Number(own(node).replaceAll("_", ""));
  return [["constant", value === 0 ? "1" : value === 1 ? "0" : String(value + 1)]];
}

function string(node, own) {
  const { text } = node;
  const shell = shellText(node, own);
  if (shell.length > 0) return shell;
  if (isWording(text)) return [];
  return [["constant", text === "" ? '"mutant"' : '""']];
}

/** Inside what a host's shell is told: the two ways of joining commands, and of asking whether there is a text. */
function shellText(node, own) {
  const written = own(node);
  if (!/\bif \[|\bfi\b|&& | \|\| |\bthen\b/.test(written)) return [];
  return [...written.matchAll(/ && | \|\| |\[ -[nzefd] | -(?:eq|ne|lt|gt) |" = "?|" != "?/g)].map(
    ({ 0: found, index }) => {
      const by = SHELL[found.trim()] ?? SHELL[found.replace(/["]/g, "").trim()];
      const changed = found.includes('"') ? found.replace(/!?=/, by) : found.replace(found.trim(), () => by);
      return ["shell", written.slice(0, index) + changed + written.slice(index + found.length)];
    },
  );
}

const SHELL = {
  "&&": "||",
  "||": "&&",
  "[ -n": "[ -z",
  "[ -z": "[ -n",
  "[ -e": "[ ! -e",
  "[ -f": "[ ! -f",
  "[ -d": "[ ! -d",
  "-eq": "-ne",
  "-ne": "-eq",
  "-lt": "-le",
  "-gt": "-ge",
  "=": "!=",
  "!=": "=",
};

function statement(node, own) {
  const { expression } = node;
  const called = expression.kind === S.AwaitExpression ? expression.expression : expression;
  const changes = called.kind === S.CallExpression ? [["call", ";"]] : [];
  const siblings = node.parent.statements ?? [];
  const next = siblings[siblings.indexOf(node) + 1];
  if (next?.kind === S.ExpressionStatement && [node, next].every(acts))
    changes.push(["order", `${own(next)}\n${own(node)}`]);
  return changes;
}

/** Two assignments in the other order are the same; two calls need not be. */
const acts = ({ expression }) => [S.CallExpression, S.AwaitExpression].includes(expression.kind);

function call(node, own) {
  const changes = [];
  const { expression, arguments: given } = node;
  if (
    expression.kind === S.PropertyAccessExpression &&
    STEPS.has(expression.name.text) &&
    !expression.questionDotToken
  )
    changes.push(["step", `(${own(expression.expression)})`]);
  const [first, second] = given;
  const plain = [S.Identifier, S.PropertyAccessExpression, S.StringLiteral];
  if (
    !/^Math\.(max|min)$/.test(own(expression)) &&
    given.length >= 2 &&
    plain.includes(first.kind) &&
    plain.includes(second.kind) &&
    own(first) !== own(second)
  ) {
    const written = own(node);
    const from = first.getStart() - node.getStart();
    const to = second.end - node.getStart();
    const swapped = `${own(second)}, ${own(first)}`;
    changes.push(["order", written.slice(0, from) + swapped + written.slice(to)]);
  }
  return changes;
}

/** `{...usual, ...own}`: who wins. */
function spreads(node, own) {
  const parts = node.properties;
  return parts.slice(1).flatMap((part, index) => {
    const before = parts[index];
    if (part.kind !== S.SpreadAssignment && before.kind !== S.SpreadAssignment) return [];
    const texts = parts.map(own);
    [texts[index], texts[index + 1]] = [texts[index + 1], texts[index]];
    return [["order", `{ ${texts.join(", ")} }`]];
  });
}

/** Where a pattern is held at the beginning and at the end. */
function pattern(node, own) {
  const written = own(node);
  const changes = [];
  if (written.startsWith("/^")) changes.push(["pattern", `/${written.slice(2)}`]);
  if (/[^\\]\$\/[a-z]*$/.test(written)) changes.push(["pattern", written.replace(/\$\/([a-z]*)$/, "/$1")]);
  return changes;
}
