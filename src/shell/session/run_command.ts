import type { Answer, ResultValues } from "../../model/result.js";
import type { ShellLibrary } from "../../model/script.js";
import { quoteWords } from "./quote.js";
import { keepOutput } from "./spool.js";

/** `guard_run`: creates, removes and chdir of command-like modules; sets the start time. */
export const runCommand: ShellLibrary = {
  name: "run_command",
  text: `
# why it does not run: the path, and what it does
not_run() { [ -z "$check" ] || say_json checked true; say not_run_path "$1"; say not_run "$2"; exit 0; }
matches() { m_ifs=$IFS IFS=; set -- $1; IFS=$m_ifs; [ -e "$1" ] || [ -L "$1" ]; }
guard_run() {
if [ -n "$chdir" ]; then cd -P "$chdir" 2>/dev/null || { say_json rc null; fail "Unable to change directory before execution: [Errno 2] No such file or directory: b'$chdir'"; }; fi
if [ -n "$creates" ] && { [ -e "$creates" ] || matches "$creates"; }; then not_run "$creates" exists; fi
if [ -n "$removes" ] && ! { [ -e "$removes" ] || matches "$removes"; }; then not_run "$removes" "does not exist"; fi
if [ -n "$check" ]; then
[ -n "$creates$removes" ] || skip "Command would have run if not in check mode"
say check_run 1; exit 0
fi
}
finish_run() { say_json ran true; say_json rc $rc; [ $rc = 0 ] || fail "non-zero return code"; }
`,
};

/** What a command says that was not run, since its arguments are wrong. */
export const REFUSAL: ResultValues = {
  ...{ changed: false, rc: 256, cmd: null, stdout: "", stderr: "" },
  ...{ start: null, end: null, delta: null },
};

/** The result of a command: output, times, and why it did not run. */
export function commandResult(answer: Answer, cmd: string | readonly string[], strip: boolean): ResultValues {
  const { not_run, not_run_path, checked, check_run, rc } = answer.said;
  const idle = { cmd, rc: 0, stdout: "", stderr: "", start: null, end: null, delta: null };
  if (not_run !== undefined)
    return {
      ...idle,
      changed: false,
      stdout: `skipped, since ${not_run_path} ${not_run}`,
      msg: `${checked === true ? "Would" : "Did"} not run command since '${not_run_path}' ${not_run}`,
    };
  if (check_run !== undefined)
    return { ...idle, changed: true, msg: "Command would have run if not in check mode" };
  if (answer.skipped !== undefined) return { ...idle, skipped: true, changed: false, msg: answer.skipped };
  const end = answer.ended ?? new Date();
  const start = new Date(end.getTime() - answer.seconds * 1000);
  const ran = answer.said.ran === true;
  return {
    changed: ran,
    cmd: typeof cmd === "string" || ran || rc === null ? cmd : quoteWords(cmd),
    rc: rc === undefined ? answer.code : (rc as number),
    ...outputOf(answer, strip),
    msg: answer.failure ?? "",
    start: stamp(start),
    end: stamp(end),
    delta: delta(end.getTime() - start.getTime()),
  };
}

/** What it printed; of what is too long the ends, and the name of the file that has all of it. */
export function outputOf(answer: Answer, strip: boolean): ResultValues {
  const values: ResultValues = {};
  const warnings = [...answer.warnings];
  for (const name of ["stdout", "stderr"] as const) {
    const long = answer.long?.[name];
    values[name] = textOf(long?.ends ?? answer[name], strip);
    if (!long) continue;
    if (long.lost === undefined) values[`${name}_file`] = keepOutput(long);
    const rest =
      long.lost === undefined ? `all of it is in ${long.path}` : `the rest could not be kept, ${long.lost}`;
    warnings.push(`${name} is ${long.size} bytes long: the result has its beginning and its end, ${rest}`);
  }
  return warnings.length > answer.warnings.length ? { ...values, warnings } : values;
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
