import { writeJson } from "../../model/json_write.js";
import type { LocalFile, RequestOptions, Script, ShellLibrary, ShellValue } from "../../model/script.js";
import { Secret } from "../../model/secret.js";
import type { Sent } from "../session/dialect.js";
import { INLINE_LIMIT } from "../session/request.js";
import { compactPs1 } from "./encode.js";

/** What the host does not know yet, and the request: JSON, so that nothing in it can be taken for PowerShell. */
export function requestMessage(script: Script, options: RequestOptions, sent: Sent): string {
  const parts: string[] = [];
  const addLibrary = ({ name, text, uses }: ShellLibrary): void => {
    for (const one of uses ?? []) addLibrary(one);
    if (!first(sent, `library ${name}`)) return;
    parts.push(counted("L", compactPs1(text)));
  };
  for (const library of script.uses) addLibrary(library);
  const name = script.name.replace(/\W/g, "_");
  if (first(sent, `function ${name}`)) parts.push(counted(`F ${name}`, compactPs1(script.text)));
  const files = Object.entries(script.files).map(
    ([one, file]) => [one, fileFor(file, sent.uploaded.get(one), options.isAlone)] as const,
  );
  const wanted = {
    "=check": options.check,
    "=diff": options.diff,
    "=environment": table(options.environment),
    "=vars": table(script.vars),
    "=files": Object.fromEntries(files.map(([one, file]) => [`=${one}`, table(file)])),
  };
  const json = writeJson(wanted, { compact: true });
  const { onFailure, haltIfNoted } = options;
  parts.push(`R ${name} ${Buffer.byteLength(json)} ${onFailure} ${haltIfNoted ? 1 : 0}\n${json}`);
  return parts.join("");
}

function first({ known }: Sent, name: string): boolean {
  if (known.has(name)) return false;
  known.add(name);
  return true;
}

const counted = (head: string, text: string): string => `${head} ${Buffer.byteLength(text)}\n${text}`;

function fileFor(
  file: LocalFile,
  path: string | undefined,
  isAlone = false,
): Record<string, string | number> {
  const { sha1, size, content, onDemand } = file;
  if (path !== undefined) return { sha1, size, path };
  if (Buffer.isBuffer(content) && (isAlone || (size <= INLINE_LIMIT && !onDemand)))
    return { sha1, size, inline: content.toString("base64") };
  return { sha1, size };
}

const table = (values: Readonly<Record<string, ShellValue>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`=${name}`, marked(value)]));

/**
 * Texts have a sign before them: else some PowerShells take a text for a date. In a path the host fills in its
 * variables (%TEMP%).
 */
function marked(value: ShellValue): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Secret) return `=${value.reveal()}`;
  if (Buffer.isBuffer(value)) return `=${value.toString("base64")}`;
  if (typeof value === "string") return `=${value}`;
  if (typeof value !== "object") return value;
  if ("path" in value) return `%${value.path}`;
  return value.map((one) => marked(one));
}
