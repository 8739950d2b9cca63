import { spawn } from "node:child_process";

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = process.cwd(),
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => {
      stdout += String(data);
    });
    child.stderr.on("data", (data) => {
      stderr += String(data);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the built command line. */
export function tera(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CliRun> {
  return runProgram(process.execPath, [`${process.cwd()}/dist/cli.js`, ...args], options.env, options.cwd);
}

/** The recap's counts by host. */
export function recap(stdout: string): Record<string, Record<string, number>> {
  const found: Record<string, Record<string, number>> = {};
  for (const line of stdout.slice(stdout.indexOf("PLAY RECAP")).split("\n")) {
    const match = /^(\S+)\s+: (ok=.*)$/.exec(line);
    if (match)
      found[match[1]!] = Object.fromEntries(
        match[2]!
          .trim()
          .split(/\s+/)
          .map((pair) => [pair.split("=")[0]!, Number(pair.split("=")[1])]),
      );
  }
  return found;
}

/** "TASK … host" of every changed result, to compare runs with. */
export function changedTasks(stdout: string): string[] {
  const changed: string[] = [];
  let task = "";
  for (const line of stdout.split("\n")) {
    const head = /^(?:TASK|RUNNING HANDLER) \[(.*)\] \**$/.exec(line);
    if (head) task = head[1]!;
    const result = /^changed: \[([^\]]+)\]/.exec(line);
    if (result) changed.push(`${task} / ${result[1]}`);
  }
  return changed.sort();
}
