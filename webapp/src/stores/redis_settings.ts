import { ConfigError, type Env, integer, secret } from "../env.js";

export interface RedisSettings {
  url: string;
  /** wins over a password in the URL */
  password: string | undefined;
  /** how long a command may take */
  timeoutMs: number;
}

/** REDIS_URL may carry a password, so no message repeats it. */
export function redisSettings(env: Env): RedisSettings | undefined {
  const url = secret(env, "REDIS_URL");
  const password = secret(env, "REDIS_PASSWORD");
  const timeoutMs = integer(env, "REDIS_TIMEOUT_MS", { default: 500, min: 1, max: 60_000 });
  if (url !== undefined) return { url: checked(url), password, timeoutMs };
  if (password === undefined) return undefined;
  throw new ConfigError("REDIS_PASSWORD is set but REDIS_URL is not");
}

function checked(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const usable =
    url !== undefined &&
    (url.protocol === "redis:" || url.protocol === "rediss:") &&
    url.hostname !== "" &&
    /^\/?\d*$/.test(url.pathname);
  if (usable) return text;
  throw new ConfigError("REDIS_URL must look like redis://user:password@host:6379/0 (rediss:// for TLS)");
}

/** The address without user and password, for logs. */
export function shown(settings: RedisSettings): string {
  const { protocol, host, pathname } = new URL(settings.url);
  return `${protocol}//${host}${pathname}`;
}
