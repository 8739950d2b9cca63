import { spawn } from "node:child_process";
import { MAIN } from "../cli/cloud/project.js";

/** Ctrl-C, as a terminal hands it to a program that reads its keys one by one. */
export const CTRL_C = "\u0003";

export interface Answered {
  code: number | null;
  shown: string;
}

/** `tera WORDS` at a terminal, where each question that ends with `mark` is answered by the next text. */
export function answering(
  words: readonly string[],
  { cwd, mark, answers }: { cwd: string; mark: string; answers: readonly string[] },
): Promise<Answered> {
  const line = [process.execPath, MAIN, ...words].join(" ");
  const child = spawn("script", ["-qec", line, "/dev/null"], { cwd, stdio: ["pipe", "pipe", "inherit"] });
  let shown = "";
  let asked = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    for (; shown.split(mark).length - 1 > asked; asked++) child.stdin.write(answers[asked] ?? CTRL_C);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, shown })));
}
