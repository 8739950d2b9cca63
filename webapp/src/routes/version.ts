import { Router } from "express";
import type { Identity } from "../config.js";
import type { Lifecycle } from "../lifecycle.js";

export function versionRoutes(identity: Identity, lifecycle: Lifecycle): Router {
  const router = Router();
  router.get("/version", (_req, res) => {
    res.json({ ...identity, started: lifecycle.started });
  });
  return router;
}
