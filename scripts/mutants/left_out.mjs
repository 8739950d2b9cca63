// What is never changed, since the behaviour would be the same or only its wording another:
// - types, imports, names of properties;
// - words for people: a text with a space in it that is no shell text, whatever an error is made with, and the
//   properties that hold a description;
// - how long is waited and how much is kept at once: numbers whose name says so;
// - what was generated, and long tables of data: each row would be a place of its own;
// - parts of a chain with `?.`: taken out of the chain they mean something else.
import { SyntaxKind } from "typescript/unstable/ast";
import { isTypeNode } from "typescript/unstable/ast/is";

const DESCRIPTIONS = /^(about|summary|description|help|hint|title|reason|why|note|label|examples|wayOut)$/;
const PATIENCE =
  /(_MS|_SECONDS|_BYTES|_SIZE|LONGEST|PATIENCE|LIMIT|INTERVAL|DELAY|TIMEOUT|^timeout$|^ms$|^delay$|Ms$|Timeout$)/;
const ERRORS = /(Error|Fault|Faults|fault|defect|warn|complain|problem)$/;
const LONG_TABLE = 25;

/** Whether nothing inside this node is a place for a mutant. */
export function isLeftOut(node) {
  switch (node.kind) {
    case SyntaxKind.ImportDeclaration:
    case SyntaxKind.ExportDeclaration:
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
    case SyntaxKind.ThrowStatement:
      return true;
    case SyntaxKind.NewExpression:
      return ERRORS.test(node.expression.getText());
    case SyntaxKind.CallExpression:
      return node.expression.kind === SyntaxKind.ImportKeyword || ERRORS.test(calleeName(node));
    case SyntaxKind.PropertyAssignment:
      return DESCRIPTIONS.test(node.name.getText()) || isPatience(node, node.initializer);
    case SyntaxKind.VariableDeclaration:
      return isPatience(node, node.initializer);
    case SyntaxKind.ArrayLiteralExpression:
      return node.elements.length > LONG_TABLE;
    case SyntaxKind.ObjectLiteralExpression:
      return node.properties.length > LONG_TABLE && node.properties.every(isPlainRow);
    default:
      return isTypeNode(node) && node.kind !== SyntaxKind.ExpressionWithTypeArguments;
  }
}

export const isGenerated = (text) => /^\/\/.*\bgenerated\b/im.test(text.slice(0, 400));

/** Words for people. */
export const isWording = (text) => /\S\s+\S/.test(text) || /[A-Za-z]{2}[.:!?]$/.test(text);

/** Whether a call or an access stands in a chain with `?.`. */
export function isInOptionalChain(node) {
  const holds = (one) =>
    one.questionDotToken !== undefined ||
    (isChainPart(one) && one.expression !== undefined && holds(one.expression));
  let top = node;
  while (isChainPart(top.parent) && top.parent.expression === top) top = top.parent;
  return top !== node ? holds(top) : false;
}

const CHAIN = [
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.ElementAccessExpression,
  SyntaxKind.CallExpression,
  SyntaxKind.NonNullExpression,
];
const isChainPart = (node) => CHAIN.includes(node.kind);

function isPatience(named, value) {
  if (value === undefined || !PATIENCE.test(named.name.getText())) return false;
  return /^[\d_*\s.+]+$/.test(value.getText());
}

const isPlainRow = (row) =>
  row.kind === SyntaxKind.PropertyAssignment &&
  [SyntaxKind.StringLiteral, SyntaxKind.NumericLiteral].includes(row.initializer.kind);

function calleeName({ expression }) {
  return expression.name?.getText() ?? expression.getText();
}
