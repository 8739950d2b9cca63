import type { Place } from "../model/source.js";
import { placeWithin } from "../model/source.js";
import { templateOf } from "./compile/compile.js";
import { globalNamed } from "./compile/globals.js";
import type { Expression, Statement } from "./syntax/nodes.js";
import { parseBare } from "./syntax/parse.js";

/** A variable that a text reads. */
export interface Read {
  name: string;
  at: Place | undefined;
}

interface Name {
  name: string;
  at: number;
}

/**
 * The variables that a text cannot be evaluated without: those read whatever
 * the values are, and whose absence no filter, test or operator catches.
 * Fault: TEMPLATE_INVALID.
 */
export function certainReads(text: string, at: Place | undefined, kind: "template" | "expression"): Read[] {
  const names =
    kind === "expression" ? inExpression(parseBare(text, at)) : inStatements(templateOf(text, at));
  return names
    .filter(({ name }) => globalNamed(name) === undefined)
    .map(({ name, at: offset }) => ({ name, at: at && placeWithin(at, text, offset) }));
}

/** Only up to the first statement that could set names or leave something out. */
function inStatements({ statements }: { statements: readonly Statement[] }): Name[] {
  const names: Name[] = [];
  for (const statement of statements) {
    if (statement.kind === "output") names.push(...inExpression(statement.of));
    else if (statement.kind === "if") names.push(...inExpression(statement.branches[0]!.test));
    else if (statement.kind === "for") names.push(...inExpression(statement.of));
    else if (statement.kind !== "text") break;
  }
  return names;
}

function inExpression(node: Expression): Name[] {
  switch (node.kind) {
    case "name":
      return [{ name: node.name, at: node.at }];
    case "attribute":
      return inExpression(node.of);
    case "item":
      return [...inExpression(node.of), ...inExpression(node.key)];
    case "unary":
      return inExpression(node.of);
    case "binary":
      return [...inExpression(node.left), ...inExpression(node.right)];
    case "compare":
      return [...inExpression(node.first), ...inExpression(node.rest[0]!.to)];
    case "and":
    case "or":
      return inExpression(node.left);
    case "condition":
      return inExpression(node.test);
    default:
      // filters, tests and calls may take what is not defined; lists and dicts may be given to one that does
      return [];
  }
}
