/** The syntax tree of one of Python's regular expressions. Characters are code points. */
export type Node =
  | { kind: "sequence"; items: Node[] }
  | { kind: "choice"; options: Node[] }
  | ({ kind: "set"; negate: boolean; items: SetItem[] } & Folding)
  | { kind: "any"; newline: boolean }
  | { kind: "at"; where: Anchor; ascii: boolean }
  /** `index` undefined: a group that captures nothing */
  | { kind: "group"; index: number | undefined; body: Node }
  | { kind: "look"; behind: boolean; negate: boolean; body: Node }
  | { kind: "atomic"; body: Node }
  | { kind: "repeat"; min: number; max: number; mode: "greedy" | "lazy" | "possessive"; body: Node }
  | ({ kind: "back"; group: number } & Folding)
  | { kind: "if"; group: number; then: Node; otherwise: Node };

export type Anchor = "start" | "line-start" | "end" | "line-end" | "very-end" | "word" | "not-word";

/** What `\d`, `\s`, `\w` and their opposites stand for. */
export type ClassName = "d" | "D" | "s" | "S" | "w" | "W";

export type SetItem = { from: number; to: number } | { class: ClassName; ascii: boolean };

/** How upper and lower case are held to be the same. */
export interface Folding {
  ignoreCase: boolean;
  ascii: boolean;
}

/** The parsed whole: `names` gives each named group's number, `groups` how many there are. */
export interface Parsed {
  body: Node;
  /** the flags of the whole pattern, those that it sets itself too */
  flags: Required<RegexFlags>;
  groups: number;
  names: ReadonlyMap<string, number>;
}

/** The flags that Python's `re` takes. */
export interface RegexFlags {
  ignoreCase?: boolean;
  multiline?: boolean;
  dotAll?: boolean;
  verbose?: boolean;
  ascii?: boolean;
}
