import { flag, integer, list, path, raw, text } from "../../../model/args.js";
import { readJson } from "../../../model/json_read.js";
import { writeJson } from "../../../model/json_write.js";
import { defineModule } from "../../../model/module.js";
import type { Answer, ResultValues } from "../../../model/result.js";
import type { Value } from "../../../model/value.js";
import { web } from "../../../shell/powershell/libraries.js";
import { WIN_WEB_ARGS, winWebRefused, winWebVars } from "../../../shell/powershell/network/web_args.js";
import script from "./win_uri.ps1";

export default defineModule({
  name: "win_uri",
  collection: "ansible.windows",
  about: "Asks a web server, from a Windows host",
  check: "full",
  args: {
    url: text({ about: "what to ask for", required: true }),
    url_method: text({ about: "GET, POST, …", default: "GET", aliases: ["method"] }),
    content_type: text({ about: "what body is" }),
    body: raw({ about: "what is sent; a dict or list as JSON" }),
    dest: path({ about: "where the body is kept" }),
    creates: path({ about: "do nothing if this exists" }),
    removes: path({ about: "do nothing unless this exists" }),
    return_content: flag({ about: "return the body", default: false }),
    status_code: list(integer({ about: "a status" }), { about: "statuses that are good", default: [200] }),
    ...WIN_WEB_ARGS,
  },
  examples: [{ url: "http://127.0.0.1:8080/hello", return_content: true }],
  returns: { status_code: "the status", content: "the body", json: "the body, where it is JSON" },
  powershell: {
    text: script,
    uses: [web],
    refuses: winWebRefused,
    vars: (args) => ({
      ...winWebVars(args),
      method: args.url_method.toUpperCase(),
      body: bodyText(args.body),
      status_code: args.status_code.map(String),
    }),
    result: (answer, args) => answered(answer, args),
  },
});

function bodyText(body: Value | undefined): string | null {
  if (body === undefined || body === null) return null;
  return typeof body === "string" ? body : writeJson(body, { compact: true });
}

function answered(
  { said, stdout, failure }: Answer,
  { url, return_content }: { url: string; return_content: boolean },
): ResultValues {
  if (said.guard !== undefined) return { url, elapsed: 0, skipped: true, msg: said.guard };
  const { lines, ...values } = said;
  const result: ResultValues = { url, elapsed: 0, ...values };
  for (const line of (lines as string[] | undefined) ?? []) {
    const [name, ...rest] = line.split(":");
    result[snake(name!)] = rest.join(":").trim();
  }
  if (typeof result.content_length === "string") result.content_length = Number(result.content_length);
  if (!return_content || failure !== undefined) return result;
  result.content = stdout.toString();
  if (!/text|json|javascript/.test(String(result.content_type ?? ""))) return result;
  try {
    const json = readJson(stdout.toString()) as Value;
    return json ? { ...result, json } : result;
  } catch {
    return result;
  }
}

/** A header's name as Ansible gives it: without dashes, with low lines between its words. */
const snake = (name: string): string =>
  name
    .replaceAll("-", "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
