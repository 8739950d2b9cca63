import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.js";

/** What must not appear even if someone logs a whole request or configuration one day. */
const SECRETS = [
  "password",
  "*.password",
  "url",
  "*.url",
  "headers.authorization",
  "headers.cookie",
  "req.headers.authorization",
  "req.headers.cookie",
];

export function createLog(config: Pick<Config, "logLevel" | "identity">, to?: DestinationStream): Logger {
  const { version, digest } = config.identity;
  const options = {
    level: config.logLevel,
    base: { service: "webapp", version, digest },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: SECRETS,
  };
  return to ? pino(options, to) : pino(options);
}
