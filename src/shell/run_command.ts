import type { Answer, ResultValues } from "../model/result.js";
import type { ShellLibrary } from "../model/script.js";

/** `guard_run`: creates, removes and chdir of command-like modules; sets the start time. */
export const runCommand: ShellLibrary = {
  name: "run_command",
  text: `
matches() { set -- $1; [ -e "$1" ] || [ -L "$1" ]; }
guard_run() {
if [ -n "$chdir" ]; then cd "$chdir" 2>/dev/null || fail "Unable to change directory before execution: [Errno 2] No such file or directory: b'$chdir'"; fi
if [ -n "$creates" ] && { [ -e "$creates" ] || matches "$creates"; }; then say not_run "skipped, since $creates exists"; exit 0; fi
if [ -n "$removes" ] && ! { [ -e "$removes" ] || matches "$removes"; }; then say not_run "skipped, since $removes does not exist"; exit 0; fi
if [ -n "$check" ]; then
[ -n "$creates$removes" ] || skip "Command would have run if not in check mode"
say check_run 1; exit 0
fi
}
finish_run() { say_json rc $rc; [ $rc = 0 ] || fail "non-zero return code"; }
`,
};

/** The result of a command: output, times, and why it did not run. */
export function commandResult(answer: Answer, cmd: string | readonly string[], strip: boolean): ResultValues {
  const end = new Date();
  const start = new Date(end.getTime() - answer.seconds * 1000);
  const { not_run, check_run, rc } = answer.said;
  const times = { start: stamp(start), end: stamp(end), delta: delta(end.getTime() - start.getTime()) };
  if (not_run !== undefined)
    return {
      changed: false,
      rc: 0,
      cmd,
      stdout: String(not_run),
      stderr: "",
      msg:
        "Did not run command since " +
        String(not_run)
          .replace(/^skipped, since /, "")
          .replace(/^(.*) exists$/, "'$1' exists")
          .replace(/^(.*) does not exist$/, "'$1' does not exist"),
      start: null,
      end: null,
      delta: null,
    };
  if (check_run !== undefined)
    return {
      changed: true,
      rc: 0,
      cmd,
      stdout: "",
      stderr: "",
      msg: "Command would have run if not in check mode",
      start: null,
      end: null,
      delta: null,
    };
  if (answer.skipped !== undefined)
    return {
      skipped: true,
      changed: false,
      rc: 0,
      cmd,
      stdout: "",
      stderr: "",
      msg: answer.skipped,
      start: null,
      end: null,
      delta: null,
    };
  const out = textOf(answer.stdout, strip);
  const err = textOf(answer.stderr, strip);
  return {
    changed: true,
    cmd,
    rc: typeof rc === "number" ? rc : answer.code,
    stdout: out,
    stderr: err,
    msg: answer.failure ?? "",
    ...times,
  };
}

export function textOf(bytes: Buffer, strip: boolean): string {
  const text = bytes.toString();
  return strip ? text.replace(/[\r\n]+$/, "") : text;
}

function stamp(date: Date): string {
  return `${date.toISOString().replace("T", " ").replace("Z", "")}000`;
}

function delta(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(Math.round(milliseconds % 1000)).padStart(3, "0")}000`;
}

/** Splits like a POSIX shell, without expanding anything. */
export function shellSplit(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < line.length; index++) {
    const one = line[index]!;
    if (quote === "'") {
      if (one === "'") quote = "";
      else word += one;
    } else if (quote === '"') {
      if (one === '"') quote = "";
      else if (one === "\\" && /["\\$`\n]/.test(line[index + 1] ?? "")) word = (word ?? "") + line[++index];
      else word += one;
    } else if (one === "'" || one === '"') {
      quote = one;
      word ??= "";
    } else if (one === "\\" && index + 1 < line.length) word = (word ?? "") + line[++index];
    else if (/\s/.test(one)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + one;
  }
  if (word !== undefined) words.push(word);
  return words;
}
