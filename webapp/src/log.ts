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

/** Written at once: what is still buffered when the process ends comes out in the wrong order. */
export function createLog(config: Pick<Config, "logLevel" | "identity">, to?: DestinationStream): Logger {
  const { version, digest } = config.identity;
  const options = {
    level: config.logLevel,
    base: { service: "webapp", version, digest },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: SECRETS,
  };
  return pino(options, to ?? pino.destination({ fd: 1, sync: true }));
}
