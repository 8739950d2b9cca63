import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import { scalarText } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { dictEntries, dictGet, isDict, type Value } from "../../model/value.js";

/** A form in parts: text, and files between them, by their names. */
export interface Multipart {
  type: string;
  pieces: ({ text: string } | { file: string })[];
}

const fail = (what: string): never => {
  throw new Fault("ARGUMENT_INVALID", `failed to parse body as form-multipart: ${what}`);
};

/** The parts of a dict: texts, or dicts with content, filename and mime_type. */
export function multipartOf(body: Value | undefined): Multipart {
  if (body === undefined || !isDict(body))
    throw new Fault("ARGUMENT_INVALID", `body must be mapping, cannot be type ${kindOf(body)}`);
  const boundary = `===============${randomBytes(8).toString("hex")}==`;
  const fields = dictEntries(body).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const pieces = fields.flatMap(([name, value]) => [
    { text: `--${boundary}\r\n` },
    ...partOf(String(name), value),
    { text: "\r\n" },
  ]);
  return {
    type: `multipart/form-data; boundary="${boundary}"`,
    pieces: [...pieces, { text: `--${boundary}--\r\n` }],
  };
}

function partOf(name: string, value: Value): Multipart["pieces"] {
  const named = `Content-Disposition: form-data; name="${name}"`;
  if (typeof value === "string")
    return [{ text: `Content-Type: text/plain\r\n${named}\r\n\r\n${lines(value)}` }];
  if (!isDict(value)) return fail(`value must be a string, or mapping, cannot be type ${kindOf(value)}`);
  const [content, filename, mime] = ["content", "filename", "mime_type"].map((key) =>
    scalarText(dictGet(value, key) ?? ""),
  );
  if (!content && !filename) return fail("at least one of filename or content must be provided");
  const type = `Content-Type: ${mime || typeOf(filename ?? "")}\r\n`;
  const head = filename ? `${named}; filename="${posix.basename(filename)}"\r\n\r\n` : `${named}\r\n\r\n`;
  if (content) return [{ text: `${type}${head}${lines(content)}` }];
  return [{ text: `Content-Transfer-Encoding: base64\r\n${type}${head}` }, { file: filename! }];
}

const lines = (text: string): string => text.replace(/\r?\n/g, "\r\n");

/** A file's bytes as they stand in a part. */
export function encodedFile(content: Buffer): string {
  return content.toString("base64").replace(/.{1,76}/g, "$&\r\n");
}

/** The kinds of files that are sent most, by their endings. */
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css",
  csv: "text/csv",
  doc: "application/msword",
  gif: "image/gif",
  htm: "text/html",
  html: "text/html",
  ico: "image/vnd.microsoft.icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  log: "text/plain",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  ps: "application/postscript",
  py: "text/x-python",
  rtf: "application/rtf",
  sh: "application/x-sh",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  tgz: "application/x-tar",
  txt: "text/plain",
  wav: "audio/x-wav",
  webm: "video/webm",
  xls: "application/vnd.ms-excel",
  xml: "text/xml",
  zip: "application/zip",
};

const typeOf = (name: string): string =>
  TYPES[/\.(\w+)(\.(gz|bz2|xz))?$/i.exec(name)?.[1]?.toLowerCase() ?? ""] ?? "application/octet-stream";

function kindOf(value: Value | undefined): string {
  if (value === undefined || value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  return { string: "str", boolean: "bool", number: "int", bigint: "int" }[typeof value as string] ?? "float";
}
