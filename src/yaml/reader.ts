import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { Fault } from "../model/errors.js";
import { notePlaces, type Place } from "../model/source.js";
import { DateValue, type Dict, dictFrom, Float, markUnsafe, type Value } from "../model/value.js";
import { hintFor } from "./hints.js";
import { type Positions, rangeOf } from "./positions.js";
import { isKnownTag, plainScalar, typedScalar, UnsafeText, VaultText } from "./schema.js";
import { Sealed, seal } from "./sealed.js";

export interface ReadOptions {
  /** reads a vaulted text; without it `!vault` is a fault when the value is read */
  decrypt?: (text: string, at: Place) => string;
  /** what a key that stands twice is: PyYAML lets the last one win. Default: fault */
  duplicates?: "fault" | "warn" | "ignore";
  warn?: (text: string, at: Place) => void;
}

type AnyNode = Node | null | undefined;
type Read = Value | Sealed;

interface Anchored {
  value: Read;
  /** how many values it stands for */
  size: number;
}

const MOST_REPEATED = 1_000_000;

/** Turns the nodes of one file into values and keeps where each one stood. */
export class Reader {
  readonly faults: Fault[] = [];
  readonly #text: string;
  readonly #positions: Positions;
  readonly #options: ReadOptions;
  readonly #anchors = new Map<string, Anchored>();
  /** values read so far, and those of them that aliases repeat */
  #count = 0;
  #repeated = 0;

  constructor(text: string, positions: Positions, options: ReadOptions) {
    this.#text = text;
    this.#positions = positions;
    this.#options = options;
  }

  /** The value of a document. */
  document(node: AnyNode): Value {
    return opened(this.#read(node, false));
  }

  #read(node: AnyNode, unsafe: boolean): Read {
    if (!node) return null;
    if (isAlias(node)) return this.#alias(node);
    const before = this.#count;
    this.#count += 1;
    const value = this.#own(node, unsafe);
    const { anchor } = node as { anchor?: string };
    if (anchor) this.#anchors.set(anchor, { value, size: this.#count - before });
    return value;
  }

  #alias(node: Alias): Read {
    const found = this.#anchors.get(node.source);
    if (found) return this.#repeat(found, node);
    const hint = "quote a text that starts with `*`";
    const at = this.#positions.of(node);
    this.faults.push(
      new Fault("YAML_INVALID", `there is no anchor &${node.source} before this`, { at, hint }),
    );
    return null;
  }

  /** Whoever looks at all of it sees it each time: a few lines can stand for more than there is memory. */
  #repeat({ value, size }: Anchored, node: Alias): Read {
    this.#count += size;
    this.#repeated += size;
    if (this.#repeated <= MOST_REPEATED) return value;
    const at = this.#positions.of(node);
    throw new Fault("YAML_INVALID", `aliases repeat more than ${MOST_REPEATED} values`, {
      at,
      hint: "aliases of what holds aliases grow with each level: write fewer of them",
    });
  }

  #own(node: Node, unsafe: boolean): Read {
    if (node.tag && !isKnownTag(node.tag)) this.#unknownTag(node);
    if (isScalar(node)) return this.#scalar(node);
    const marked = unsafe || node.tag === "!unsafe";
    if (isMap(node)) return this.#map(node, marked);
    if (isSeq(node)) return this.#list(node, marked);
    return null;
  }

  #unknownTag(node: Node): void {
    const hint = "the tags are !vault and !unsafe; quote a text that starts with `!`";
    this.faults.push(
      new Fault("YAML_INVALID", `there is no tag ${node.tag}`, { at: this.#positions.of(node), hint }),
    );
  }

  #scalar(node: Scalar): Read {
    const { value } = node;
    if (value instanceof VaultText) return this.#sealed(value, node);
    if (value instanceof UnsafeText) return value.text;
    if (value instanceof Uint8Array) return Buffer.from(value).toString();
    if (typeof value !== "string") return value as Value;
    if (node.tag?.startsWith("tag:yaml.org")) return typedScalar(value, node.tag);
    if (node.type === "PLAIN") return plainScalar(value) as Value;
    if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") return this.#block(value, node);
    return value;
  }

  /** A block at the end of a file without a final newline has none either. */
  #block(value: string, node: Scalar): string {
    const open = rangeOf(node)[1] >= this.#text.length && /[^\s]$/.test(this.#text);
    return open && value.endsWith("\n") ? value.slice(0, -1) : value;
  }

  #sealed(vault: VaultText, node: Node): Sealed {
    const at = this.#positions.of(node);
    return new Sealed(() => {
      if (this.#options.decrypt) return this.#options.decrypt(vault.text, at);
      throw new Fault("VAULT_FAILED", "this value is encrypted and no vault password was given", {
        at,
        hint: "use --ask-vault-pass or --vault-password-file",
      });
    });
  }

  #list(node: YAMLSeq, unsafe: boolean): Value[] {
    const items = node.items as AnyNode[];
    const list: Value[] = [];
    for (const [index, item] of items.entries()) {
      const one = this.#read(isPair(item) ? pairMap(item) : item, unsafe);
      if (one instanceof Sealed) seal(list, index, one);
      else list.push(one);
      if (unsafe || isUnsafeNode(item)) markUnsafe(list, index);
    }
    notePlaces(list, {
      self: this.#positions.of(node),
      value: (index) => {
        const item = items[index as number];
        return item ? this.#positions.of(item) : undefined;
      },
      key: () => undefined,
    });
    return list;
  }

  #map(node: YAMLMap, unsafe: boolean): Value {
    const nodes = new Map<Value, { key: Node; value: AnyNode }>();
    const entries = new Map<Value, Read>();
    const merged = new Map<Value, Read>();
    for (const pair of node.items as Pair<Node, AnyNode>[]) {
      if (isMergeKey(pair.key)) {
        this.#merge(pair, merged);
        continue;
      }
      const key = this.#key(pair.key);
      if (key === undefined) continue;
      if (entries.has(key)) this.#duplicate(key, pair.key, nodes.get(key)!.key);
      nodes.set(key, { key: pair.key, value: pair.value });
      entries.set(key, this.#read(pair.value, unsafe));
    }
    for (const [key, value] of entries) merged.set(key, value);
    const dict = dictWith(merged);
    for (const [key, { value }] of nodes) if (unsafe || isUnsafeNode(value)) markUnsafe(dict, key as string);
    this.#notePlaces(dict, node, nodes);
    return dict;
  }

  #notePlaces(dict: object, node: Node, nodes: Map<Value, { key: Node; value: AnyNode }>): void {
    notePlaces(dict, {
      self: this.#positions.of(node),
      value: (key) => {
        const found = nodes.get(key);
        return found && this.#positions.of(found.value && stands(found.value) ? found.value : found.key);
      },
      key: (key) => {
        const found = nodes.get(key);
        return found && this.#positions.of(found.key);
      },
    });
  }

  #key(node: Node): Value | undefined {
    if (this.#isMissing(node)) return this.#missingKey(node);
    const key = opened(this.#read(node, false));
    if (key === null || typeof key !== "object" || key instanceof Float || key instanceof DateValue)
      return key;
    const inner = this.#positions.of(node);
    // of `{{ x }}` the first brace is meant
    const isTemplate = this.#text[rangeOf(node)[0] - 1] === "{";
    const at = isTemplate ? { ...inner, column: inner.column - 1 } : inner;
    const hint = hintFor(this.#text, at);
    this.faults.push(new Fault("YAML_INVALID", "a mapping or list cannot be a key", { at, hint }));
    return undefined;
  }

  /** `: x` without a key, which PyYAML takes only behind a `?`. */
  #isMissing(node: Node): boolean {
    const isEmpty =
      isScalar(node) && node.type === "PLAIN" && node.source === "" && !node.tag && !node.anchor;
    return isEmpty && !/\?\s*$/.test(this.#text.slice(0, rangeOf(node)[0]));
  }

  #missingKey(node: Node): undefined {
    const at = this.#positions.of(node);
    const hint = "write the key before the colon, or quote a text that starts with one";
    this.faults.push(
      new Fault("YAML_INVALID", "not valid YAML: there is no key before this colon", { at, hint }),
    );
  }

  /** `<<`: what the mapping says itself wins, and of a list the first; the keys stand in the order of the last. */
  #merge(pair: Pair<Node, AnyNode>, into: Map<Value, Read>): void {
    const value = opened(this.#read(pair.value, false));
    for (const source of Array.isArray(value) ? value.toReversed() : [value]) {
      if (source === null || typeof source !== "object") {
        const at = this.#positions.of(pair.key);
        this.faults.push(new Fault("YAML_INVALID", "`<<` takes a mapping or a list of mappings", { at }));
        continue;
      }
      const keys: Value[] = source instanceof Map ? [...source.keys()] : Object.keys(source);
      for (const key of keys) into.set(key, lazyItem(source, key));
    }
  }

  #duplicate(key: Value, node: Node, first: Node): void {
    const { duplicates, warn } = this.#options;
    if (duplicates === "ignore") return;
    const at = this.#positions.of(node);
    const message = `found a duplicate dict key (${String(key)}), which stands in line ${this.#positions.of(first).line} already`;
    if (duplicates === "warn") warn?.(`${message}; the last one counts`, at);
    else {
      const hint = "only the last one would count: remove or rename one";
      this.faults.push(new Fault("YAML_INVALID", message, { at, hint }));
    }
  }
}

function opened(read: Read): Value {
  return read instanceof Sealed ? read.open() : read;
}

/** A dict of what was read; sealed values stay closed until they are read. */
function dictWith(entries: Map<Value, Read>): Dict {
  const dict = dictFrom([...entries].map(([key, value]) => [key, value instanceof Sealed ? null : value]));
  for (const [key, value] of entries) {
    if (!(value instanceof Sealed)) continue;
    if (dict instanceof Map) dict.set(key, value.open());
    else seal(dict, key as string, value);
  }
  return dict;
}

function lazyItem(source: object, key: Value): Read {
  if (source instanceof Map) return source.get(key) as Value;
  const property = Object.getOwnPropertyDescriptor(source, key as string)!;
  return property.get ? new Sealed(property.get as () => string) : (property.value as Value);
}

/** Does a value stand anywhere? `key:` alone has none. */
function stands(node: Node): boolean {
  return !(isScalar(node) && (node.value === null || node.source === ""));
}

function isMergeKey(key: unknown): boolean {
  if (!isScalar(key) || (key.type ?? "PLAIN") !== "PLAIN") return false;
  return key.value === "<<" || typeof key.value === "symbol";
}

function isUnsafeNode(node: AnyNode): boolean {
  return isScalar(node) && node.value instanceof UnsafeText;
}

/** `[a: 1]` in a flow list is a mapping of one. */
function isPair(item: unknown): item is Pair<Node, AnyNode> {
  return (
    typeof item === "object" && item !== null && "key" in item && !("items" in item) && !("range" in item)
  );
}

function pairMap(pair: Pair<Node, AnyNode>): Node {
  return { items: [pair], range: pair.key.range } as unknown as Node;
}
