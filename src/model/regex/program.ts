import { type CharacterTest, isWord, setTest } from "./characters.js";
import type { Anchor, Node } from "./nodes.js";
import { type Width, widthOf } from "./width.js";

/** One instruction of the matcher. `to` and `else` are places in the program. */
export type Instruction =
  | { op: "one"; test: CharacterTest }
  | { op: "many"; test: CharacterTest; min: number; max: number; lazy: boolean }
  | { op: "at"; where: Anchor; holds: (text: string, at: number) => boolean }
  | { op: "jump"; to: number }
  | { op: "split"; first: number; second: number }
  | { op: "save"; slot: number }
  | { op: "count"; slot: number }
  | { op: "loop"; slot: number; min: number; max: number; lazy: boolean; exit: number }
  | { op: "look"; to: number; behind: number; negate: boolean }
  | { op: "atomic"; to: number }
  | { op: "back"; group: number; same: (a: string, b: string) => boolean }
  | { op: "if"; group: number; else: number }
  | { op: "done" };

export interface Program {
  code: Instruction[];
  /** two per group, and two per loop behind them */
  slots: number;
  groups: number;
}

/** What is known of where matches begin. */
export interface Beginning {
  /** the test that the first character must pass */
  test?: CharacterTest;
  /** only at the start of the text, or of a line */
  atStart: boolean;
  atLineStart: boolean;
}

export function beginning(program: Program): Beginning {
  const first = program.code.find(({ op }) => op !== "save");
  const nowhere = { atStart: false, atLineStart: false };
  if (first?.op === "one" || (first?.op === "many" && first.min > 0)) return { ...nowhere, test: first.test };
  if (first?.op !== "at") return nowhere;
  return { atStart: first.where === "start", atLineStart: first.where === "line-start" };
}

/** The tree as a program for the backtracking matcher, which does all that Python's does. */
export function compileProgram(root: Node, groups: number): Program {
  const code: Instruction[] = [];
  let slots = (groups + 1) * 2;
  const widths = new Map<number, Width>();
  widthOf(root, widths);

  const put = (instruction: Instruction): number => code.push(instruction) - 1;
  const add = (node: Node): void => {
    switch (node.kind) {
      case "sequence":
        for (const item of node.items) add(item);
        return;
      case "any":
      case "set":
        put({ op: "one", test: testOf(node) });
        return;
      case "at":
        put({ op: "at", where: node.where, holds: anchorTest(node.where, node.ascii) });
        return;
      case "choice":
        return addChoice(node.options);
      case "group":
        return addGroup(node);
      case "look":
        put({
          op: "look",
          to: 0,
          behind: node.behind ? widthOf(node.body, widths).min : -1,
          negate: node.negate,
        });
        return addPart(node.body);
      case "atomic":
        put({ op: "atomic", to: 0 });
        return addPart(node.body);
      case "repeat":
        return addRepeat(node);
      case "back":
        put({ op: "back", group: node.group, same: sameText(node.ignoreCase, node.ascii) });
        return;
      case "if": {
        const at = put({ op: "if", group: node.group, else: 0 });
        add(node.then);
        const jump = put({ op: "jump", to: 0 });
        (code[at] as { else: number }).else = code.length;
        add(node.otherwise);
        (code[jump] as { to: number }).to = code.length;
        return;
      }
      default:
        return node satisfies never;
    }
  };

  const addGroup = ({ index, body }: Node & { kind: "group" }): void => {
    if (index === undefined) return add(body);
    put({ op: "save", slot: index * 2 });
    add(body);
    put({ op: "save", slot: index * 2 + 1 });
  };

  /** A part that is matched for itself; the instruction before it learns where to go on. */
  const addPart = (body: Node): void => {
    const at = code.length - 1;
    add(body);
    put({ op: "done" });
    (code[at] as { to: number }).to = code.length;
  };

  const addChoice = (options: readonly Node[]): void => {
    const jumps: number[] = [];
    for (const option of options.slice(0, -1)) {
      const split = put({ op: "split", first: code.length + 1, second: 0 });
      add(option);
      jumps.push(put({ op: "jump", to: 0 }));
      (code[split] as { second: number }).second = code.length;
    }
    add(options.at(-1)!);
    for (const jump of jumps) (code[jump] as { to: number }).to = code.length;
  };

  const addRepeat = (node: Node & { kind: "repeat" }): void => {
    const { body, min, max } = node;
    if (node.mode === "possessive") {
      put({ op: "atomic", to: 0 });
      return addPart({ ...node, mode: "greedy" });
    }
    const lazy = node.mode === "lazy";
    if (body.kind === "set" || body.kind === "any") {
      put({ op: "many", test: testOf(body), min, max, lazy });
      return;
    }
    const slot = slots;
    slots += 2;
    put({ op: "count", slot });
    const loop = put({ op: "loop", slot, min, max, lazy, exit: 0 });
    add(body);
    put({ op: "jump", to: loop });
    (code[loop] as { exit: number }).exit = code.length;
  };

  add(root);
  put({ op: "done" });
  return { code, slots, groups };
}

function testOf(node: Node & { kind: "set" | "any" }): CharacterTest {
  if (node.kind === "set") return setTest(node);
  return node.newline ? () => true : (code) => code !== 10;
}

function sameText(ignoreCase: boolean, ascii: boolean): (a: string, b: string) => boolean {
  if (!ignoreCase) return (a, b) => a === b;
  const fold = (text: string) =>
    ascii ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text.toLowerCase();
  return (a, b) => fold(a) === fold(b);
}

/** The character that ends before `at`. */
function before(text: string, at: number): number | undefined {
  if (at === 0) return undefined;
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low < 0xe000 && at > 1 ? text.codePointAt(at - 2) : low;
}

function anchorTest(where: Anchor, ascii: boolean): (text: string, at: number) => boolean {
  const isEdge = (text: string, at: number) =>
    isWord(before(text, at), ascii) !== isWord(text.codePointAt(at), ascii);
  switch (where) {
    case "start":
      return (_text, at) => at === 0;
    case "line-start":
      return (text, at) => at === 0 || text[at - 1] === "\n";
    case "end":
      return (text, at) => at === text.length || (at === text.length - 1 && text[at] === "\n");
    case "line-end":
      return (text, at) => at === text.length || text[at] === "\n";
    case "very-end":
      return (text, at) => at === text.length;
    case "word":
      return isEdge;
    default:
      return (text, at) => text.length > 0 && !isEdge(text, at);
  }
}
