import express, { type Express } from "express";
import type { Logger } from "pino";
import type { Config } from "./config.js";
import { answerErrors, notFound } from "./http/errors.js";
import { neverStored, securityHeaders } from "./http/headers.js";
import { limitChanges } from "./http/rate_limit.js";
import { requestLog } from "./http/request_log.js";
import { sameOriginOnly } from "./http/same_origin.js";
import type { Lifecycle } from "./lifecycle.js";
import type { Metrics } from "./metrics.js";
import { readinessOf } from "./readiness.js";
import { healthRoutes } from "./routes/health.js";
import { helloRoutes } from "./routes/hello.js";
import { fromThisMachine, metricsRoutes } from "./routes/metrics.js";
import { pageRoutes } from "./routes/page.js";
import { versionRoutes } from "./routes/version.js";
import type { Store } from "./stores/store.js";
import { Words } from "./words.js";

export interface Parts {
  config: Config;
  log: Logger;
  store: Store;
  metrics: Metrics;
  lifecycle: Lifecycle;
}

export function createApp(parts: Parts): Express {
  const { config, store, metrics, lifecycle } = parts;
  const words = new Words(store, config.staleSeconds);
  const guards = [sameOriginOnly, limitChanges(config.rateLimit)];
  const app = bareApp(parts);
  app.use(healthRoutes(readinessOf(store, lifecycle)));
  app.use(versionRoutes(config.identity, lifecycle));
  if (config.metricsPort === undefined) app.use(metricsRoutes(metrics, fromThisMachine));
  app.use(pageRoutes(words, guards));
  app.use(helloRoutes(words, guards));
  return app.use(notFound, answerErrors);
}

/** What listens on METRICS_PORT. */
export function createMetricsApp(parts: Parts): Express {
  return bareApp(parts).use(metricsRoutes(parts.metrics), notFound, answerErrors);
}

function bareApp({ config, log, metrics, lifecycle }: Parts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", config.trustProxy);
  app.use(requestLog(log, metrics), securityHeaders, neverStored);
  app.use((_req, res, next) => {
    lifecycle.track(res);
    next();
  });
  return app;
}
