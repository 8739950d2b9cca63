import { isScalar, type LineCounter, type Node } from "yaml";
import type { Place } from "../model/source.js";

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
    const [start] = node.range ?? [0];
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
    const end = node.range?.[1] ?? start;
    const next = isScalar(node) ? this.#text.indexOf("\n", start) : -1;
    if (next < 0 || next >= end) return place;
    return { ...place, indent: this.#indentAfter(next) };
  }

  #indentAfter(newline: number): number {
    return (/^\n*( *)/.exec(this.#text.slice(newline + 1, newline + 200))?.[1]?.length ?? 0) + 1;
  }

  #block(start: number): Place {
    const header = this.#text.indexOf("\n", start);
    const rest = /^(?:[ \t]*\r?\n)*([ ]*)/.exec(this.#text.slice(header + 1));
    const { line } = this.#at(header + 1 + (rest ? rest[0].length : 0));
    const indent = (rest?.[1]?.length ?? 0) + 1;
    return { path: this.#path, line, column: indent, indent };
  }
}
