import express, { type Request, type RequestHandler } from "express";
import { decodeUtf8, MAX_BYTES, parseWord } from "../word.js";
import { Refusal } from "./refusal.js";

/** Three bytes of a form for each byte of the word, the field's name, and room for a line end. */
const FORM_BYTES = 3 * MAX_BYTES + 64;

/** Any content type: the word is the body itself. Nothing is unpacked, so 1 KiB stays 1 KiB. */
export const rawBody = (limit: number): RequestHandler =>
  express.raw({ type: () => true, limit, inflate: false });

export const wordBody = rawBody(MAX_BYTES);
export const formBody = rawBody(FORM_BYTES);

function isForm(req: Request): boolean {
  return Boolean(req.is(["application/x-www-form-urlencoded", "multipart/form-data"]));
}

/** The word a client put into the body. Form bodies are no words, as in the original web app. */
export function wordOfBody(req: Request): string {
  return checked(isForm(req) ? "" : textOf(req));
}

/** The field "word" of a posted form. */
export function wordOfForm(req: Request): string {
  if (!req.is("application/x-www-form-urlencoded")) {
    throw new Refusal(415, "the form must be application/x-www-form-urlencoded");
  }
  return checked(field(textOf(req), "word"));
}

/** What the form had, whatever is wrong with it; "" where it cannot be read at all. */
export function typedIn(req: Request): string {
  try {
    return field(textOf(req), "word");
  } catch {
    return "";
  }
}

function checked(given: string): string {
  const parsed = parseWord(given);
  if ("word" in parsed) return parsed.word;
  throw new Refusal(400, parsed.problem);
}

function textOf(req: Request): string {
  if (!Buffer.isBuffer(req.body)) return "";
  const text = decodeUtf8(req.body);
  if (text !== undefined) return text;
  throw new Refusal(400, "data must be UTF-8");
}

/** By hand: URLSearchParams turns invalid UTF-8 into replacement characters instead of saying so. */
function field(form: string, name: string): string {
  const pair = form.split("&").find((part) => part.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1).replaceAll("+", " ") ?? "";
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Refusal(400, "data must be UTF-8");
  }
}
