import { randomUUID } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import type { Metrics } from "../metrics.js";

/** What machines ask for all day. */
const QUIET = new Set(["/healthz", "/readyz", "/up", "/metrics"]);
/** What a log or a shell can be trusted with. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Gives every request its id, and logs and measures its end. */
export function requestLog(log: Logger, metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const requestId = requestIdOf(req);
    const started = performance.now();
    res.locals.log = log.child({ requestId });
    res.set("X-Request-Id", requestId);
    res.once("close", () => {
      const ms = performance.now() - started;
      const status = res.writableFinished ? res.statusCode : 499;
      metrics.duration.observe({ method: req.method, route: routeOf(req), status }, ms / 1000);
      const line = { method: req.method, path: req.path, status, ms: Math.round(ms * 10) / 10 };
      logOf(res)[levelOf(req, status)](line, "request");
    });
    next();
  };
}

export const logOf = (res: Response): Logger => res.locals.log;

function requestIdOf(req: Request): string {
  const given = req.get("x-request-id");
  return given && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Patterns, not paths: a scanner must not be able to make time series. */
function routeOf(req: Request): string {
  return req.route?.path ?? "unmatched";
}

function levelOf(req: Request, status: number): "debug" | "info" | "warn" {
  if (QUIET.has(req.path)) return "debug";
  return status >= 500 ? "warn" : "info";
}
