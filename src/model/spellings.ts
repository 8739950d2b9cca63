/**
 * The ways a secret may be written where it is shown: as it is, trimmed, and as JSON, shell, Python and URLs spell
 * it. Of one with several lines each line is a secret of its own: outputs are split, indented and wrapped.
 */
export function spellings(secret: string): Set<string> {
  const found = new Set<string>();
  const plain = [secret, secret.trim(), ...secret.split(/\r?\n/).map((line) => line.trim())];
  for (const text of plain) for (const spelt of spelledAs(text)) if (isLong(spelt)) found.add(spelt);
  return found;
}

/** Shorter ones are not tracked: masking them would garble everything. */
export const isLong = (text: string): boolean => text.trim().length >= 4;

function spelledAs(text: string): string[] {
  if (!isLong(text)) return [];
  if (/^[\w.-]+$/.test(text)) return [text];
  const json = inJson(text);
  const ascii = asciiOnly(json);
  return [
    text,
    json,
    ascii,
    // JSON within JSON, as a result that holds the output of a program
    inJson(json),
    inJson(ascii),
    ...inHtml(text),
    ...inShell(text),
    ...inUrl(text),
    inPython(text),
  ];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** As Python's `json.dumps` writes it by default. */
const asciiOnly = (text: string): string =>
  text.replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Within single quotes, within double quotes, and with each sign quoted by itself. */
function inShell(text: string): string[] {
  return [
    text.replaceAll("'", `'"'"'`),
    text.replaceAll("'", `'\\''`),
    text.replace(/[\\"$`]/g, "\\$&"),
    text.replace(/[^\w@%+=:,./-]/gu, "\\$&"),
  ];
}

function inUrl(text: string): string[] {
  // half of a pair of surrogates has no place in a URL
  const whole = encodeURIComponent(text.replace(/[\ud800-\udfff](?![\udc00-\udfff])/g, "\ufffd"));
  const strict = whole.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const all = [whole, strict, whole.replaceAll("%2F", "/"), strict.replaceAll("%2F", "/")];
  return all.flatMap((one) => [one, one.replaceAll("%20", "+")]);
}

function inHtml(text: string): string[] {
  const safe = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    safe,
    safe.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
    safe.replaceAll('"', "&#34;").replaceAll("'", "&#39;"),
    safe.replaceAll('"', "&quot;").replaceAll("'", "&#x27;"),
  ];
}

/** As `repr` shows it. */
function inPython(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}
