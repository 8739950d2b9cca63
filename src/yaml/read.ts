import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { Fault, Faults } from "../model/errors.js";
import { notePlaces, noteText, type Place } from "../model/source.js";
import { dictFrom, markUnsafe, type Value } from "../model/value.js";
import { hintFor } from "./hints.js";
import { ansibleTags, plainScalar, UnsafeText, VaultText } from "./schema.js";

export interface ReadOptions {
  /** reads a vaulted text; without it `!vault` is a fault when it is met */
  decrypt?: (text: string, at: Place) => string;
  /** what a key that stands twice is: PyYAML lets the last one win. Default: fault */
  duplicates?: "fault" | "warn";
  warn?: (text: string, at: Place) => void;
}

/** The value of a file with one document; null where it is empty. Faults: YAML_INVALID, VAULT_FAILED. */
export function readYaml(text: string, path: string, options: ReadOptions = {}): Value {
  return readAllYaml(text, path, options)[0] ?? null;
}

export function readAllYaml(text: string, path: string, options: ReadOptions = {}): Value[] {
  noteText(path, text);
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    schema: "failsafe",
    customTags: ansibleTags,
    merge: true,
    uniqueKeys: false,
    logLevel: "silent",
  } as never) as Document.Parsed[] & { empty?: true };
  if (documents.empty) return [];
  const faults = documents.flatMap((document) =>
    document.errors.map((error) => syntaxFault(error, text, path)),
  );
  if (faults.length > 0) throw faults.length === 1 ? faults[0]! : new Faults(faults.slice(0, 10));
  const reader = new Reader(text, path, lines, options);
  const values = documents.map((document) => reader.value(document.contents));
  reader.finish();
  return values;
}

function syntaxFault(error: YAMLError, text: string, path: string): Fault {
  const position = error.linePos?.[0] ?? { line: 1, col: 1 };
  const at: Place = { path, line: position.line, column: position.col };
  const message = error.message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
  return new Fault("YAML_INVALID", `${path}: ${message}`, { at, hint: hintFor(text, at), cause: error });
}

type AnyNode = ParsedNode | Node | null | undefined;

/** Turns the nodes of one file into values and keeps where each one stood. */
class Reader {
  readonly #text: string;
  readonly #path: string;
  readonly #lines: LineCounter;
  readonly #options: ReadOptions;
  readonly #faults: Fault[] = [];
  readonly #anchors = new Map<string, Value>();

  constructor(text: string, path: string, lines: LineCounter, options: ReadOptions) {
    this.#text = text;
    this.#path = path;
    this.#lines = lines;
    this.#options = options;
  }

  finish(): void {
    if (this.#faults.length === 1) throw this.#faults[0]!;
    if (this.#faults.length > 1) throw new Faults(this.#faults);
  }

  value(node: AnyNode, unsafe = false): Value {
    if (!node) return null;
    if (isAlias(node)) return this.#anchors.get(node.source) ?? null;
    const value = this.#own(node, unsafe);
    const { anchor } = node as { anchor?: string };
    if (anchor) this.#anchors.set(anchor, value);
    return value;
  }

  #own(node: Node, unsafe: boolean): Value {
    if (isScalar(node)) return this.#scalar(node);
    const marked = unsafe || node.tag === "!unsafe";
    if (isMap(node)) return this.#map(node, marked);
    if (isSeq(node)) return this.#list(node, marked);
    return null;
  }

  #scalar(node: Scalar): Value {
    const { value } = node;
    if (value instanceof VaultText) return this.#decrypt(value, node);
    if (value instanceof UnsafeText) return value.text;
    if (node.type === "PLAIN" && typeof value === "string" && !node.tag?.endsWith(":str"))
      return plainScalar(value) as Value;
    return value as Value;
  }

  #decrypt(vault: VaultText, node: Node): string {
    const at = this.#place(node);
    if (this.#options.decrypt) return this.#options.decrypt(vault.text, at);
    throw new Fault("VAULT_FAILED", "this value is encrypted and no vault password was given", {
      at,
      hint: "use --ask-vault-pass or --vault-password-file",
    });
  }

  #list(node: YAMLSeq, unsafe: boolean): Value[] {
    const items = node.items as AnyNode[];
    const list = items.map((item) => this.value(item, unsafe));
    const places = items.map((item) => item ?? node);
    items.forEach((item, index) => {
      if (unsafe || isUnsafeNode(item)) markUnsafe(list, index);
    });
    notePlaces(list, {
      self: this.#place(node),
      value: (index) => (places[index as number] ? this.#place(places[index as number]!) : undefined),
      key: () => undefined,
    });
    return list;
  }

  #map(node: YAMLMap, unsafe: boolean): Value {
    const nodes = new Map<Value, { key: Node; value: AnyNode }>();
    const entries = new Map<Value, Value>();
    const merged = new Map<Value, Value>();
    for (const pair of node.items as Pair<Node, AnyNode>[]) {
      if (isMergeKey(pair.key)) {
        this.#merge(pair, merged);
        continue;
      }
      const key = this.value(pair.key) as Value;
      if (key !== null && typeof key === "object" && !("toJSON" in key)) {
        this.#faults.push(unhashable(this.#place(pair.key), this.#text));
        continue;
      }
      if (entries.has(key)) this.#duplicate(key, pair.key, nodes.get(key)!.key);
      nodes.set(key, { key: pair.key, value: pair.value });
      entries.set(key, this.value(pair.value, unsafe));
    }
    for (const [key, value] of merged) if (!entries.has(key)) entries.set(key, value);
    const dict = dictFrom(entries);
    for (const [key, { value }] of nodes) if (unsafe || isUnsafeNode(value)) markUnsafe(dict, key as string);
    notePlaces(dict, {
      self: this.#place(node),
      value: (key) => {
        const found = nodes.get(key);
        return found && this.#place(found.value && hasRange(found.value) ? found.value : found.key);
      },
      key: (key) => {
        const found = nodes.get(key);
        return found && this.#place(found.key);
      },
    });
    return dict;
  }

  #merge(pair: Pair<Node, AnyNode>, into: Map<Value, Value>): void {
    const value = this.value(pair.value);
    for (const source of Array.isArray(value) ? value : [value]) {
      if (source === null || typeof source !== "object") continue;
      const entries = source instanceof Map ? source.entries() : Object.entries(source);
      for (const [key, item] of entries) if (!into.has(key)) into.set(key, item as Value);
    }
  }

  #duplicate(key: Value, node: Node, first: Node): void {
    const at = this.#place(node);
    const message = `the key \`${String(key)}\` stands twice, first in line ${this.#place(first).line}`;
    if (this.#options.duplicates === "warn") this.#options.warn?.(`${message}; the last one counts`, at);
    else
      this.#faults.push(
        new Fault("YAML_INVALID", message, {
          at,
          hint: "only the last one would count: remove or rename one",
        }),
      );
  }

  /** Where the text of a node starts: after the quote, or on the first line of a block. */
  #place(node: Node): Place {
    const [start] = node.range ?? [0];
    const type = isScalar(node) ? node.type : undefined;
    if (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED") return this.#blockPlace(start);
    const quoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? 1 : 0;
    const { line, col } = this.#lines.linePos(start + quoted);
    return { path: this.#path, line: Math.max(1, line), column: Math.max(1, col) };
  }

  #blockPlace(start: number): Place {
    const header = this.#text.indexOf("\n", start);
    const rest = /^(?:[ \t]*\n)*([ ]*)/.exec(this.#text.slice(header + 1));
    const { line } = this.#lines.linePos(header + 1 + (rest ? rest[0].length : 0));
    const indent = (rest?.[1]?.length ?? 0) + 1;
    return { path: this.#path, line, column: indent, indent };
  }
}

/** `key: {{ variable }}` is a mapping in a mapping to YAML. */
function unhashable(at: Place, text: string): Fault {
  return new Fault("YAML_INVALID", "a mapping or list cannot be a key", { at, hint: hintFor(text, at) });
}

function hasRange(node: Node): boolean {
  return Boolean(node.range) && !(isScalar(node) && node.value === null);
}

function isMergeKey(key: unknown): boolean {
  return (
    isScalar(key) &&
    (key.value === "<<" || typeof key.value === "symbol") &&
    (key.type ?? "PLAIN") === "PLAIN"
  );
}

function isUnsafeNode(node: AnyNode): boolean {
  return Boolean(node) && isScalar(node) && node.value instanceof UnsafeText;
}
