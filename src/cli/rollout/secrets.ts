import { execFileSync } from "node:child_process";
import { Fault } from "../../model/errors.js";
import { markUnsafe, type PlainDict, type Value } from "../../model/value.js";
import { SOURCES, type Source, sourceOf } from "../../rollout/sources.js";
import type { Spec } from "../../rollout/spec.js";
import { stoppedByUser } from "../engine/ask.js";

/** As long as a person needs to confirm it on a second device. */
const PATIENCE_MS = 120_000;

/**
 * The secrets of a release file, asked for before a host is. What comes from a source is text, and is told to `hide`;
 * what the file itself says stays a template that knows each host's variables. Fault: SECRET_MISSING.
 */
export function fetchSecrets({ secrets }: Spec, hide: (text: string) => void): PlainDict {
  const fetched: PlainDict = {};
  for (const [name, value] of Object.entries(secrets)) {
    const source = sourceOf(value as Value);
    if (source === undefined || typeof source === "string") {
      fetched[name] = source ?? "";
      continue;
    }
    const text = read(name, source);
    hide(text);
    fetched[name] = text;
    markUnsafe(fetched, name);
  }
  return fetched;
}

function read(name: string, { kind, reference }: Source): string {
  const missing = (why: string, hint?: string) =>
    new Fault("SECRET_MISSING", `the secret ${name} cannot be had: ${why}`, { hint });
  if (kind === "env") {
    const value = process.env[reference];
    if (value) return value;
    throw missing(`the variable ${reference} is not set`, `export ${reference}=…`);
  }
  const source = SOURCES[kind];
  const [program = "", ...words] = source.words(reference);
  const text = ask({ program, words }, missing).replace(/\r?\n$/, "");
  const field = "field" in source ? source.field(reference) : undefined;
  const value = field === undefined ? text : fieldOf(text, field);
  if (value) return value;
  throw missing(field === undefined ? `${program} gave nothing` : `there is no field ${field} in its JSON`);
}

/** How a program has failed: its code and not its status where it could not be run. */
interface Ended {
  code?: string;
  status?: number | null;
  signal?: string | null;
  stderr?: string;
}

function ask(
  { program, words }: { program: string; words: readonly string[] },
  missing: (why: string, hint?: string) => Fault,
): string {
  try {
    return execFileSync(program, words, {
      encoding: "utf8",
      stdio: ["inherit", "pipe", "pipe"],
      timeout: PATIENCE_MS,
      maxBuffer: 4_000_000,
    });
  } catch (error) {
    const { code, status, signal, stderr = "" } = error as Ended;
    if (signal === "SIGINT") throw stoppedByUser();
    if (code === "ENOENT") throw missing(`${program} is not installed`);
    const last = stderr.trim().split("\n").at(-1);
    throw missing(
      code === "ETIMEDOUT"
        ? `${program} did not answer`
        : `${program} ${signal ? `was ended by ${signal}` : `ended with status ${status}`}`,
      last || undefined,
    );
  }
}

function fieldOf(text: string, field: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)?.[field];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  } catch {
    return undefined;
  }
}
