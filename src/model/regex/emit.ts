import { asciiFolded, classSource, codeSource, itemSource } from "./characters.js";
import type { Node } from "./nodes.js";
import { childrenOf, widthOf } from "./width.js";

/** A pattern for JavaScript's own engine, which must mean the same. */
export interface Native {
  source: string;
  flags: string;
  /** the same for texts that are only ASCII: much less to compile */
  asciiSource: string;
}

/**
 * The pattern in JavaScript, or undefined where JavaScript would find something
 * else: references to groups that may not have matched, groups inside of what
 * is repeated, loops whose body can be empty, conditions, atomic groups, flags
 * for parts.
 */
export function toNative(root: Node): Native | undefined {
  const foldings = new Set<boolean>();
  if (!isNative(root, foldings) || foldings.size > 1) return undefined;
  return {
    source: new Emitter(false).emit(root),
    asciiSource: new Emitter(true).emit(root),
    flags: foldings.has(true) ? "vi" : "v",
  };
}

function isNative(node: Node, foldings: Set<boolean>): boolean {
  switch (node.kind) {
    case "back":
    case "if":
    case "atomic":
      return false;
    case "set":
      if (hasCase(node)) foldings.add(node.ignoreCase && !node.ascii);
      break;
    case "repeat":
      if (node.mode === "possessive" || !repeatsAlike(node)) return false;
      break;
    default:
  }
  return childrenOf(node).every((child) => isNative(child, foldings));
}

/** Can the case matter? Spaces and digits are the same under all flags. */
function hasCase(node: Node & { kind: "set" }): boolean {
  return !node.items.every((item) =>
    "class" in item ? item.ascii || item.class !== "w" : item.to < 65 || (item.from > 122 && item.to < 128),
  );
}

function repeatsAlike(node: Node & { kind: "repeat" }): boolean {
  return widthOf(node.body).min > 0 && (node.max <= 1 || !holdsGroup(node.body));
}

function holdsGroup(node: Node): boolean {
  return (node.kind === "group" && node.index !== undefined) || childrenOf(node).some(holdsGroup);
}

class Emitter {
  readonly #asciiText: boolean;
  constructor(asciiText: boolean) {
    this.#asciiText = asciiText;
  }
  emit(node: Node): string {
    switch (node.kind) {
      case "sequence":
        return node.items.map((item) => this.emit(item)).join("");
      case "choice":
        return `(?:${node.options.map((option) => this.emit(option)).join("|")})`;
      case "any":
        return node.newline ? "[\\s\\S]" : "[^\\n]";
      case "set":
        return this.#set(node);
      case "at":
        return this.#anchor(node.where, node.ascii);
      case "group":
        return node.index === undefined ? `(?:${this.emit(node.body)})` : `(${this.emit(node.body)})`;
      case "look":
        return `(?${node.behind ? "<" : ""}${node.negate ? "!" : "="}${this.emit(node.body)})`;
      case "repeat":
        return `(?:${this.emit(node.body)})${count(node.min, node.max)}${node.mode === "lazy" ? "?" : ""}`;
      default:
        throw new Error(`${node.kind} has no counterpart in JavaScript`);
    }
  }

  #set(node: Node & { kind: "set" }): string {
    const only = node.items.length === 1 ? node.items[0]! : undefined;
    const folded = node.ignoreCase && node.ascii;
    if (only && "from" in only && only.from === only.to && !node.negate && !folded)
      return codeSource(only.from);
    const items = folded ? node.items.flatMap(asciiFolded) : node.items;
    return `[${node.negate ? "^" : ""}${items.map((item) => itemSource(item, this.#asciiText)).join("")}]`;
  }

  #anchor(where: (Node & { kind: "at" })["where"], ascii: boolean): string {
    const plain = ascii || this.#asciiText;
    const word = `[${classSource("w", { ascii: plain })}]`;
    switch (where) {
      case "start":
        return "^";
      case "line-start":
        return "(?<![^\\n])";
      case "end":
        return "(?=\\n?$)";
      case "line-end":
        return "(?![^\\n])";
      case "very-end":
        return "$";
      case "word":
        if (plain) return "\\b";
        return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
      default:
        // Python finds no such place in an empty text
        return `(?:(?<=${word})(?=${word})|(?!^$)(?<!${word})(?!${word}))`;
    }
  }
}

function count(min: number, max: number): string {
  if (min === 0 && max === 1) return "?";
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}
