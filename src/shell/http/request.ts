import { scalarText } from "../../model/args.js";
import { writeJson } from "../../model/json_write.js";
import type { ShellValue } from "../../model/script.js";
import { dictEntries, isDict, type Value } from "../../model/value.js";

/** What uri asks for, as far as it is told in the request itself. */
export interface Request {
  body?: Value | undefined;
  body_format: string;
  src?: string | undefined;
  headers?: Readonly<Record<string, Value>> | undefined;
  status_code: number[];
  method: string;
  follow_redirects: string;
  force: boolean;
}

const FORM = "application/x-www-form-urlencoded";

/** A request as both hands of uri take it; the parts of a form follow when they are brought. */
export function requestVars(request: Request): Record<string, ShellValue> {
  const { text, type } = bodyOf(request.body, request.body_format);
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => `${name}: ${String(value)}`);
  const add = (name: string, value: string) => {
    if (!headers.some((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)))
      headers.push(`${name}: ${value}`);
  };
  if (type !== undefined) add("Content-Type", type);
  else if ((text !== undefined || request.src) && request.body_format !== "form-multipart")
    add("Content-Type", FORM);
  return {
    headers,
    body: text ?? "",
    has_body: text !== undefined,
    status_code: request.status_code.map(String),
    method: request.method.toUpperCase(),
  };
}

/** Where the server says to look elsewhere: `follow` by the client itself, `hop` step by step. */
export function redirectVars({ method, follow_redirects: how }: Request): { follow: string; hop: string } {
  if (how === "none" || how === "no") return { follow: "", hop: "" };
  if (/^(GET|HEAD)$/i.test(method)) return { follow: "1", hop: "" };
  return { follow: "", hop: how === "all" || how === "yes" ? "all" : how === "urllib2" ? how : "" };
}

function bodyOf(body: Value | undefined, format: string): { text?: string; type?: string } {
  if (format === "json")
    return {
      text: typeof body === "string" ? body : writeJson(body ?? null, { ascii: true }),
      type: "application/json",
    };
  if (format === "form-multipart") return {};
  if (format === "form-urlencoded")
    return { ...(body === undefined || body === null ? {} : { text: formOf(body) }), type: FORM };
  if (body === undefined || body === null) return {};
  return { text: typeof body === "string" ? body : writeJson(body) };
}

/** A dict or pairs as a form; what is a list stands once for each item, and null not at all. */
function formOf(body: Value): string {
  if (!isDict(body) && !Array.isArray(body)) return scalarText(body) ?? "";
  const pairs = isDict(body) ? dictEntries(body) : (body as [Value, Value][]);
  return pairs
    .flatMap(([name, value]) => itemsOf(value).map((item) => [name, item] as const))
    .filter(([, item]) => item !== null)
    .map(([name, item]) => `${quoted(textOf(name))}=${quoted(textOf(item))}`)
    .join("&");
}

function itemsOf(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  return isDict(value) ? dictEntries(value).map(([name]) => name) : [value];
}

const textOf = (value: Value): string => scalarText(value) ?? writeJson(value);

/** As Python quotes what stands in a form. */
const quoted = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+");
