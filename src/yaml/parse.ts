import {
  Composer,
  type Document,
  type DocumentOptions,
  Lexer,
  LineCounter,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  visit,
  type YAMLError,
} from "yaml";
import { ansibleTags } from "./schema.js";

export interface Parsed {
  documents: Document.Parsed[];
  lines: LineCounter;
  errors: YAMLError[];
}

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: "failsafe",
  customTags: ansibleTags,
  merge: true,
  uniqueKeys: false,
  logLevel: "silent",
};

/** The documents of a text. What the strict lexer refuses is tried again as PyYAML reads it. */
export function parseDocuments(text: string): Parsed {
  const strict = parseWith(new Lexer(), text);
  if (strict.errors.length === 0) return strict;
  const lenient = parseWith(lenientLexer(), text);
  return lenient.errors.length === 0 ? lenient : strict;
}

/** Where the quoted text begins that an offset is in or ends; undefined where there is none. */
export function quoteAround({ documents }: Parsed, offset: number): number | undefined {
  let found: number | undefined;
  for (const document of documents)
    visit(document, {
      Scalar: (_key, { type, range }) => {
        if (!range || !type?.startsWith("QUOTE_")) return;
        if (range[0] < offset && offset <= range[2]) found = range[0];
      },
    });
  return found;
}

function parseWith(lexer: Lexer, text: string): Parsed {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ ...OPTIONS, lineCounter: lines });
  const documents = [...composer.compose(tokens(lexer, parser, text))];
  return { documents, lines, errors: documents.flatMap((document) => document.errors.filter(isRefused)) };
}

/** PyYAML lets a comment follow anything that ends by itself: `"text"#comment`, `[list]#comment`. */
const isRefused = ({ message }: YAMLError): boolean => !message.startsWith("Comments must be separated");

/** Collections within collections, and tags before one value: about as many as Ansible reads, and far fewer than end this process. */
const MAX_DEPTH = 300;

/** A text that is nested too deeply, and where it is. */
export class TooDeep extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super("nested too deeply");
    this.offset = offset;
  }
}

function* tokens(lexer: Lexer, parser: Parser, text: string) {
  let properties = 0;
  for (const lexeme of lexer.lex(text)) {
    if (/^[!&]/.test(lexeme)) properties += 1;
    else if (lexeme.trim() !== "") properties = 0;
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH || properties > MAX_DEPTH) throw new TooDeep(parser.offset);
  }
  yield* parser.end();
}

interface LexerParts {
  indentNext: number;
  parseQuotedScalar(): Generator<string, unknown>;
  parseFlowCollection(): Generator<string, unknown>;
  parsePlainScalar(): Generator<string, unknown>;
  flowLevel: number;
}

/** PyYAML lets further lines of quoted text, and of what is in brackets, stand at any column; YAML 1.2 wants them indented. */
function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const inner = lexer as unknown as LexerParts;
  for (const part of ["parseQuotedScalar", "parseFlowCollection", "parsePlainScalar"] as const) {
    const strict = inner[part];
    inner[part] = function* () {
      if (part === "parsePlainScalar" && inner.flowLevel === 0) return yield* strict.call(inner);
      const { indentNext } = inner;
      inner.indentNext = 0;
      try {
        return yield* strict.call(inner);
      } finally {
        inner.indentNext = indentNext;
      }
    };
  }
  return lexer;
}
