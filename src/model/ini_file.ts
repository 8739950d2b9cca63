import { quoteText } from "./python_text.js";

/** Files of Python's configparser: sections, keys with `=` or `:`, values that go on in indented lines. */

export interface IniStyle {
  caseSensitive: boolean;
  allowNoValue: boolean;
  interpolation: boolean;
}

type Section = Map<string, string | null>;

/** What is wrong with a file, and of which kind. */
export class IniFault extends Error {
  readonly kind: "duplicate" | "section" | "header" | "parsing" | "value";
  constructor(message: string, kind: IniFault["kind"]) {
    super(message);
    this.kind = kind;
  }
}

const DEFAULTS = "DEFAULT";
const DEPTH = 10;

export class IniFile {
  readonly #style: IniStyle;
  readonly #sections = new Map<string, Section>();
  readonly #defaults: Section = new Map();

  constructor(style: IniStyle) {
    this.#style = style;
  }

  #keyOf(key: string): string {
    return this.#style.caseSensitive ? key : key.toLowerCase();
  }

  read(text: string): void {
    const reader = new IniReader(this.#style.allowNoValue, (key) => this.#keyOf(key));
    for (const [name, section] of reader.read(text)) {
      const target = name === DEFAULTS ? this.#defaults : (this.#sections.get(name) ?? new Map());
      for (const [key, value] of section) target.set(key, value);
      if (name !== DEFAULTS) this.#sections.set(name, target);
    }
  }

  #section(name: string): Section {
    const own = name === DEFAULTS ? new Map<string, string | null>() : this.#sections.get(name);
    if (!own) throw new IniFault(`No section: ${quoteText(name)}`, "section");
    return new Map([...this.#defaults, ...own]);
  }

  /** undefined: there is no such key */
  get(section: string, key: string): string | null | undefined {
    const all = this.#section(section);
    const value = all.get(this.#keyOf(key));
    return typeof value === "string" ? this.#filled(value, all, 1) : value;
  }

  sections(): string[] {
    return [...this.#sections.keys()];
  }

  entries(section: string): [string, string | null][] {
    const all = this.#section(section);
    const keys = [...(this.#sections.get(section)?.keys() ?? [])];
    return [...new Set([...this.#defaults.keys(), ...keys])].map((key) => {
      const value = all.get(key);
      // among all entries a missing value is filled in as an empty text is
      if (typeof value !== "string") return [key, this.#style.interpolation ? "" : null];
      return [key, this.#filled(value, all, 1)];
    });
  }

  /** `%(other)s`, and `%%` for the sign itself */
  #filled(value: string, all: Section, depth: number): string {
    if (!this.#style.interpolation) return value;
    if (depth > DEPTH) throw new IniFault("Recursion limit exceeded in value substitution", "value");
    return value.replace(/%(?:%|\(([^)]*)\)s|[\s\S]?)/g, (whole, name?: string) => {
      if (whole === "%%") return "%";
      if (name === undefined)
        throw new IniFault(
          `'%' must be followed by '%' or '(', found: ${quoteText(value.slice(value.indexOf(whole)))}`,
          "value",
        );
      const other = all.get(this.#keyOf(name));
      if (typeof other !== "string")
        throw new IniFault(`Bad value substitution: the key ${quoteText(name)} is not there`, "value");
      return this.#filled(other, all, depth + 1);
    });
  }
}

/** One pass over the lines of a file. */
class IniReader {
  readonly #allowsNoValue: boolean;
  readonly #keyOf: (key: string) => string;
  readonly #found = new Map<string, Section>();
  /** lines that are no options: they are told together */
  readonly #faults: string[] = [];
  #section: string | undefined;
  #key: string | undefined;
  #indent = 0;

  constructor(allowsNoValue: boolean, keyOf: (key: string) => string) {
    this.#allowsNoValue = allowsNoValue;
    this.#keyOf = keyOf;
  }

  read(text: string): Map<string, Section> {
    for (const [at, line] of text.split(/\r?\n/).entries()) this.#line(line, at + 1);
    if (this.#faults.length > 0)
      throw new IniFault(
        ["Source contains parsing errors: '<???>'", ...this.#faults].join("\n\t"),
        "parsing",
      );
    for (const section of this.#found.values())
      for (const [key, value] of section) section.set(key, value?.replace(/\n+$/, "") ?? null);
    return this.#found;
  }

  #line(line: string, number: number): void {
    const content = line.trim();
    if (/^[#;]/.test(content)) return;
    if (content === "") return this.#goOn("");
    const indent = line.length - line.trimStart().length;
    if (this.#key !== undefined && indent > this.#indent) return this.#goOn(content);
    this.#indent = indent;
    const header = /^\[(.+)\]/.exec(content)?.[1];
    if (header !== undefined) return this.#open(header, number);
    if (this.#section === undefined)
      throw new IniFault(
        `File contains no section headers.\nfile: '<???>', line: ${number}\n${quoteText(`${line}\n`)}`,
        "header",
      );
    this.#option(line, number);
  }

  #values(): Section {
    return this.#found.get(this.#section ?? "")!;
  }

  #goOn(content: string): void {
    if (this.#key === undefined) return;
    const before = this.#values().get(this.#key);
    if (typeof before === "string") this.#values().set(this.#key, `${before}\n${content}`);
  }

  #open(name: string, number: number): void {
    if (this.#found.has(name) && name !== DEFAULTS)
      throw new IniFault(
        `While reading from '<???>' [line ${String(number).padStart(2)}]: section ${quoteText(name)} already exists`,
        "parsing",
      );
    this.#section = name;
    this.#key = undefined;
    if (!this.#found.has(name)) this.#found.set(name, new Map());
  }

  #option(line: string, number: number): void {
    const content = line.trim();
    const [, name, value] = /^(.*?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    if (name === "" || (name === undefined && !this.#allowsNoValue)) {
      this.#faults.push(`[line ${String(number).padStart(2)}]: ${quoteText(`${line}\n`)}`);
      return;
    }
    const key = this.#keyOf((name ?? content).trimEnd());
    if (this.#values().has(key))
      throw new IniFault(
        `While reading from '<???>' [line ${String(number).padStart(2)}]: option ${quoteText(key)} in section ${quoteText(this.#section ?? "")} already exists`,
        "duplicate",
      );
    this.#key = key;
    this.#values().set(key, name === undefined ? null : (value ?? "").trim());
  }
}
