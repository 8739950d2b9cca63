import { flag, integer, map, oneOf, path, text } from "../../../model/args.js";
import type { ShellValue } from "../../../model/script.js";
import type { Value } from "../../../model/value.js";
import { webVars } from "./web_vars.js";

/** What win_get_url and win_uri have in common. */
export const WIN_WEB_ARGS = {
  headers: map({ about: "request headers" }),
  url_timeout: integer({ about: "seconds", default: 30, aliases: ["timeout"] }),
  url_username: text({ about: "user of the server", aliases: ["user", "username"] }),
  url_password: text({ about: "password of the user", aliases: ["password"], secret: true }),
  force_basic_auth: flag({ about: "send the password without being asked", default: false }),
  validate_certs: flag({ about: "check the server's certificate", default: true }),
  http_agent: text({ about: "what we call ourselves", default: "ansible-httpget" }),
  use_proxy: flag({ about: "use the proxy of the account", default: true }),
  proxy_url: text({ about: "another proxy" }),
  follow_redirects: oneOf(["all", "none", "safe"])({
    about: "where the server says to look elsewhere",
    default: "safe",
  }),
  maximum_redirection: integer({ about: "how often", default: 50 }),
  use_default_credential: flag({ about: "accepted: false", default: false }),
  client_cert: path({ about: "accepted where it is not given" }),
  client_cert_password: text({ about: "of client_cert", secret: true }),
  proxy_username: text({ about: "user of the proxy" }),
  proxy_password: text({ about: "password of that user", secret: true }),
  proxy_use_default_credential: flag({ about: "accepted: false", default: false }),
} as const;

interface WinWebWish {
  headers?: Readonly<Record<string, Value>> | undefined;
  url_timeout: number;
  url_username?: string | undefined;
  url_password?: string | undefined;
  force_basic_auth: boolean;
  validate_certs: boolean;
  http_agent: string;
  use_proxy: boolean;
  proxy_url?: string | undefined;
  follow_redirects: string;
  maximum_redirection: number;
}

/** A request as http.ps1 takes it. */
export function winWebVars(args: WinWebWish): Record<string, ShellValue> {
  return {
    ...webVars({ ...args, timeout: args.url_timeout }),
    follow: args.follow_redirects !== "none",
    limit: args.maximum_redirection,
    proxy: args.use_proxy ? (args.proxy_url ?? null) : "none",
  };
}

/** What is known to be left out, where it is given. */
export function winWebRefused(args: Readonly<Record<string, unknown>>): string[] {
  const names = ["client_cert", "proxy_username", "use_default_credential", "proxy_use_default_credential"];
  return names
    .filter((name) => args[name] !== undefined && args[name] !== false)
    .map((name) => `${name} is not supported yet`);
}
