import { isBreak, isPrintable } from "./yaml_scalar.js";

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

function escaped(one: string): string {
  const named = ESCAPES[one];
  if (named !== undefined) return `\\${named}`;
  const hex = one.codePointAt(0)!.toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

export interface Indicator {
  /** a blank comes first where there is none */
  spaced?: boolean;
  /** itself as good as a blank */
  isSpace?: boolean;
  /** may stand where a line is indented */
  indents?: boolean;
}

/** The text of a YAML document as libyaml writes it: it knows its column, and where a line may end. */
export class YamlWriter {
  readonly width: number;
  indent = -1;
  #text = "";
  #column = 0;
  #afterSpace = true;
  #atIndent = true;

  constructor(width: number) {
    this.width = width;
  }

  get text(): string {
    return this.#text;
  }

  get isFull(): boolean {
    return this.#column > this.width;
  }

  get atIndent(): boolean {
    return this.#atIndent;
  }

  #put(text: string): void {
    this.#text += text;
    this.#column += [...text].length;
  }

  #break(one = "\n"): void {
    this.#text += one;
    this.#column = 0;
  }

  /** Begins a line at the present indent, unless it has just begun there. */
  newLine(): void {
    const indent = Math.max(0, this.indent);
    if (!this.#atIndent || this.#column > indent || (this.#column === indent && !this.#afterSpace))
      this.#break();
    if (this.#column < indent) this.#put(" ".repeat(indent - this.#column));
    this.#afterSpace = true;
    this.#atIndent = true;
  }

  indicator(text: string, { spaced = false, isSpace = false, indents = false }: Indicator = {}): void {
    if (spaced && !this.#afterSpace) this.#put(" ");
    this.#put(text);
    this.#afterSpace = isSpace;
    this.#atIndent &&= indents;
  }

  #endScalar(): void {
    this.#afterSpace = false;
    this.#atIndent = false;
  }

  /** Blanks fold lines that are too long, line breaks are doubled. */
  #foldable(text: string, mayBreak: (at: number, characters: string[]) => boolean): void {
    const characters = [...text];
    let afterSpace = false;
    let afterBreak = false;
    for (const [at, one] of characters.entries()) {
      if (one === " ") {
        if (!afterSpace && this.isFull && mayBreak(at, characters)) this.newLine();
        else this.#put(one);
        afterSpace = true;
        continue;
      }
      if (isBreak(one)) {
        if (!afterBreak && one === "\n") this.#break();
        this.#break(one);
        this.#atIndent = true;
        afterBreak = true;
        continue;
      }
      if (afterBreak) this.newLine();
      this.#put(one === "'" && this.#isQuoting ? "''" : one);
      this.#atIndent = false;
      afterSpace = false;
      afterBreak = false;
    }
    if (afterBreak && this.#isQuoting) this.newLine();
  }

  #isQuoting = false;

  plain(text: string, mayBreak: boolean): void {
    if (!this.#afterSpace && text !== "") this.#put(" ");
    this.#foldable(text, (at, characters) => mayBreak && characters[at + 1] !== " ");
    this.#endScalar();
  }

  singleQuoted(text: string, mayBreak: boolean): void {
    this.indicator("'", { spaced: true });
    this.#isQuoting = true;
    this.#foldable(
      text,
      (at, characters) => mayBreak && at > 0 && at < characters.length - 1 && characters[at + 1] !== " ",
    );
    this.#isQuoting = false;
    this.indicator("'");
    this.#endScalar();
  }

  doubleQuoted(text: string, mayBreak: boolean): void {
    this.indicator('"', { spaced: true });
    const characters = [...text];
    let afterSpace = false;
    for (const [at, one] of characters.entries()) {
      if (!isPrintable(one) || isBreak(one) || one === '"' || one === "\\") this.#put(escaped(one));
      else if (
        one === " " &&
        mayBreak &&
        !afterSpace &&
        this.isFull &&
        at > 0 &&
        at < characters.length - 1
      ) {
        this.newLine();
        if (characters[at + 1] === " ") this.#put("\\");
      } else this.#put(one);
      afterSpace = one === " ";
    }
    this.indicator('"');
    this.#endScalar();
  }

  literal(text: string, step: number): void {
    const characters = [...text];
    const hint = characters[0] === " " || isBreak(characters[0]) ? String(step) : "";
    const isKept = isBreak(characters.at(-1)) && (characters.length === 1 || isBreak(characters.at(-2)));
    this.indicator(`|${hint}${isBreak(characters.at(-1)) ? (isKept ? "+" : "") : "-"}`, { spaced: true });
    this.#break();
    this.#atIndent = true;
    this.#afterSpace = true;
    let afterBreak = true;
    for (const one of characters) {
      if (isBreak(one)) {
        this.#break(one);
        this.#atIndent = true;
      } else {
        if (afterBreak) this.newLine();
        this.#put(one);
        this.#atIndent = false;
      }
      afterBreak = isBreak(one);
    }
  }
}
