import { readJson } from "../../model/json_read.js";
import type { Answer, ResultValues } from "../../model/result.js";

interface Asked {
  url: string;
  return_content: boolean;
}

/** What uri returns of what a host said of an answer. */
export function answered({ said, stdout, changed, failure }: Answer, asked: Asked): ResultValues {
  const {
    head,
    final_url,
    redirected,
    not_run,
    status: code,
    elapsed,
    ...file
  } = said as Record<string, string>;
  if (not_run !== undefined) return { changed: false, stdout: not_run };
  // what cannot be asked at all
  if (code === undefined) return {};
  const status = Number(code) || -1;
  const isGood = status >= 200 && status < 300;
  const { reason, headers } = headersOf(head ?? "", isGood);
  const type = String(headers.content_type ?? "");
  const isJson = JSON_TYPE.test(type);
  const text = textOf(stdout, type);
  return {
    ...headers,
    ...(isGood ? cookiesOf(headers.set_cookie) : {}),
    ...(headers.location === undefined ? {} : { location: absolute(asked.url, headers.location) }),
    ...file,
    changed,
    status,
    url: redirected === "1" ? final_url : asked.url,
    redirected: redirected === "1",
    elapsed: Math.floor(Number(elapsed ?? 0)),
    msg:
      failure ??
      (isGood ? `OK (${headers.content_length ?? "unknown"} bytes)` : `HTTP Error ${status}: ${reason}`),
    ...(asked.return_content ? { content: text } : {}),
    ...(isJson ? jsonOf(text) : {}),
    ...(isGood || failure !== undefined || isJson || asked.return_content ? {} : { body: text }),
  };
}

const JSON_TYPE = /^[^;/]+\/([^;]*\+)?(json|javascript)\s*(;|$)/i;

function jsonOf(text: string): { json?: unknown } {
  try {
    return { json: readJson(text) };
  } catch {
    // a body that only says it is JSON has no `json`
    return {};
  }
}

function textOf(bytes: Buffer, type: string): string {
  const encoding = /;\s*charset="?([^";\s]+)/i.exec(type)?.[1];
  try {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  } catch {
    // an encoding that is unknown
    return bytes.toString();
  }
}

/** The headers of the last answer, with names as Ansible gives them: of an error the last of several counts. */
function headersOf(head: string, isGood: boolean): { reason: string; headers: Record<string, string> } {
  const last =
    head
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? "";
  const [first = "", ...lines] = last.split("\n");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(":");
    if (at < 0) continue;
    const name = line.slice(0, at).trim().toLowerCase().replaceAll("-", "_");
    const value = line.slice(at + 1).trim();
    headers[name] = isGood && headers[name] !== undefined ? `${headers[name]}, ${value}` : value;
  }
  return { reason: first.replace(/^\S+ \d+ ?/, "").trim(), headers };
}

function cookiesOf(line: string | undefined): ResultValues {
  // a comma within a date is none between cookies
  const all = (line ?? "").split(/,\s*(?=[^;,\s]+=)/).filter(Boolean);
  const pairs = all
    .map((one) => /^([^=]*)=([^;]*)/.exec(one)!)
    .map(([, name, value]) => [name!.trim(), value!.trim()]);
  return {
    cookies: Object.fromEntries(pairs),
    cookies_string: pairs.map(([name, value]) => `${name}=${value}`).join("; "),
  };
}

/** What the server says of another place, as a whole URL. */
function absolute(url: string, location: string): string {
  if (location.includes("://")) return location;
  if (location.startsWith("/")) return `${/^\w+:\/\/[^/?#]*/.exec(url)?.[0] ?? ""}${location}`;
  return `${url.replace(/\/[^/]*$/, "")}/${location}`;
}
