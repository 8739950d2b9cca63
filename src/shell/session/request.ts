import { createReadStream } from "node:fs";
import type { LocalContent, LocalFile, RequestOptions, Script, ShellLibrary } from "../../model/script.js";
import { compact } from "./prelude.js";
import { assignment, quote } from "./quote.js";

/** Content up to this size goes along with the request; larger content only when the host asks for it. */
export const INLINE_LIMIT = 16 * 1024;

/** Functions that are not on the host yet: libraries first, then the script's own. */
export function definitions(script: Script, known: Set<string>): string {
  const text: string[] = [];
  const addLibrary = (library: ShellLibrary): void => {
    for (const used of library.uses ?? []) addLibrary(used);
    if (known.has(library.name)) return;
    known.add(library.name);
    text.push(compact(library.text));
  };
  for (const library of script.uses) addLibrary(library);
  const fresh = Object.keys(script.vars).filter((variable) => !known.has(`$${variable}`));
  for (const variable of fresh) known.add(`$${variable}`);
  // set empty once, so that requests need only name what is not
  if (fresh.length > 0) text.push(`${fresh.map((variable) => `${variable}=`).join(" ")}\n`);
  const name = functionName(script);
  if (!known.has(name)) {
    known.add(name);
    // the status of the last command is not the status of the script: only `fail` and `exit` are
    text.push(`${name}() {\n${compact(script.text)}:\n}\n`);
  }
  return text.join("");
}

function functionName(script: Script): string {
  return `m_${script.name.replace(/\W/g, "_")}`;
}

/** The text of one request. `uploaded` names files that were sent already: name -> path on the host. */
export function requestText(
  script: Script,
  options: RequestOptions,
  uploaded: ReadonlyMap<string, string>,
): string {
  const lines = [`check=${options.check ? 1 : ""} diff=${options.diff ? 1 : ""}`];
  for (const [name, value] of Object.entries(options.environment))
    lines.push(`export ${name}=${assignment(value)}`);
  for (const [name, value] of Object.entries(script.vars)) {
    const word = assignment(value);
    // they were set empty once; but a task's environment may hold a variable of the same name
    if ((word !== "" && word !== "''") || name in options.environment) lines.push(`${name}=${word}`);
  }
  for (const [name, file] of Object.entries(script.files))
    lines.push(
      ...fileVariables(name, options.isAlone ? { ...file, isAlone: true } : file, uploaded.get(name)),
    );
  lines.push(functionName(script));
  return `if t_go; then (\n${lines.join("\n")}\n) </dev/null; t_end $? ${options.onFailure} ${options.haltIfNoted ? 1 : ""}; fi\n`;
}

function fileVariables(
  name: string,
  file: LocalFile & { isAlone?: boolean },
  path: string | undefined,
): string[] {
  const lines = [`${name}_sha1=${file.sha1} ${name}_size=${file.size} ${name}_md5=${file.md5 ?? ""}`];
  if (path !== undefined) lines.push(`T_at_${name}=${quote(path)}`);
  else if (Buffer.isBuffer(file.content) && (file.isAlone || (file.size <= INLINE_LIMIT && !file.onDemand)))
    lines.push(inline(name, file.content));
  return lines;
}

/** Text goes as it is, anything else as base64. */
function inline(name: string, content: Buffer): string {
  const text = content.toString();
  const isText = !content.includes(0) && Buffer.from(text).equals(content);
  return isText
    ? `T_in_${name}=${quote(text)}`
    : `T_b64_${name}=1 T_in_${name}=${content.toString("base64")}`;
}

export async function* chunksOf(content: LocalContent): AsyncIterable<Buffer> {
  if (Buffer.isBuffer(content)) yield content;
  else if ("parts" in content) for (const part of content.parts) yield* chunksOf(part);
  else for await (const chunk of createReadStream(content.path)) yield chunk as Buffer;
}
