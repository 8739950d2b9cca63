import type { PlainDict } from "../model/value.js";

/** `key=value` text: the options in it, and the rest as free form. */
export interface SplitArgs {
  options: PlainDict;
  free: string;
}

/** Options that command-like modules accept inside their free form. */
const FREE_FORM_OPTIONS = new Set([
  "creates",
  "removes",
  "chdir",
  "executable",
  "warn",
  "stdin",
  "stdin_add_newline",
  "strip_empty_ends",
  "cmd",
  "argv",
  "expand_argument_vars",
]);

/**
 * Splits `a=1 b="x y" c={{ d e }}`. Quotes group words, and what stands
 * between braces of a template is never split. For free-form modules only the
 * few known options are taken out and the rest is left as it was written.
 */
export function splitArgs(text: string, freeForm: boolean): SplitArgs {
  const options: PlainDict = {};
  const free: string[] = [];
  for (const { word, raw } of words(text)) {
    const found = /^([A-Za-z_][\w-]*)=([\s\S]*)$/.exec(word);
    const escaped = /^[^=]*\\=/.test(raw);
    if (found && !escaped && (!freeForm || FREE_FORM_OPTIONS.has(found[1]!)))
      options[found[1]!] = unquote(found[2]!);
    else free.push(raw);
  }
  return { options, free: free.join("").trim().replace(/\\=/g, "=") };
}

interface Word {
  word: string;
  /** with the white space before it */
  raw: string;
}

function words(text: string): Word[] {
  const found: Word[] = [];
  let word = "";
  let space = "";
  let quote = "";
  let depth = 0;
  const finish = (): void => {
    if (word !== "") found.push({ word, raw: space + word });
    word = "";
    space = "";
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const two = text.slice(index, index + 2);
    if (quote === "" && (two === "{{" || two === "{%" || two === "{#")) depth += 1;
    if (quote === "" && depth > 0 && (two === "}}" || two === "%}" || two === "#}")) {
      depth -= 1;
      word += two;
      index += 1;
      continue;
    }
    if (depth === 0 && (character === '"' || character === "'") && text[index - 1] !== "\\") {
      if (quote === "") quote = character;
      else if (quote === character) quote = "";
    }
    if (depth === 0 && quote === "" && /\s/.test(character)) {
      finish();
      space += character;
    } else word += character;
  }
  finish();
  return found;
}

function unquote(text: string): string {
  const found = /^(['"])([\s\S]*)\1$/.exec(text);
  return found && !found[2]!.includes(found[1]!) ? found[2]! : text;
}
