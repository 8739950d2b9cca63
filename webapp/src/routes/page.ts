import { type ErrorRequestHandler, type RequestHandler, type Response, Router } from "express";
import { formBody, typedIn, wordOfForm } from "../http/body.js";
import { failureOf, onlyMethods } from "../http/errors.js";
import { page } from "../page.js";
import type { Words } from "../words.js";

/** "/": the page, and its form, which answers with a redirect so that a reload posts nothing. */
export function pageRoutes(words: Words, guards: RequestHandler[]): Router {
  const router = Router();
  router
    .route("/")
    .get((_req, res) => show(res, words))
    .post(...guards, formBody, async (req, res) => {
      await words.change(wordOfForm(req));
      res.redirect(303, "/");
    })
    .all(onlyMethods("GET", "HEAD", "POST"));
  router.use("/", pageErrors(words));
  return router;
}

interface Refused {
  problem: string;
  typed: string;
}

async function show(res: Response, words: Words, refused?: Refused): Promise<void> {
  const reading = await words.currentOrDefault();
  if (reading.stale) res.set("X-Stale", "1");
  res.type("text/html").send(page(reading, refused?.problem, refused?.typed));
}

/** Someone who used the form gets the page back, with what went wrong and what was typed. */
function pageErrors(words: Words): ErrorRequestHandler {
  return async (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const { status, message } = failureOf(error, res);
    res.status(status);
    await show(res, words, { problem: `The word was not changed: ${message}.`, typed: typedIn(req) });
  };
}
