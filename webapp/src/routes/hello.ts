import { type RequestHandler, Router } from "express";
import { wordBody, wordOfBody } from "../http/body.js";
import { onlyMethods } from "../http/errors.js";
import type { Words } from "../words.js";

/** "/hello": the word as plain text, with the rules of the original web app. */
export function helloRoutes(words: Words, guards: RequestHandler[]): Router {
  const router = Router();
  router
    .route("/hello")
    .get(async (_req, res) => {
      const { word, stale } = await words.current();
      if (stale) res.set("X-Stale", "1");
      res.type("text/plain").send(word);
    })
    .post(...guards, wordBody, async (req, res) => {
      const word = wordOfBody(req);
      await words.change(word);
      res.type("text/plain").send(word);
    })
    .all(onlyMethods("GET", "HEAD", "POST"));
  return router;
}
