/** A word of `key=value` text, with the white space that follows it. */
export interface Word {
  text: string;
  after: string;
  /** where it starts in the text */
  at: number;
}

/** Openers and closers of a template: between them nothing is split. */
const BRACES = [
  ["{{", "}}"],
  ["{%", "%}"],
  ["{#", "#}"],
] as const;

/**
 * Splits text at spaces and line ends, but not within quotes or template
 * braces. Undefined where one of them is not closed.
 */
export function splitWords(text: string): Word[] | undefined {
  const words: Word[] = [];
  const state = new State();
  const chunks = text.match(/[^ \n]+|[ ]+|\n/g) ?? [];
  let offset = 0;
  for (const [index, chunk] of chunks.entries()) {
    const last = words.at(-1);
    if (state.isOpen) last!.text += chunk;
    else if (chunk === "\\") dropContinuation(chunks, index);
    else if (chunk[0] === " " || chunk === "\n") {
      if (last) last.after += space(chunk, chunks[index + 1]);
    } else if (chunk !== "") words.push({ text: chunk, after: "", at: offset });
    state.see(chunk);
    offset += chunk === "" ? 1 : chunk.length;
  }
  return state.isOpen ? undefined : words;
}

/** A backslash on its own goes, and with it the end of its line. */
function dropContinuation(chunks: string[], index: number): void {
  if (chunks[index + 1] === "\n") chunks[index + 1] = "";
}

/** One space between words is the separator itself; what is more belongs to the word before. */
function space(chunk: string, next: string | undefined): string {
  return chunk === "\n" || next === undefined || next === "\n" ? chunk : chunk.slice(1);
}

/** The words as they were written, except for one space that may stand at the start of a line. */
export function joinWords(words: readonly Word[]): string {
  return words
    .map(({ text, after }, index) => {
      const isLast = index === words.length - 1;
      return text + after + (isLast || after.endsWith("\n") ? "" : " ");
    })
    .join("");
}

class State {
  #quote = "";
  readonly #depths = [0, 0, 0];

  get isOpen(): boolean {
    return this.#quote !== "" || this.#depths.some((depth) => depth > 0);
  }

  see(chunk: string): void {
    for (let index = 0; index < chunk.length; index++) {
      const character = chunk[index]!;
      if ((character !== '"' && character !== "'") || chunk[index - 1] === "\\") continue;
      if (this.#quote === "") this.#quote = character;
      else if (this.#quote === character) this.#quote = "";
    }
    for (const [index, [open, close]] of BRACES.entries()) {
      const more = count(chunk, open) - count(chunk, close);
      this.#depths[index] = Math.max(0, this.#depths[index]! + more);
    }
  }
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
