import { dictFrom, type Value } from "../model/value.js";
import type { Expression } from "./nodes.js";
import { parseBare } from "./parse.js";
import { makeFloat } from "./python.js";

/** ast.literal_eval: the value of a text that is a Python literal; undefined where it is none. */
export function parseLiteral(text: string): Value | undefined {
  try {
    return literal(parseBare(text, undefined));
  } catch {
    return undefined;
  }
}

class NotLiteral extends Error {}

function literal(node: Expression): Value {
  switch (node.kind) {
    case "constant":
      return node.float && typeof node.value === "number" ? makeFloat(node.value) : node.value;
    case "list":
    case "tuple":
      return node.items.map(literal);
    case "dict":
      return dictFrom(node.items.map(([key, value]) => [literal(key), literal(value)]));
    case "unary": {
      const value = literal(node.of);
      if (node.operator === "-" && typeof value === "number") return -value;
      throw new NotLiteral();
    }
    case "name":
      if (node.name === "null") return null;
      throw new NotLiteral();
    default:
      throw new NotLiteral();
  }
}
