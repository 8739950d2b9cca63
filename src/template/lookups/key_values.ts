/** `key=value "other=with blanks" word`: the spelling of options in one text. */
export interface KeyValues {
  /** the words without `=`, as written */
  raw: string | undefined;
  values: Record<string, string>;
}

/** Words; quotes hold blanks together and stay. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  let isOpen = false;
  for (const [at, one] of [...text].entries()) {
    if (/\s/.test(one) && quote === "") {
      if (isOpen) words.push(word);
      word = "";
      isOpen = false;
      continue;
    }
    if ((one === '"' || one === "'") && text[at - 1] !== "\\")
      quote = quote === "" ? one : quote === one ? "" : quote;
    word += one;
    isOpen = true;
  }
  return isOpen ? [...words, word] : words;
}

function unquoted(text: string): string {
  const quote = text[0];
  const isQuoted =
    text.length > 1 && (quote === '"' || quote === "'") && text.at(-1) === quote && text.at(-2) !== "\\";
  return isQuoted ? text.slice(1, -1) : text;
}

/** parse_kv() */
export function parseKeyValues(text: string): KeyValues {
  const values: Record<string, string> = {};
  const raw: string[] = [];
  for (const word of wordsOf(text)) {
    const [, key, value] = /^((?:[^=\\]|\\.)+)=([\s\S]*)$/.exec(word) ?? [];
    if (key === undefined || value === undefined) raw.push(word.replace(/\\=/g, "="));
    else values[key.trim()] = unquoted(value.trim());
  }
  return { raw: raw.length > 0 ? raw.join(" ") : undefined, values };
}
