/** A line of user data that keeps the agent from coming up. */
export interface UserDataProblem {
  kind: "deadlock" | "config-after-start" | "quoted" | "other-file";
  line: number;
  text: string;
}

interface Line {
  number: number;
  text: string;
}

const STARTS =
  /\bsystemctl\b(?=.*\b(?:start|restart|enable\b.*--now|reenable\b.*--now)\b)(?=.*\becs(?:\.service)?(?![-\w.]))|\bservice\s+ecs\s+(?:start|restart)\b/;
const WRITES_CONFIG = /(?:>>?|\btee\b(?:\s+-a)?)\s*["']?\/(?:etc|var\/lib)\/ecs\/ecs\.config\b/;
const QUOTED_VALUE = /\bECS_[A-Z_]+=(?:\\"[^"]*\\"|"[^"]*"|'[^']*')/;

/** The file's lines with their numbers; on a host only those that matter are brought, as `NUMBER:TEXT`. */
export function numberedLines(text: string): Line[] {
  return text.split("\n").map((line, index) => ({ number: index + 1, text: line.trimEnd() }));
}

export function broughtLines(text: string | undefined): Line[] {
  return (text ?? "").split("\n").flatMap((line) => {
    const match = /^(\d+):(.*)$/.exec(line);
    return match ? [{ number: Number(match[1]), text: match[2]!.trimEnd() }] : [];
  });
}

/** Looks for what is known to go wrong, in the order of the lines. */
export function checkUserData(lines: readonly Line[]): UserDataProblem[] {
  const problems: UserDataProblem[] = [];
  const add = (kind: UserDataProblem["kind"], { number, text }: Line): void =>
    void problems.push({ kind, line: number, text: text.trim() });
  let started = false;
  for (const { line, isConfig } of withHereDocuments(lines)) {
    const text = line.text.trim();
    if (text.startsWith("#")) continue;
    if (!isConfig && STARTS.test(text)) {
      if (!/--no-block\b/.test(text) && !/[^&]&\s*$/.test(text)) add("deadlock", line);
      started = true;
    }
    if (WRITES_CONFIG.test(text) && started) add("config-after-start", line);
    if (isConfig ? QUOTED_VALUE.test(text) : isQuotedByEcho(text)) add("quoted", line);
    if (isElsewhere(text)) add("other-file", line);
  }
  return problems;
}

/** Says of each line whether it stands in a here-document that goes to ecs.config. */
function withHereDocuments(lines: readonly Line[]): { line: Line; isConfig: boolean }[] {
  let end: string | undefined;
  return lines.map((line) => {
    const text = line.text.trim();
    if (end !== undefined) {
      if (text !== end) return { line, isConfig: true };
      end = undefined;
    } else if (WRITES_CONFIG.test(text)) end = /<<-?\s*["'\\]?(\w+)/.exec(text)?.[1];
    return { line, isConfig: false };
  });
}

/** `echo 'ECS_CLUSTER="x"' >> …/ecs.config`: quotes that the shell leaves in. */
function isQuotedByEcho(text: string): boolean {
  if (!WRITES_CONFIG.test(text)) return false;
  return /'[^']*\bECS_[A-Z_]+="[^"]*"[^']*'|"[^"]*\bECS_[A-Z_]+='[^']*'[^"]*"|\bECS_[A-Z_]+=\\["']/.test(
    text,
  );
}

/** The cluster's name is written to a file that the agent does not read. */
function isElsewhere(text: string): boolean {
  const file = /\bECS_CLUSTER=.*?(?:>>?|\btee\b(?:\s+-a)?)\s*["']?(\/[^\s"';|&]+)/.exec(text)?.[1];
  return file !== undefined && !/^\/(?:etc|var\/lib)\/ecs\/ecs\.config$/.test(file);
}
