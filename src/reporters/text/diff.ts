import { coloured } from "./colour.js";
import { type Opcode, opcodes } from "./matching.js";
import { pythonJson } from "./python_json.js";
import { visible } from "./visible.js";

/** A difference as modules return it (Ansible's names). */
interface ShownDiff {
  before?: unknown;
  after?: unknown;
  before_header?: unknown;
  after_header?: unknown;
  prepared?: unknown;
  src_binary?: unknown;
  dst_binary?: unknown;
  src_larger?: unknown;
  dst_larger?: unknown;
}

export interface DiffStyle {
  colour: boolean;
  /** lines around what differs */
  context: number;
}

/** The text of a result's `diff`: one difference or a list of them. "" where nothing differs. */
export function diffText(diff: unknown, style: DiffStyle): string {
  const list = Array.isArray(diff) ? diff : [diff];
  return list
    .filter((one): one is ShownDiff => typeof one === "object" && one !== null)
    .map((one) => oneDiff(one, style))
    .join("");
}

function oneDiff(diff: ShownDiff, style: DiffStyle): string {
  let text = "";
  if ("dst_binary" in diff) text += "diff skipped: destination file appears to be binary\n";
  if ("src_binary" in diff) text += "diff skipped: source file appears to be binary\n";
  if ("dst_larger" in diff)
    text += `diff skipped: destination file size is greater than ${diff.dst_larger}\n`;
  if ("src_larger" in diff) text += `diff skipped: source file size is greater than ${diff.src_larger}\n`;
  if ("before" in diff && "after" in diff) text += compared(diff, style);
  if (typeof diff.prepared === "string") text += visible(diff.prepared);
  return text;
}

function compared(diff: ShownDiff, { colour, context }: DiffStyle): string {
  const before = linesOf(diff.before);
  const after = linesOf(diff.after);
  const header = (side: string, named: unknown) => (named ? visible(`${side}: ${named}`) : side);
  const lines = unified(before, after, context);
  if (lines.length === 0) return "";
  const all = [
    `--- ${header("before", diff.before_header)}\n`,
    `+++ ${header("after", diff.after_header)}\n`,
    ...lines,
  ];
  return `${all.map((line) => (colour ? colouredLine(line) : line)).join("")}\n`;
}

function colouredLine(line: string): string {
  if (line.startsWith("+")) return coloured(line, "added");
  if (line.startsWith("-")) return coloured(line, "removed");
  return line.startsWith("@@") ? coloured(line, "place") : line;
}

function linesOf(side: unknown): string[] {
  const whole = typeof side === "object" && side !== null ? `${pythonJson(side, 4)}\n` : String(side ?? "");
  const text = visible(whole);
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const last = lines.length - 1;
  if (last >= 0 && !lines[last]!.endsWith("\n")) lines[last] += "\n\\ No newline at end of file\n";
  return lines;
}

/** Hunks of a unified difference, without the headers. */
function unified(a: readonly string[], b: readonly string[], context: number): string[] {
  const lines: string[] = [];
  for (const hunk of hunks(opcodes(a, b), context)) {
    const first = hunk[0]!;
    const last = hunk.at(-1)!;
    lines.push(`@@ -${range(first.a[0], last.a[1])} +${range(first.b[0], last.b[1])} @@\n`);
    for (const { tag, a: inA, b: inB } of hunk) {
      if (tag === "equal") lines.push(...a.slice(...inA).map((line) => ` ${line}`));
      else
        lines.push(
          ...a.slice(...inA).map((line) => `-${line}`),
          ...b.slice(...inB).map((line) => `+${line}`),
        );
    }
  }
  return lines;
}

function range(from: number, to: number): string {
  const count = to - from;
  if (count === 1) return String(from + 1);
  return `${count === 0 ? from : from + 1},${count}`;
}

/** Changes with the lines around them; those close to each other share a hunk. */
function hunks(codes: Opcode[], context: number): Opcode[][] {
  const groups: Opcode[][] = [];
  let group: Opcode[] = [];
  for (const [index, code] of codes.entries()) {
    if (code.tag !== "equal") {
      group.push(code);
      continue;
    }
    const { a, b } = code;
    const size = a[1] - a[0];
    const isFirst = index === 0;
    const isLast = index === codes.length - 1;
    const head: Opcode = {
      ...code,
      a: [a[0], Math.min(a[1], a[0] + context)],
      b: [b[0], Math.min(b[1], b[0] + context)],
    };
    const tail: Opcode = {
      ...code,
      a: [Math.max(a[0], a[1] - context), a[1]],
      b: [Math.max(b[0], b[1] - context), b[1]],
    };
    if (isFirst) group.push(tail);
    else if (isLast) group.push(head);
    else if (size <= 2 * context) group.push(code);
    else {
      groups.push([...group, head]);
      group = [tail];
    }
  }
  if (group.some((code) => code.tag !== "equal")) groups.push(group);
  return groups;
}
