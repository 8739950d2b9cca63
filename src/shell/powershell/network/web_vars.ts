import type { ShellValue } from "../../../model/script.js";
import type { Value } from "../../../model/value.js";

/** The arguments of a request that all modules of the web have in common. */
export interface WebWish {
  headers?: Readonly<Record<string, Value>> | undefined;
  timeout: number;
  url_username?: string | undefined;
  url_password?: string | undefined;
  force_basic_auth: boolean;
  validate_certs: boolean;
  http_agent?: string | undefined;
  use_proxy: boolean;
}

/** A request as http.ps1 takes it. */
export function webVars(wish: WebWish): Record<string, ShellValue> {
  return {
    headers: Object.entries(wish.headers ?? {}).map(([name, value]) => `${name}: ${String(value)}`),
    timeout: wish.timeout,
    follow: true,
    limit: 50,
    validate: wish.validate_certs,
    user: wish.url_username,
    password: wish.url_password,
    basic: wish.force_basic_auth,
    agent: wish.http_agent,
    proxy: wish.use_proxy ? null : "none",
  };
}

/** What the web of .NET has no means for. */
export function webRefused(args: Readonly<Record<string, unknown>>): string[] {
  return ["client_cert", "client_key", "ca_path", "unix_socket"]
    .filter((name) => args[name] !== undefined)
    .map(
      (name) => `${name} is not supported there: the machine's own store says whom it trusts and who it is`,
    );
}
