import type { Node } from "./nodes.js";
import { regexFault } from "./source.js";

/** How many characters a node can match: at least, at most. */
export interface Width {
  min: number;
  max: number;
}

const ONE: Width = { min: 1, max: 1 };
const NONE: Width = { min: 0, max: 0 };

/** `groups` gathers the widths of groups, for references to them. */
export function widthOf(node: Node, groups: Map<number, Width> = new Map()): Width {
  const of = (inner: Node) => widthOf(inner, groups);
  switch (node.kind) {
    case "set":
    case "any":
      return ONE;
    case "at":
      return NONE;
    case "look":
      of(node.body);
      return NONE;
    case "sequence":
      return node.items.map(of).reduce((a, b) => ({ min: a.min + b.min, max: a.max + b.max }), NONE);
    case "choice":
      return node.options.map(of).reduce(either);
    case "if":
      return either(of(node.then), of(node.otherwise));
    case "group": {
      const width = of(node.body);
      if (node.index !== undefined) groups.set(node.index, width);
      return width;
    }
    case "atomic":
      return of(node.body);
    case "repeat": {
      const width = of(node.body);
      return { min: width.min * node.min, max: width.max === 0 ? 0 : width.max * node.max };
    }
    case "back":
      return groups.get(node.group) ?? NONE;
    default:
      return node satisfies never;
  }
}

const either = (a: Width, b: Width): Width => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) });

/** The nodes right below a node. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "sequence":
      return node.items;
    case "choice":
      return node.options;
    case "if":
      return [node.then, node.otherwise];
    case "group":
    case "look":
    case "atomic":
    case "repeat":
      return [node.body];
    default:
      return [];
  }
}

/** Python looks behind only by a fixed number of characters. */
export function checkLookbehinds(root: Node): void {
  const groups = new Map<number, Width>();
  widthOf(root, groups);
  const visit = (node: Node): void => {
    if (node.kind === "look" && node.behind) {
      const { min, max } = widthOf(node.body, groups);
      if (min !== max) throw regexFault("look-behind requires fixed-width pattern");
    }
    childrenOf(node).forEach(visit);
  };
  visit(root);
}
