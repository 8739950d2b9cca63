import { Fault } from "../errors.js";
import { quoteText } from "../python_text.js";

/** A pattern that cannot be used, in Python's words: what, and at which character. */
export function regexFault(message: string, pattern?: readonly string[], position?: number): Fault {
  if (pattern === undefined || position === undefined) return new Fault("REGEX_INVALID", message);
  const before = pattern.slice(0, position);
  const line = before.filter((character) => character === "\n").length + 1;
  const column = position - before.lastIndexOf("\n");
  const where = pattern.includes("\n") ? ` (line ${line}, column ${column})` : "";
  return new Fault("REGEX_INVALID", `${message} at position ${position}${where}`);
}

/** The tokens of a pattern or a replacement: single characters, and a backslash with what follows it. */
export class RegexSource {
  readonly characters: readonly string[];
  #index = 0;
  #next: string | undefined;

  constructor(text: string) {
    this.characters = [...text];
    this.#advance();
  }

  #advance(): void {
    let token = this.characters[this.#index];
    if (token === "\\") {
      const escaped = this.characters[this.#index + 1];
      if (escaped === undefined)
        throw regexFault("bad escape (end of pattern)", this.characters, this.#index);
      token += escaped;
      this.#index += 1;
    }
    if (token !== undefined) this.#index += 1;
    this.#next = token;
  }

  /** the token that comes next, not yet taken */
  get next(): string | undefined {
    return this.#next;
  }

  get position(): number {
    const next = this.#next;
    return this.#index - (next === undefined ? 0 : next.startsWith("\\") ? 2 : 1);
  }

  set position(position: number) {
    this.#index = position;
    this.#advance();
  }

  take(): string | undefined {
    const token = this.#next;
    this.#advance();
    return token;
  }

  skip(token: string): boolean {
    if (this.#next !== token) return false;
    this.#advance();
    return true;
  }

  takeWhile(count: number, allowed: RegExp): string {
    let taken = "";
    while (taken.length < count && this.#next !== undefined && allowed.test(this.#next)) taken += this.take();
    return taken;
  }

  /** A name up to its closing character. */
  takeName(close: string, what: string): string {
    let name = "";
    for (;;) {
      const token = this.take();
      if (token === undefined)
        throw name === ""
          ? this.fault(`missing ${what}`)
          : this.fault(`missing ${close}, unterminated name`, [...name].length);
      if (token === close) {
        if (name === "") throw this.fault(`missing ${what}`, 1);
        return name;
      }
      name += token;
    }
  }

  /** What Python says of a replacement with a name that the pattern has not. */
  unknownGroup(name: string): Fault {
    return regexFault(`unknown group name ${quoteText(name)}`);
  }

  /** A fault that stands `back` characters before here. */
  fault(message: string, back = 0): Fault {
    return regexFault(message, this.characters, this.position - back);
  }
}

export const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
