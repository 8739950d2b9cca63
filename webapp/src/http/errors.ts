import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { Refusal } from "./refusal.js";
import { logOf } from "./request_log.js";

export interface Failure {
  status: number;
  message: string;
}

export const notFound: RequestHandler = (_req, _res, next) => next(new Refusal(404, "there is nothing here"));

/** For what is left of a route after its methods. */
export function onlyMethods(...methods: string[]): RequestHandler {
  return (_req, res, next) => {
    res.set("Allow", methods.join(", "));
    next(new Refusal(405, `only ${methods.join(", ")}`));
  };
}

/** What the client may know: our refusals in words, faults of ours without details. */
export function failureOf(error: unknown, res: Response): Failure {
  const { status, expose, message } = error as Partial<Refusal>;
  if (status === undefined || !expose) {
    logOf(res).error({ err: error }, "unexpected error");
    return { status: 500, message: "something went wrong" };
  }
  if (status >= 500) logOf(res).warn({ err: error }, "store unavailable");
  return { status, message: message ?? "refused" };
}

export const answerErrors: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) return next(error);
  const { status, message } = failureOf(error, res);
  res.status(status).type("text/plain").send(message);
};
