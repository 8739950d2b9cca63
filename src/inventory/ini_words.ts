import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";

export interface IniWord {
  text: string;
  /** where it starts in the line */
  at: number;
}

/** The words of a host line as a shell splits them; a `#` outside quotes begins a comment. */
export function shellWords(line: string, at: Place): IniWord[] {
  const words: IniWord[] = [];
  let word: IniWord | undefined;
  let quote = "";
  const add = (text: string, index: number): void => {
    word ??= { text: "", at: index };
    word.text += text;
  };
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    if (character === "\\" && quote !== "'" && index + 1 === line.length) throw loneBackslash(at);
    const isEscape = character === "\\" && quote !== "'" && index + 1 < line.length;
    if (isEscape && (quote === "" || /["\\]/.test(line[index + 1]!))) {
      index += 1;
      add(line[index]!, index - 1);
    } else if (quote !== "") {
      if (character === quote) quote = "";
      else add(character, index);
    } else if (character === '"' || character === "'") {
      quote = character;
      add("", index);
    } else if (/\s/.test(character)) {
      if (word) words.push(word);
      word = undefined;
    } else if (character === "#") break;
    else add(character, index);
  }
  if (quote !== "") {
    const hint = `close the ${quote}, or put the whole value into the other kind of quotes`;
    throw new Fault("INVENTORY_INVALID", "Error parsing host definition: No closing quotation", { at, hint });
  }
  if (word) words.push(word);
  return words;
}

const loneBackslash = (at: Place): Fault =>
  new Fault("INVENTORY_INVALID", "Error parsing host definition: No escaped character", {
    at,
    hint: "a backslash at the end of a line escapes nothing: write two for one, or put the value into single quotes",
  });
