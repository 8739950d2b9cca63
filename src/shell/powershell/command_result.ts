import type { Answer, ResultValues } from "../../model/result.js";

/** The result of a program on a Windows host: output, times, and why it did not run. */
export function windowsCommandResult(answer: Answer, cmd: string): ResultValues {
  const { guard, rc, ran, line } = answer.said;
  const shown = typeof line === "string" ? line : cmd;
  if (guard !== undefined) return { changed: false, skipped: true, cmd: shown, rc: 0, msg: guard };
  if (ran !== true) return { changed: false, cmd: shown, ...(rc === undefined ? {} : { rc: rc as number }) };
  const end = new Date();
  const start = new Date(end.getTime() - answer.seconds * 1000);
  return {
    changed: true,
    cmd: shown,
    rc: rc as number,
    stdout: answer.stdout.toString(),
    stderr: answer.stderr.toString(),
    start: stamp(start),
    end: stamp(end),
    delta: delta(end.getTime() - start.getTime()),
  };
}

const stamp = (date: Date): string => `${date.toISOString().replace("T", " ").replace("Z", "")}000`;

function delta(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const micro = String(Math.round(milliseconds % 1000)).padStart(3, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${micro}000`;
}

/** What a PowerShell that was started by another program writes to stderr: of its records only the errors count. */
export function plainErrors(text: string): string {
  const match = /^([\s\S]*)#< CLIXML([\s\S]*?)(<Objs[\s\S]+<\/Objs>)([\s\S]*)$/.exec(text);
  if (!match) return text;
  const [, before, between, records, after] = match;
  const errors = [...records!.matchAll(/<S S="Error">([\s\S]*?)<\/S>/g)].map(
    ([, one]) => `${decoded(one!.replaceAll("_x000D__x000A_", ""))}\r\n`,
  );
  return [before, between, ...errors, after].join("").trim();
}

/** The same, of a result. */
export function plainErrorsOf(values: ResultValues): ResultValues {
  return typeof values.stderr === "string" ? { ...values, stderr: plainErrors(values.stderr) } : values;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&apos;": "'",
};

/** Entities, and the characters that its texts hold as `_xHHHH_`. */
function decoded(text: string): string {
  return text
    .replace(/&(lt|gt|amp|quot|apos);/g, (one) => ENTITIES[one]!)
    .replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
