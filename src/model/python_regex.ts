import { type Cost, costOf, isCheap } from "./regex/cost.js";
import { type Native, toNative } from "./regex/emit.js";
import { Budget, Matcher, type MatchRule, searchFrom } from "./regex/matcher.js";
import type { Node, Parsed, RegexFlags } from "./regex/nodes.js";
import { parseRegex } from "./regex/parse.js";
import { type Beginning, beginning, compileProgram, type Program } from "./regex/program.js";
import { fillReplacement, parseReplacement } from "./regex/replacement.js";
import { widthOf } from "./regex/width.js";

export type { RegexFlags } from "./regex/nodes.js";

/** Where a match stands, and what its groups hold: the whole match first. */
export interface RegexMatch {
  start: number;
  end: number;
  groups: (string | undefined)[];
}

/** Search anywhere, at one place, or for the whole text, as Python's methods do. */
type Manner = "search" | "match" | "whole";

const ONLY_ASCII = /^[\0-\x7f]*$/;

/**
 * One of Python's regular expressions. It means what Python's `re` makes of it,
 * and always ends: JavaScript's own engine is used where it would find the same
 * in little time, else a matcher that counts its steps. Every method throws a
 * Fault with Python's message for a pattern or a replacement that is none.
 */
export class PythonRegex {
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  readonly flags: Readonly<Required<RegexFlags>>;
  readonly #body: Node;
  readonly #cost: Cost;
  readonly #canBeEmpty: boolean;
  readonly #native: Native | undefined;
  readonly #engines = new Map<string, RegExp>();
  #program: Program | undefined;

  private constructor({ body, flags, groups, names }: Parsed) {
    this.flags = flags;
    this.#body = body;
    this.groups = groups;
    this.names = names;
    this.#cost = costOf(body);
    this.#native = toNative(body);
    this.#canBeEmpty = widthOf(body).min === 0;
  }

  static readonly #known = new Map<string, PythonRegex>();

  /** The expression for a pattern; each is made once. */
  static of(pattern: string, flags: RegexFlags = {}): PythonRegex {
    const key = `${Object.entries(flags)
      .filter(([, on]) => on)
      .map(([name]) => name)
      .sort()}:${pattern}`;
    let regex = PythonRegex.#known.get(key);
    if (!regex) {
      regex = new PythonRegex(parseRegex(pattern, flags));
      if (PythonRegex.#known.size >= 2000) PythonRegex.#known.clear();
      PythonRegex.#known.set(key, regex);
    }
    return regex;
  }

  /** re.search */
  search(text: string): RegexMatch | undefined {
    return this.#question(text)("search", 0, {});
  }

  /** re.match */
  match(text: string): RegexMatch | undefined {
    return this.#question(text)("match", 0, {});
  }

  /** re.fullmatch */
  fullMatch(text: string): RegexMatch | undefined {
    return this.#question(text)("whole", 0, {});
  }

  /** Where a named group of re.search stands; undefined where nothing was found. */
  searchGroup(text: string, name: string): [start: number, end: number] | undefined {
    const { matcher, first } = this.#matcher(text);
    if (!searchFrom(matcher, text, 0, { ...first, once: first.atStart })) return undefined;
    const slot = this.names.get(name)! * 2;
    return [matcher.slots[slot]!, matcher.slots[slot + 1]!];
  }

  test(text: string): boolean {
    return this.search(text) !== undefined;
  }

  /** re.finditer; at most `limit` of them, where that is above 0 */
  all(text: string, limit = 0): RegexMatch[] {
    const found: RegexMatch[] = [];
    const ask = this.#question(text, this.#canBeEmpty);
    let from = 0;
    let nonEmpty = false;
    while (from <= text.length && (limit <= 0 || found.length < limit)) {
      const match = ask("search", from, { nonEmpty });
      if (!match) break;
      found.push(match);
      from = match.end;
      nonEmpty = match.end === match.start;
    }
    return found;
  }

  /** re.subn */
  replace(text: string, template: string, limit = 0): { text: string; count: number } {
    const parts = parseReplacement(template, this);
    // nothing is fewer than no replacement
    const found = limit < 0 ? [] : this.all(text, limit);
    let result = "";
    let from = 0;
    for (const { start, end, groups } of found) {
      result += text.slice(from, start) + fillReplacement(parts, groups);
      from = end;
    }
    return { text: result + text.slice(from), count: found.length };
  }

  /** match.expand */
  expand(match: RegexMatch, template: string): string {
    return fillReplacement(parseReplacement(template, this), match.groups);
  }

  /** match.groupdict */
  named(match: RegexMatch): Record<string, string | undefined> {
    return Object.fromEntries([...this.names].map(([name, group]) => [name, match.groups[group]]));
  }

  /** Chooses the engine for a text. `exact`: only the own matcher knows which empty matches count. */
  #question(
    text: string,
    exact = false,
  ): (manner: Manner, from: number, rule: MatchRule) => RegexMatch | undefined {
    if (!exact && this.#native && isCheap(this.#cost, text)) {
      const ascii = ONLY_ASCII.test(text);
      return (manner, from) => this.#engine(manner, ascii)(text, from);
    }
    const { matcher, first } = this.#matcher(text);
    return (manner, from, rule) => {
      const whole = manner === "whole";
      return searchFrom(matcher, text, from, {
        ...rule,
        ...first,
        once: manner !== "search" || first.atStart,
        whole,
      })
        ? this.#matchOf(matcher, text)
        : undefined;
    };
  }

  #matchOf({ slots }: Matcher, text: string): RegexMatch {
    const groups = Array.from({ length: this.groups + 1 }, (_, group) => {
      const [start, end] = [slots[group * 2]!, slots[group * 2 + 1]!];
      return start < 0 || end < 0 ? undefined : text.slice(start, end);
    });
    return { start: slots[0]!, end: slots[1]!, groups };
  }

  #matcher(text: string): { matcher: Matcher; first: Beginning } {
    this.#program ??= compileProgram(this.#body, this.groups);
    return {
      matcher: new Matcher(this.#program, text, new Budget(text)),
      first: beginning(this.#program),
    };
  }

  #engine(manner: Manner, ascii: boolean): (text: string, from: number) => RegexMatch | undefined {
    const key = manner + ascii;
    let engine = this.#engines.get(key);
    if (!engine) {
      const { source, asciiSource, flags } = this.#native!;
      const chosen = ascii ? asciiSource : source;
      engine = new RegExp(
        manner === "whole" ? `(?:${chosen})$` : chosen,
        flags + (manner === "search" ? "g" : "y"),
      );
      this.#engines.set(key, engine);
    }
    return (text, from) => {
      engine.lastIndex = from;
      const found = engine.exec(text);
      return found
        ? { start: found.index, end: found.index + found[0].length, groups: [...found] }
        : undefined;
    };
  }
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
