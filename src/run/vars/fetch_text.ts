import { Fault } from "../../model/errors.js";
import type { Value } from "../../model/value.js";

interface FetchOptions {
  headers?: Record<string, Value>;
  username?: string;
  password?: string;
  http_agent?: string;
  timeout?: number;
  force?: boolean;
  follow_redirects?: string;
}

function headersOf(options: FetchOptions): Record<string, string> {
  const { username, password, http_agent: agent, force, headers = {} } = options;
  const login = `${username ?? ""}:${password ?? ""}`;
  return {
    ...(agent ? { "user-agent": agent } : {}),
    ...(force ? { "cache-control": "no-cache" } : {}),
    ...(username === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString("base64")}` }),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  };
}

/** What a server answers to the lookup of a URL. Fault: TEMPLATE_FAILED for no answer, or a bad one. */
export async function fetchText(url: string, given: Record<string, Value>): Promise<string> {
  const options = given as FetchOptions;
  const stays = options.follow_redirects === "none" || options.follow_redirects === "no";
  const response = await fetch(url, {
    headers: headersOf(options),
    redirect: stays ? "manual" : "follow",
    ...(options.timeout ? { signal: AbortSignal.timeout(options.timeout * 1000) } : {}),
  }).catch((error: Error) => {
    throw new Fault(
      "TEMPLATE_FAILED",
      `Failed lookup url for ${url} : ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  if (!response.ok)
    throw new Fault(
      "TEMPLATE_FAILED",
      `Received HTTP error for ${url} : HTTP Error ${response.status}: ${response.statusText}`,
    );
  return response.text();
}
