import type { Request, RequestHandler } from "express";
import { Refusal } from "./refusal.js";

/**
 * Refuses what a page of another site sends. Browsers say where a request comes from: in
 * Sec-Fetch-Site (only over HTTPS or to localhost) or else in Origin. Other clients say neither.
 */
export const sameOriginOnly: RequestHandler = (req, _res, next) => {
  if (isSameOrigin(req)) next();
  else next(new Refusal(403, "another site may not change the word"));
};

function isSameOrigin(req: Request): boolean {
  const site = req.get("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = req.get("origin");
  if (origin === undefined) return true;
  // Hosts only: where a proxy ends TLS, the scheme we see is not the browser's.
  return URL.canParse(origin) && new URL(origin).host === req.host;
}
