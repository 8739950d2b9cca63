import { flag, integer, list, oneOf, path, raw, text } from "../../model/args.js";
import { readJson } from "../../model/json_read.js";
import { writeJson } from "../../model/json_write.js";
import { defineModule } from "../../model/module.js";
import type { ResultValues } from "../../model/result.js";
import { isDict, toPlain, type Value } from "../../model/value.js";
import { FILE_ARGS } from "../../shell/files/arguments.js";
import { content } from "../../shell/files/content.js";
import { HTTP_ARGS, http } from "../../shell/http/http.js";
import { web } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/network/uri.ps1";
import { webRefused, webVars } from "../../shell/powershell/network/web_vars.js";
import { rightsPassedOver, rightsRefused } from "../../shell/powershell/rights.js";

export default defineModule({
  name: "uri",
  about: "Asks a web server, from the host",
  check: "skip",
  args: {
    url: text({ about: "what to ask for", required: true }),
    method: text({ about: "GET, POST, …", default: "GET" }),
    body: raw({ about: "what is sent" }),
    body_format: oneOf(["raw", "json", "form-urlencoded", "form-multipart"])({
      about: "how body is written",
      default: "raw",
    }),
    src: path({ about: "a file of the host to send" }),
    status_code: list(integer({ about: "a status" }), { about: "statuses that are good", default: [200] }),
    return_content: flag({ about: "return the body even if it is not text", default: false }),
    follow_redirects: oneOf(["all", "no", "none", "safe", "urllib2", "yes"])({
      about: "where the server says to look elsewhere",
      default: "safe",
    }),
    dest: path({ about: "where the body is kept" }),
    creates: path({ about: "do nothing if this exists" }),
    removes: path({ about: "do nothing unless this exists" }),
    remote_src: flag({ about: "accepted", default: false }),
    ...HTTP_ARGS,
    ...FILE_ARGS,
  },
  examples: [
    { url: "http://127.0.0.1:8080/hello", return_content: true },
    {
      url: "http://127.0.0.1/items",
      method: "POST",
      body: { name: "web" },
      body_format: "json",
      status_code: [201],
    },
  ],
  returns: {
    status: "the status",
    content: "the body",
    json: "the body, where it is JSON",
    msg: "what happened",
  },
  uses: [content, http],
  vars: (args) => ({ ...requestVars(args), follow: follows(args) ? "1" : "" }),
  powershell: {
    text: windows,
    uses: [web],
    refuses: (args) => [...rightsRefused(args), ...webRefused(args)],
    vars: (args) => ({ ...webVars(args), ...requestVars(args), follow: follows(args) }),
    result: (answer, args) => ({
      ...resultOf(
        answer.said as Record<string, string>,
        answer.stdout,
        answer.changed,
        answer.failure,
        args.return_content,
      ),
      ...rightsPassedOver(args),
    }),
  },
  sh: `
    if [ -n "$creates" ] && [ -e "$creates" ]; then say not_run "skipped, since '$creates' exists"; exit 0; fi
    if [ -n "$removes" ] && [ ! -e "$removes" ]; then say not_run "skipped, since '$removes' does not exist"; exit 0; fi
    make_temp; out=$temp; make_temp; head=$temp
    http_get "$method" "$url" "$out" "$head"
    say status "$http_status"; say final_url "$http_url"; say elapsed "$http_time"
    say head "$(tr -d '\\r' <"$head")"
    if [ -n "$dest" ]; then
      [ ! -d "$dest" ] || { b=\${url%%[?#]*}; b=\${b##*/}; dest=\${dest%/}/\${b:-index.html}; }
      if cmp -s "$out" "$dest"; then attributes "$dest"
      elif change; then p_wear=1; copy_over "$out" "$dest"; fi
      say path "$dest"
    fi
    good=; for s in $status_code; do [ "$s" = "$http_status" ] && good=1; done
    cat "$out"
    if [ -z "$good" ]; then
      if [ -n "$http_error" ]; then fail "Status code was -1 and not [$(printf '%s' "$status_code" | tr '\\n' ',' | sed 's/,/, /g')]: Request failed: $http_error"; fi
      fail "Status code was $http_status and not [$(printf '%s' "$status_code" | tr '\\n' ',' | sed 's/,/, /g')]: HTTP Error $http_status"
    fi
  `,
  result: (answer, args) =>
    resultOf(
      answer.said as Record<string, string>,
      answer.stdout,
      answer.changed,
      answer.failure,
      args.return_content,
    ),
});

interface Request {
  body?: Value | undefined;
  body_format: string;
  headers?: Readonly<Record<string, Value>> | undefined;
  status_code: number[];
  method: string;
}

function requestVars(args: Request) {
  const { body, type } = bodyOf(args.body, args.body_format);
  const headers = Object.entries(args.headers ?? {}).map(([name, value]) => `${name}: ${String(value)}`);
  if (type && !headers.some((line) => /^content-type:/i.test(line))) headers.push(`Content-Type: ${type}`);
  return {
    headers,
    body,
    has_body: args.body !== undefined && args.body !== null,
    status_code: args.status_code.map(String),
    method: args.method.toUpperCase(),
  };
}

const follows = ({ follow_redirects: how }: { follow_redirects: string }): boolean =>
  how !== "none" && how !== "no";

function bodyOf(body: unknown, format: string): { body: string; type: string | undefined } {
  if (body === undefined || body === null) return { body: "", type: undefined };
  if (format === "json")
    return {
      body: typeof body === "string" ? body : writeJson(body),
      type: "application/json",
    };
  if (format === "form-urlencoded" && isDict(body)) {
    const pairs = Object.entries(toPlain(body) as Record<string, unknown>);
    const form = new URLSearchParams(Object.fromEntries(pairs.map(([name, value]) => [name, String(value)])));
    return { body: form.toString(), type: "application/x-www-form-urlencoded" };
  }
  if (format === "form-urlencoded") return { body: String(body), type: "application/x-www-form-urlencoded" };
  return { body: typeof body === "string" ? body : writeJson(body), type: undefined };
}

function resultOf(
  said: Record<string, string>,
  bytes: Buffer,
  changed: boolean,
  failure: string | undefined,
  wanted: boolean,
): ResultValues {
  if (said.not_run !== undefined) return { changed: false, skipped: false, msg: said.not_run };
  const headers = headersOf(said.head ?? "");
  const type = String(headers.content_type ?? "");
  const text = bytes.toString();
  const values: ResultValues = {
    ...headers,
    changed,
    status: Number(said.status) || -1,
    url: said.final_url,
    redirected: said.final_url !== undefined && said.redirected === "1",
    elapsed: Math.floor(Number(said.elapsed ?? 0)),
    msg: failure ?? `OK (${headers.content_length ?? "unknown"} bytes)`,
  };
  if (said.path !== undefined) values.path = said.path;
  if (wanted || failure !== undefined) values.content = text;
  if (/json/i.test(type)) {
    try {
      values.json = readJson(text);
    } catch {
      // a body that only says it is JSON has no `json`
    }
  }
  return values;
}

/** The headers of the last answer, with names as Ansible gives them. */
function headersOf(head: string): Record<string, string> {
  const last =
    head
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? "";
  const found: Record<string, string> = {};
  for (const line of last.split("\n").slice(1)) {
    const [name, ...value] = line.split(":");
    if (value.length > 0) found[name!.trim().toLowerCase().replace(/-/g, "_")] = value.join(":").trim();
  }
  return found;
}
