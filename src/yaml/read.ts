import type { YAMLError } from "yaml";
import { Fault, Faults } from "../model/errors.js";
import { readJson } from "../model/json_read.js";
import { noteText, type Place } from "../model/source.js";
import type { Value } from "../model/value.js";
import { hintFor } from "./hints.js";
import { type Parsed, parseDocuments, quoteAround, TooDeep } from "./parse.js";
import { Positions } from "./positions.js";
import { Reader, type ReadOptions } from "./reader.js";

export type { ReadOptions } from "./reader.js";

/** The value of a file with one document; null where it is empty. Faults: YAML_INVALID, VAULT_FAILED. */
export function readYaml(text: string, path: string, options: ReadOptions = {}): Value {
  return documentsOf(text, path, { ...options, isOne: true })[0] ?? null;
}

/** The values of all documents of a text. `path` is what faults and places name. */
export function readAllYaml(text: string, path: string, options: ReadOptions = {}): Value[] {
  return documentsOf(text, path, options);
}

function documentsOf(text: string, path: string, options: ReadOptions & { isOne?: boolean }): Value[] {
  noteText(path, text);
  const parsed = parsedWithin(text, path);
  throwAll(syntaxFaults(parsed, text, path));
  if (options.isOne) checkOne(parsed, path);
  const reader = new Reader(text, new Positions(text, path, parsed.lines), options);
  const values = parsed.documents.map((document) => reader.document(document.contents));
  throwAll(reader.faults);
  return values;
}

/** What stands behind a second `---` would be left out without a word. */
function checkOne({ documents, lines }: Parsed, path: string): void {
  const [, second] = documents;
  if (!second) return;
  const { line, col } = lines.linePos(second.range[0]);
  throw new Fault(
    "YAML_INVALID",
    "not valid YAML: expected a single document, but a second one begins here",
    {
      at: { path, line: Math.max(1, line), column: Math.max(1, col) },
      hint: "a file is one document: remove this `---`, or make a file of what follows",
    },
  );
}

function parsedWithin(text: string, path: string): Parsed {
  try {
    return parseDocuments(text);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    const before = text.slice(0, error.offset).split("\n");
    const at: Place = { path, line: before.length, column: before.at(-1)!.length + 1 };
    const hint = "is it data that was meant to be a text, or made by a program that went wrong?";
    throw new Fault("YAML_INVALID", "not valid YAML: collections within collections are nested too deeply", {
      at,
      hint,
    });
  }
}

function throwAll(faults: Fault[]): void {
  if (faults.length === 1) throw faults[0]!;
  if (faults.length > 1) throw new Faults(faults);
}

/** A file that calls itself JSON is YAML too, but what is wrong with it as JSON is what its author looks for. */
function jsonError(text: string, path: string): string {
  if (!path.endsWith(".json")) return "";
  try {
    readJson(text);
    return "";
  } catch (error) {
    return `We were unable to read either as JSON nor YAML. JSON: ${(error as Error).message}. YAML: `;
  }
}

/** The first error, and those after it that we can explain: the others are mostly its consequences. */
function syntaxFaults(parsed: Parsed, text: string, path: string): Fault[] {
  const { errors, lines } = parsed;
  const seen = new Set<number>();
  const faults: Fault[] = [];
  for (const error of errors) {
    const { line, col } = lines.linePos(placeOfError(error, parsed));
    const at: Place = { path, line: Math.max(1, line), column: Math.max(1, col) };
    const hint = hintFor(text, at, error.code);
    if (seen.has(at.line) || (faults.length > 0 && hint === undefined)) continue;
    seen.add(at.line);
    const words = `${jsonError(text, path)}not valid YAML: ${reason(error)}`;
    faults.push(new Fault("YAML_INVALID", words, { at, hint, cause: error }));
  }
  return faults;
}

/** A quote that is not closed is looked for where it opens, however far it reaches. */
function placeOfError({ code, pos }: YAMLError, parsed: Parsed): number {
  return (code === "MISSING_CHAR" ? quoteAround(parsed, pos[0]) : undefined) ?? pos[0];
}

/** What is wrong, in one clause. */
function reason(error: YAMLError): string {
  if (/^Missing closing ["']quote/.test(error.message)) return "the quote that opens here is not closed";
  return PLAIN_WORDS[error.code] ?? error.message.charAt(0).toLowerCase() + error.message.slice(1);
}

const PLAIN_WORDS: Partial<Record<string, string>> = {
  TAB_AS_INDENT: "tabs cannot indent",
  BLOCK_AS_IMPLICIT_KEY: "a mapping cannot start here, after a value on the same line",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line; is a `:` or a quote missing?",
};
