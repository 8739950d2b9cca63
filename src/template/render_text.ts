import type { RenderOptions } from "../model/module.js";
import type { Place } from "../model/source.js";
import { type Dict, dictEntries, type PlainDict, setOwn } from "../model/value.js";
import { run, templateOf } from "./compile/compile.js";
import { contained, unlessUndefined } from "./contained.js";
import { Frame, type TemplateContext } from "./machine/machine.js";
import { DEFAULT_SYNTAX, normalisedNewlines, type Syntax } from "./syntax/lex.js";
import { withNewlines } from "./syntax/newlines.js";
import { toText } from "./values/python.js";
import type { Result } from "./values/values.js";

const HEADER = /^#jinja2:([^\n]*)\r?\n/;

/**
 * The text of a template file, rendered. `vars` are variables beside those of
 * the context; `ansible_managed` is a template of the others. A `#jinja2:` line at the top overrides the options.
 */
export function renderText(
  text: string,
  path: string,
  options: RenderOptions,
  context: TemplateContext,
  vars: Dict,
): string {
  const header = HEADER.exec(text);
  const whole = header ? text.slice(header[0].length) : text;
  const body = normalisedNewlines(whole);
  const syntax = syntaxFrom({ ...options, ...(header ? headerOptions(header[1]!) : {}) });
  const at: Place = { path, line: header ? 2 : 1, column: 1, indent: 1 };
  const frame = new Frame(context, { text: body, at, mode: "text", syntax });
  for (const [name, value] of dictEntries(vars)) frame.set(String(name), value as Result);
  const textOf = (source: string, from: Syntax) => toText(run(templateOf(source, at, from), frame));
  const { ansible_managed: managed } = vars as PlainDict;
  if (typeof managed === "string")
    frame.set(
      "ansible_managed",
      contained(at, () => textOf(managed, DEFAULT_SYNTAX)),
    );
  const rendered = unlessUndefined(context, body, () => contained(at, () => textOf(body, syntax)));
  return withNewlines(rendered, whole, syntax.newline);
}

function syntaxFrom(options: RenderOptions): Syntax {
  return {
    blockStart: options.blockStart ?? DEFAULT_SYNTAX.blockStart,
    blockEnd: options.blockEnd ?? DEFAULT_SYNTAX.blockEnd,
    variableStart: options.variableStart ?? DEFAULT_SYNTAX.variableStart,
    variableEnd: options.variableEnd ?? DEFAULT_SYNTAX.variableEnd,
    commentStart: options.commentStart ?? DEFAULT_SYNTAX.commentStart,
    commentEnd: options.commentEnd ?? DEFAULT_SYNTAX.commentEnd,
    trimBlocks: options.trimBlocks ?? true,
    lstripBlocks: options.lstripBlocks ?? false,
    rawStrings: false,
    newline: options.newline ?? "\n",
  };
}

const HEADER_NAMES: Record<string, keyof RenderOptions> = {
  block_start_string: "blockStart",
  block_end_string: "blockEnd",
  variable_start_string: "variableStart",
  variable_end_string: "variableEnd",
  comment_start_string: "commentStart",
  comment_end_string: "commentEnd",
  trim_blocks: "trimBlocks",
  lstrip_blocks: "lstripBlocks",
  newline_sequence: "newline",
};

function headerOptions(line: string): RenderOptions {
  const found: PlainDict = {};
  for (const part of line.split(/,(?=\s*\w+\s*:)/)) {
    const [name, ...rest] = part.split(":");
    const known = HEADER_NAMES[name!.trim()];
    const value = rest.join(":").trim();
    if (known) setOwn(found, known, value === "True" ? true : value === "False" ? false : textIn(value));
  }
  return found as RenderOptions;
}

/** What stands in quotes; of the escapes only those of ends of lines are of use here. */
const textIn = (value: string): string =>
  value.replace(/^(['"])(.*)\1$/, "$2").replace(/\\([nr])/g, (_, one) => (one === "n" ? "\n" : "\r"));
