import { isScalar, type LineCounter, type Node, type Range } from "yaml";
import type { Place } from "../model/source.js";

/** Whatever was read from a text has its range there. */
export const rangeOf = (node: Node): Range => node.range!;

/** Where nodes of one file start. */
export class Positions {
  readonly #text: string;
  readonly #path: string;
  readonly #lines: LineCounter;

  constructor(text: string, path: string, lines: LineCounter) {
    this.#text = text;
    this.#path = path;
    this.#lines = lines;
  }

  /** Where the text of a node starts: after the quote, or on the first line of a block. */
  of(node: Node): Place {
    const [start] = rangeOf(node);
    const type = isScalar(node) ? node.type : undefined;
    if (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED") return this.#block(start);
    if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") return this.#flow(start + 1, node);
    return this.#flow(start, node);
  }

  #at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { path: this.#path, line: Math.max(1, line), column: Math.max(1, col) };
  }

  #flow(start: number, node: Node): Place {
    const place = this.#at(start);
    const [, end] = rangeOf(node);
    const next = isScalar(node) ? this.#text.indexOf("\n", start) : -1;
    if (next === -1 || next >= end) return place;
    return { ...place, indent: this.#indentAfter(next) };
  }

  #indentAfter(newline: number): number {
    const [, spaces] = /^\n*( *)/.exec(this.#text.slice(newline + 1, newline + 200))!;
    return spaces!.length + 1;
  }

  #block(start: number): Place {
    const header = this.#text.indexOf("\n", start);
    if (header < 0) return this.#at(start);
    const [before, spaces] = /^(?:[ \t]*\r?\n)*([ ]*)/.exec(this.#text.slice(header + 1))!;
    const { line } = this.#at(header + 1 + before.length);
    const indent = spaces!.length + 1;
    return { path: this.#path, line, column: indent, indent };
  }
}
