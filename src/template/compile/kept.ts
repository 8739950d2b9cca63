import type { Frame } from "../machine/machine.js";
import type { Expression } from "../syntax/nodes.js";

/** Filters whose text is meant as text, however much it looks like a list or dict. */
const TEXT_FILTERS = new Set([
  "string",
  "to_json",
  "to_nice_json",
  "to_yaml",
  "to_nice_yaml",
  "ppretty",
  "json",
]);

/** Does the expression end with such a filter? */
export function isTextFilter(node: Expression): boolean {
  return node.kind === "filter" && TEXT_FILTERS.has(node.name.split(".").at(-1)!);
}

/** Is the value of the expression the text of such a filter, as it came from it? */
export function isKept(node: Expression, frame: Frame): boolean {
  switch (node.kind) {
    case "filter":
      return isTextFilter(node);
    case "name":
      return frame.isKept(node.name);
    case "condition":
      return isKept(node.then, frame) && (!node.otherwise || isKept(node.otherwise, frame));
    case "and":
    case "or":
      return isKept(node.left, frame) && isKept(node.right, frame);
    default:
      return false;
  }
}
