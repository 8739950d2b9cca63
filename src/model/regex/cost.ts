import type { Node } from "./nodes.js";
import { childrenOf } from "./width.js";

/** How a pattern's work can grow with the text, at worst. */
export interface Cost {
  /** the loops that stop at the end of a line, and those that do not */
  lineLoops: number;
  textLoops: number;
  /** log2 of the ways through choices and options */
  bits: number;
  /** loops over something that itself can be matched in several ways: may never end */
  endless: boolean;
}

const SMALL_COUNT = 8;

export function costOf(root: Node): Cost {
  const cost: Cost = { lineLoops: 0, textLoops: 0, bits: 0, endless: false };
  const visit = (node: Node): void => {
    if (node.kind === "choice") cost.bits += Math.log2(node.options.length);
    if (node.kind === "repeat") countLoop(node, cost);
    childrenOf(node).forEach(visit);
  };
  visit(root);
  return cost;
}

function countLoop(node: Node & { kind: "repeat" }, cost: Cost): void {
  if (node.min === node.max && isOne(node.body)) return;
  if (node.max > 1 && holdsChoice(node.body)) cost.endless = true;
  if (node.max <= SMALL_COUNT) cost.bits += Math.log2(node.max - node.min + 1);
  else if (isOne(node.body) && staysInLine(node.body)) cost.lineLoops += 1;
  else cost.textLoops += 1;
}

const isOne = (node: Node): boolean => node.kind === "set" || node.kind === "any";

function holdsChoice(node: Node): boolean {
  return node.kind === "choice" || node.kind === "repeat" || childrenOf(node).some(holdsChoice);
}

function staysInLine(node: Node): boolean {
  if (node.kind === "any") return !node.newline;
  if (node.kind !== "set" || node.items.some((item) => "class" in item && !/^[dw]$/.test(item.class)))
    return false;
  const holds = node.items.some((item) => "from" in item && item.from <= 10 && item.to >= 10);
  const plain = node.items.every((item) => "from" in item);
  return node.negate ? plain && holds : !holds;
}

const NATIVE_LIMIT = 3e7;
const MAX_BITS = 16;

/** May JavaScript's own engine, which cannot be stopped, be given this text? */
export function isCheap(cost: Cost, text: string): boolean {
  if (cost.endless || cost.bits > MAX_BITS) return false;
  const size = text.length + 1;
  const start = 2 ** cost.bits * size;
  if (start * size ** (cost.lineLoops + cost.textLoops) <= NATIVE_LIMIT) return true;
  if (cost.textLoops > 0 && start * size ** cost.textLoops > NATIVE_LIMIT) return false;
  return start * size ** cost.textLoops * longestLine(text) ** cost.lineLoops <= NATIVE_LIMIT;
}

function longestLine(text: string): number {
  let longest = 0;
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf("\n", from);
    longest = Math.max(longest, (end < 0 ? text.length : end) - from);
    if (end < 0) break;
    from = end + 1;
  }
  return longest + 1;
}
