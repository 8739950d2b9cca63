import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Event } from "../../src/model/event.js";
import type { ResultValues } from "../../src/model/result.js";
import { type CliRun, tera } from "../e2e/cli.js";

export interface PlayRun {
  code: number | null;
  events: Event[];
  stdout: string;
  stderr: string;
  /** what the tasks of that name gave, in the order of the output */
  results(task: string): ResultValues[];
}

/**
 * Runs `play.yml` of the given files with the built command line, on this
 * machine unless the arguments name another inventory, and reads its events.
 */
export async function runFiles(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = ["-i", "localhost,", "-c", "local"],
  env: Record<string, string> = {},
): Promise<PlayRun> {
  return inFolder(files, async (cwd) =>
    playRunOf(await tera(["playbook", "play.yml", "--output", "jsonl", ...args], { cwd, env })),
  );
}

/** A run with its events, which it has printed. */
export function playRunOf(ran: CliRun): PlayRun {
  const events = ran.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Event);
  const results = (task: string): ResultValues[] =>
    events.flatMap((event) =>
      event.type === "task-result" && event.task.name === task ? [event.result.values] : [],
    );
  return { ...ran, events, results };
}

/** Runs a subcommand beside the files, and gives what it wrote. */
export async function runBeside(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return inFolder(files, (cwd) => tera(args, { cwd, env }));
}

export async function inFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (cwd: string) => Promise<T>,
): Promise<T> {
  const cwd = mkdtempSync(join(tmpdir(), "tera-play-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    return await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
