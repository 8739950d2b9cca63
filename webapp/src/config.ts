import { ConfigError, type Env, integer, oneOf, optionalInteger, text } from "./env.js";
import { type RedisSettings, redisSettings } from "./stores/redis_settings.js";
import { type TrustProxy, trustProxy } from "./trust_proxy.js";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** What is running: smoke checks and rollbacks compare it with what was wanted. */
export interface Identity {
  version: string;
  revision: string;
  digest: string;
}

export interface Config {
  host: string;
  port: number;
  /** its own port for /metrics; without it, only this machine may read /metrics */
  metricsPort: number | undefined;
  /** without it, the word lives in this process */
  redis: RedisSettings | undefined;
  staleSeconds: number;
  shutdownDelay: number;
  shutdownTimeout: number;
  trustProxy: TrustProxy;
  /** changes of the word a minute and client; 0 is no limit */
  rateLimit: number;
  logLevel: (typeof LOG_LEVELS)[number];
  identity: Identity;
}

/** The settings of the environment. Throws a ConfigError that names the variable. */
export function readConfig(env: Env): Config {
  return {
    host: text(env, "HOST", "127.0.0.1"),
    port: integer(env, "PORT", { default: 8080, max: 65535 }),
    metricsPort: optionalInteger(env, "METRICS_PORT", { max: 65535 }),
    redis: redisSettings(env),
    staleSeconds: integer(env, "STALE_SECONDS", { default: 60, max: 86_400 }),
    ...shutdownTimes(env),
    trustProxy: trustProxy(env),
    rateLimit: integer(env, "RATE_LIMIT", { default: 60, max: 1_000_000 }),
    logLevel: oneOf(env, "LOG_LEVEL", LOG_LEVELS, "info"),
    identity: {
      version: text(env, "APP_VERSION", "dev"),
      revision: text(env, "APP_REVISION", "unknown"),
      digest: text(env, "APP_DIGEST", "unknown"),
    },
  };
}

/** The timeout counts from the signal, so the delay is a part of it. */
function shutdownTimes(env: Env): Pick<Config, "shutdownDelay" | "shutdownTimeout"> {
  const shutdownDelay = integer(env, "SHUTDOWN_DELAY", { default: 0, max: 600 });
  const shutdownTimeout = integer(env, "SHUTDOWN_TIMEOUT", { default: 25, min: 1, max: 900 });
  if (shutdownDelay < shutdownTimeout) return { shutdownDelay, shutdownTimeout };
  throw new ConfigError(
    `SHUTDOWN_DELAY (${shutdownDelay}) must be less than SHUTDOWN_TIMEOUT (${shutdownTimeout})`,
  );
}
