import { commandLine, report } from "../../src/cli/command_line.js";
import type { CliRun } from "../e2e/cli.js";
import { inFolder, type PlayRun, playRunOf } from "./play.js";

export interface Place {
  cwd?: string;
  /** beside what this process has; undefined takes a variable away */
  env?: Readonly<Record<string, string | undefined>>;
  /** standard output is a terminal with so many columns */
  terminal?: number;
  /** stops it */
  signal?: AbortSignal;
}

let before: Promise<unknown> = Promise.resolve();

/**
 * What `tera WORDS` does, in this process: many times as quick as one of its own. One after the other, because
 * the folder, the environment and the outputs are the process's.
 */
export function typed(words: readonly string[], place: Place = {}): Promise<CliRun> {
  const { signal = new AbortController().signal } = place;
  return shown(() => commandLine(words, { signal }), { ...place, words });
}

/** What a part of the command line prints, and gives as its code; faults are shown as they are to people. */
export function shown(
  work: () => Promise<number>,
  place: Place & { words?: readonly string[] } = {},
): Promise<CliRun> {
  const ran = before.then(() => inPlace(work, place));
  before = ran.catch(() => undefined);
  return ran;
}

/** The same beside files that are made for it. */
export function typedBeside(
  files: Readonly<Record<string, string>>,
  words: readonly string[],
  place: Omit<Place, "cwd"> = {},
): Promise<CliRun> {
  return inFolder(files, (cwd) => typed(words, { ...place, cwd }));
}

/** Runs `play.yml` of the files as `runFiles` does, and reads its events. */
export async function typedFiles(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = ["-i", "localhost,", "-c", "local"],
  env: Place["env"] = {},
): Promise<PlayRun> {
  return playRunOf(await typedBeside(files, ["playbook", "play.yml", "--output", "jsonl", ...args], { env }));
}

async function inPlace(
  work: () => Promise<number>,
  { cwd = process.cwd(), env = {}, terminal, words = [] }: Place & { words?: readonly string[] },
): Promise<CliRun> {
  const restore = [movedTo(cwd), withEnvironment(env), withWords(words)];
  const printed = captured(terminal);
  try {
    const code = await work().catch(report);
    return { code, stdout: printed.stdout(), stderr: printed.stderr() };
  } finally {
    printed.end();
    for (const undo of restore) undo();
  }
}

function movedTo(folder: string): () => void {
  const old = process.cwd();
  process.chdir(folder);
  return () => process.chdir(old);
}

function withEnvironment(env: NonNullable<Place["env"]>): () => void {
  const old = { ...process.env };
  for (const [name, value] of Object.entries(env))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in old)) delete process.env[name];
    Object.assign(process.env, old);
  };
}

function withWords(words: readonly string[]): () => void {
  const old = process.argv;
  process.argv = [...old.slice(0, 2), ...words];
  return () => {
    process.argv = old;
  };
}

function captured(terminal: number | undefined): { stdout(): string; stderr(): string; end(): void } {
  const [out, err] = [caught(process.stdout), caught(process.stderr)];
  const { isTTY, columns } = process.stdout;
  Object.assign(process.stdout, { isTTY: terminal !== undefined, columns: terminal });
  return {
    stdout: out.text,
    stderr: err.text,
    end: () => {
      out.end();
      err.end();
      Object.assign(process.stdout, { isTTY, columns });
    },
  };
}

function caught(stream: NodeJS.WriteStream): { text(): string; end(): void } {
  let text = "";
  const { write } = stream;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    text += Buffer.from(chunk as string).toString();
    const done = rest.find((one) => typeof one === "function") as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  };
  return {
    text: () => text,
    end: () => {
      stream.write = write;
    },
  };
}
