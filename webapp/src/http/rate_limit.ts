import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import { Refusal } from "./refusal.js";

/** Counted in this process: with several replicas each allows as many. */
export function limitChanges(perMinute: number): RequestHandler {
  if (perMinute === 0) return (_req, _res, next) => next();
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: "draft-7",
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new Refusal(429, "too many changes, try again in a minute")),
    // It would complain on the console when a client makes up forwarding headers; they are ignored.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
  });
}
