import { type Request, type RequestHandler, Router } from "express";
import type { Metrics } from "../metrics.js";

export function metricsRoutes({ registry }: Metrics, ...guards: RequestHandler[]): Router {
  const router = Router();
  router.get("/metrics", ...guards, async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

/** Others are told what they would be told if there were no metrics. */
export const fromThisMachine: RequestHandler = (req, _res, next) => next(isLocal(req) ? undefined : "router");

/** A proxy on this machine connects from here too, but names whom it speaks for. */
function isLocal(req: Request): boolean {
  const address = req.socket.remoteAddress ?? "";
  const forwarded =
    req.get("x-forwarded-for") ?? req.get("forwarded") ?? req.get("x-real-ip") ?? req.get("via");
  return forwarded === undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}
