import { Router } from "express";
import type { Readiness } from "../readiness.js";

/** "/healthz": are we alive? "/readyz" and "/up": should we get traffic? */
export function healthRoutes(readiness: () => Promise<Readiness>): Router {
  const router = Router();
  router.get("/healthz", (_req, res) => {
    res.json({ status: "ok" });
  });
  router.get(["/readyz", "/up"], async (_req, res) => {
    const { ready, ...body } = await readiness();
    res.status(ready ? 200 : 503).json(body);
  });
  return router;
}
