import { createHash } from "node:crypto";
import type { RequestHandler } from "express";
import helmet from "helmet";
import { STYLE } from "../page.js";

const styleHash = createHash("sha256").update(STYLE).digest("base64");

export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "style-src": [`'sha256-${styleHash}'`],
      "form-action": ["'self'"],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
    },
  },
  // Under "no-referrer" a browser sends "Origin: null" with our own form.
  referrerPolicy: { policy: "same-origin" },
  xFrameOptions: { action: "deny" },
  // Whether the whole domain is HTTPS only the proxy that ends TLS knows.
  strictTransportSecurity: false,
});

export const neverStored: RequestHandler = (_req, res, next) => {
  res.set("Cache-Control", "no-store");
  next();
};
