import type { Beginning, Instruction, Program } from "./program.js";
import { regexFault } from "./source.js";

/** How a match may begin and end. */
export interface MatchRule {
  /** the match must reach the end of the text */
  whole?: boolean | undefined;
  /** the match may not be empty */
  nonEmpty?: boolean | undefined;
}

/** Steps that every question may take, and those that each character of the text adds. */
const STEPS = 4_000_000;
const STEPS_PER_CHARACTER = 40;

/** Counts steps; a pattern that never ends on a text becomes a fault. */
export class Budget {
  #left: number;
  constructor(text: string) {
    this.#left = STEPS + text.length * STEPS_PER_CHARACTER;
  }
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0)
      throw regexFault(
        "the regular expression takes too long on this text: it can match it in too many ways (a loop within a loop?)",
      );
  }
}

/** A place to go back to. `low` and `high` bound what is left of a loop over single characters. */
interface Choice {
  pc: number;
  at: number;
  trail: number;
  kind: "place" | "again" | "shrink" | "grow";
  bound: number;
}

const UNSET = -1;

/** What is known of where a match can begin. */
export interface StartRule extends MatchRule, Beginning {
  /** it begins where the search begins, or nowhere */
  once: boolean;
}

/** The first match at or after `from`. */
export function searchFrom(matcher: Matcher, text: string, from: number, rule: StartRule): boolean {
  let at = from;
  let { nonEmpty } = rule;
  while (at <= text.length) {
    const code = text.codePointAt(at);
    const fits = rule.test === undefined || (code !== undefined && rule.test(code));
    if (fits && matcher.matchAt(at, { whole: rule.whole, nonEmpty })) return true;
    if (rule.once) return false;
    nonEmpty = false;
    if (rule.atLineStart) {
      const end = text.indexOf("\n", at);
      if (end < 0) return false;
      at = end + 1;
    } else at += code !== undefined && code > 0xffff ? 2 : 1;
  }
  return false;
}

/** Runs a program on one text, with its own stack: no recursion but for parts matched for themselves. */
export class Matcher {
  readonly slots: Int32Array;
  readonly #code: readonly Instruction[];
  readonly #text: string;
  readonly #budget: Budget;
  readonly #trail: number[] = [];
  readonly #choices: Choice[] = [];
  #at = 0;

  constructor(program: Program, text: string, budget: Budget) {
    this.#code = program.code;
    this.#text = text;
    this.#budget = budget;
    this.slots = new Int32Array(program.slots).fill(UNSET);
  }

  /** Tries at one place; slots 0 and 1 are where the match stands. */
  matchAt(start: number, rule: MatchRule): boolean {
    this.slots.fill(UNSET);
    this.#trail.length = 0;
    this.#choices.length = 0;
    this.#at = start;
    const accepts = (at: number) =>
      (!rule.whole || at === this.#text.length) && (!rule.nonEmpty || at !== start);
    if (!this.#run(0, accepts)) return false;
    this.slots[0] = start;
    this.slots[1] = this.#at;
    return true;
  }

  #set(slot: number, value: number): void {
    this.#trail.push(slot, this.slots[slot]!);
    this.slots[slot] = value;
  }

  #undo(to: number): void {
    while (this.#trail.length > to) {
      const value = this.#trail.pop()!;
      this.slots[this.#trail.pop()!] = value;
    }
  }

  #remember(pc: number, at: number, kind: Choice["kind"] = "place", bound = 0): void {
    this.#choices.push({ pc, at, trail: this.#trail.length, kind, bound });
    if (this.#choices.length > 5_000_000) this.#budget.spend(Number.POSITIVE_INFINITY);
  }

  /** Where to go on after a failure; undefined where nothing is left above `base`. */
  #back(base: number): number | undefined {
    while (this.#choices.length > base) {
      const choice = this.#choices.at(-1)!;
      this.#undo(choice.trail);
      if (choice.kind === "place" || choice.kind === "again") {
        this.#choices.pop();
        this.#at = choice.at;
        return choice.kind === "place" ? choice.pc : this.#again(choice.pc);
      }
      if (choice.kind === "shrink" ? this.#shrink(choice) : this.#grow(choice)) return choice.pc + 1;
      this.#choices.pop();
    }
    return undefined;
  }

  #shrink(choice: Choice): boolean {
    if (choice.at <= choice.bound) return false;
    choice.at -= widthBefore(this.#text, choice.at);
    this.#at = choice.at;
    return true;
  }

  #grow(choice: Choice): boolean {
    const { test } = this.#code[choice.pc] as Instruction & { op: "many" };
    const code = this.#text.codePointAt(choice.at);
    if (choice.bound <= 0 || code === undefined || !test(code)) return false;
    choice.bound -= 1;
    choice.at += code > 0xffff ? 2 : 1;
    this.#at = choice.at;
    return true;
  }

  /** Runs from `pc` until `done`; leaves no choice behind. */
  #run(from: number, accepts: (at: number) => boolean): boolean {
    const base = this.#choices.length;
    let pc: number | undefined = from;
    let steps = 0;
    while (pc !== undefined) {
      if (++steps === 1000) {
        this.#budget.spend(steps);
        steps = 0;
      }
      const instruction: Instruction = this.#code[pc]!;
      if (instruction.op === "done") {
        if (accepts(this.#at)) {
          this.#choices.length = base;
          this.#budget.spend(steps);
          return true;
        }
        pc = this.#back(base);
      } else pc = this.#step(instruction, pc) ?? this.#back(base);
    }
    this.#budget.spend(steps);
    return false;
  }

  /** One instruction: the next place, or undefined where it does not fit. */
  #step(instruction: Exclude<Instruction, { op: "done" }>, pc: number): number | undefined {
    switch (instruction.op) {
      case "one": {
        const code = this.#text.codePointAt(this.#at);
        if (code === undefined || !instruction.test(code)) return undefined;
        this.#at += code > 0xffff ? 2 : 1;
        return pc + 1;
      }
      case "many":
        return this.#many(instruction, pc);
      case "at":
        return instruction.holds(this.#text, this.#at) ? pc + 1 : undefined;
      case "jump":
        return instruction.to;
      case "split":
        this.#remember(instruction.second, this.#at);
        return instruction.first;
      case "save":
        this.#set(instruction.slot, this.#at);
        return pc + 1;
      case "count":
        this.#set(instruction.slot, 0);
        this.#set(instruction.slot + 1, UNSET);
        return pc + 1;
      case "loop":
        return this.#loop(instruction, pc);
      case "look":
        return this.#look(instruction, pc);
      case "atomic":
        return this.#run(pc + 1, always) ? instruction.to : undefined;
      case "back":
        return this.#reference(instruction) ? pc + 1 : undefined;
      default:
        return this.slots[instruction.group * 2 + 1]! < 0 ? instruction.else : pc + 1;
    }
  }

  #many(instruction: Instruction & { op: "many" }, pc: number): number | undefined {
    const { test, min, max, lazy } = instruction;
    const text = this.#text;
    let at = this.#at;
    let least = at;
    const wanted = lazy ? min : max;
    let count = 0;
    while (count < wanted) {
      const code = text.codePointAt(at);
      if (code === undefined || !test(code)) break;
      at += code > 0xffff ? 2 : 1;
      if (++count === min) least = at;
    }
    this.#budget.spend(count >> 2);
    if (count < min) return undefined;
    this.#at = at;
    if (lazy) {
      if (max > min) this.#remember(pc, at, "grow", max - min);
    } else if (at > least) this.#remember(pc, at, "shrink", least);
    return pc + 1;
  }

  /** At the head of a loop. An iteration that matched nothing is the last one. */
  #loop({ slot, min, max, lazy, exit }: Instruction & { op: "loop" }, pc: number): number {
    const count = this.slots[slot]!;
    const last = this.slots[slot + 1]!;
    if (count < min) {
      this.#set(slot, count + 1);
      return pc + 1;
    }
    if (count >= max || last === this.#at) return exit;
    if (lazy) {
      this.#remember(pc, this.#at, "again");
      return exit;
    }
    this.#remember(exit, this.#at);
    return this.#again(pc);
  }

  /** One more iteration of the loop at `pc`. */
  #again(pc: number): number {
    const { slot } = this.#code[pc] as Instruction & { op: "loop" };
    this.#set(slot, this.slots[slot]! + 1);
    this.#set(slot + 1, this.#at);
    return pc + 1;
  }

  #look({ to, behind, negate }: Instruction & { op: "look" }, pc: number): number | undefined {
    const here = this.#at;
    const trail = this.#trail.length;
    let start = here;
    for (let count = 0; count < behind && start >= 0; count++)
      start = start === 0 ? UNSET : start - widthBefore(this.#text, start);
    this.#at = start;
    const found = start >= 0 && this.#run(pc + 1, behind < 0 ? always : (at) => at === here);
    this.#at = here;
    if (!found || negate) this.#undo(trail);
    return found === negate ? undefined : to;
  }

  #reference({ group, same }: Instruction & { op: "back" }): boolean {
    const [from, to] = [this.slots[group * 2]!, this.slots[group * 2 + 1]!];
    if (from < 0 || to < 0) return false;
    const wanted = this.#text.slice(from, to);
    const end = this.#at + wanted.length;
    if (!same(wanted, this.#text.slice(this.#at, end))) return false;
    this.#at = end;
    return true;
  }
}

const always = () => true;

function widthBefore(text: string, at: number): number {
  const low = text.charCodeAt(at - 1);
  const high = text.charCodeAt(at - 2);
  return low >= 0xdc00 && low < 0xe000 && high >= 0xd800 && high < 0xdc00 ? 2 : 1;
}
