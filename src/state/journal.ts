import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { besideName, makeFolders } from "../disk/disk.js";
import { decode, encode } from "./encode.js";
import { type JournalHead, type JournalLine, type StepLine, writtenPosition } from "./journal_lines.js";
import type { LeftHandler, PastRun } from "./journal_read.js";

/** A result longer than this is not kept: no run may fill the disk. */
const LONGEST = 1 << 20;
/** Journals that nobody has gone on with for so long are removed, in milliseconds. */
const DAY = 24 * 3600 * 1000;
const KEPT_FOR = 30 * DAY;
/** What a killed process has left half made, too. */
const HALF_FOR = 3600 * 1000;

interface Step {
  host: string;
  position: string;
  at: string;
  title: string;
  status: string;
  kept?: unknown;
  isHidden: boolean;
  mayRepeat: boolean;
}

interface Handler {
  name: string;
  position: string;
}

export interface JournalOptions {
  path: string;
  head: JournalHead;
  /** the run before */
  past: PastRun | undefined;
  /** its handlers are to be run now */
  flushes: boolean;
  /** it is gone on with */
  resumes: boolean;
  /** the text without its secrets */
  mask(text: string): string;
  warn(text: string): void;
  /** nothing more is written */
  over(): void;
}

/**
 * The journal of a run: lines that are appended as steps are concluded, in one write for each turn of the event loop.
 * It takes the place of the one before when the first hosts begin, so that a run that never came so far loses nothing.
 */
export class JournalFile {
  readonly #options: JournalOptions;
  readonly #onExit = (): void => this.#flush();
  #fd: number | undefined;
  #waiting = "";
  #isBegun = false;
  #batch = "";
  #code: number | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  get path(): string {
    return this.#options.path;
  }

  /** Has the run come so far that there is a journal of it? */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** how the run has ended */
  get code(): number | undefined {
    return this.#code;
  }

  /** Did earlier runs leave handlers? */
  get hadLeft(): boolean {
    return (this.#options.past?.left.length ?? 0) > 0;
  }

  /** How many steps, of how many hosts, are taken from the run that is gone on with. */
  get taken(): { steps: number; hosts: number } | undefined {
    const { past, resumes } = this.#options;
    if (!past || !resumes) return undefined;
    const done = [...past.batches.values()].flatMap(({ steps }) => [...steps]);
    const hosts = new Set(done.filter(([, of]) => of.size > 0).map(([host]) => host));
    return { steps: done.reduce((sum, [, of]) => sum + of.size, 0), hosts: hosts.size };
  }

  batch(batch: string, title: string, hosts: readonly string[]): void {
    this.#begin();
    this.#batch = batch;
    this.#write({ batch, title: this.#options.mask(title), hosts });
  }

  concluded({ host, position, at, title, status, kept, isHidden, mayRepeat }: Step): void {
    const line: StepLine = {
      host,
      step: this.#options.mask(title),
      pos: writtenPosition(position),
      at,
      status,
    };
    if (kept === undefined) return this.#write(line);
    const held = this.#held(kept, isHidden);
    if (!("gone" in held && mayRepeat)) this.#write({ ...line, ...held });
  }

  #held(kept: unknown, isHidden: boolean): { kept: string } | { gone: string } {
    if (isHidden) return { gone: "it is hidden by no_log" };
    const text = encode(kept);
    if (text === undefined) return { gone: "it is of a kind that no text can hold" };
    if (text.length > LONGEST) return { gone: "it is longer than 1 MiB" };
    return this.#options.mask(text) !== text ? { gone: "there is a secret in it" } : { kept: text };
  }

  lost(host: string, lost: "failed" | "unreachable", position: string): void {
    this.#write({ host, lost, pos: writtenPosition(position) });
  }

  notified(host: string, { name, position }: Handler): void {
    this.#write({ host, notified: name, pos: writtenPosition(position) });
  }

  handled(host: string, name: string): void {
    this.#write({ host, handled: name });
  }

  batchEnd(lost: ReadonlyMap<string, "failed" | "unreachable">): void {
    this.#write({ lost: Object.fromEntries(lost) });
  }

  end(code: number, isCut = false): void {
    this.#code = code;
    this.#write({ end: code, ...(isCut ? { cut: true } : {}) });
    this.#flush();
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    process.off("exit", this.#onExit);
    this.#options.over();
  }

  left(title: string, host: string): Handler[] {
    const { past, flushes } = this.#options;
    if (!flushes || !past) return [];
    const shown = this.#options.mask(title);
    return past.left.filter((one) => one.title === shown && one.host === host);
  }

  recorded(
    position: string,
    at: string,
    by?: string,
  ): (Step & { status: never; kept?: never; notified: string[] }) | undefined {
    const { past, resumes } = this.#options;
    const batch = resumes ? past?.batches.get(this.#batch) : undefined;
    if (!batch) return undefined;
    const hosts = by === undefined ? [...batch.steps.keys()] : [by];
    for (const host of hosts) {
      const step = batch.steps.get(host)?.get(position);
      if (step?.at !== at || step.gone !== undefined) continue;
      const notified = (batch.notified.get(host) ?? []).filter((one) => one.position === position);
      return {
        host,
        position,
        at,
        title: step.step,
        status: step.status as never,
        ...(step.kept === undefined ? {} : { kept: decode(step.kept) as never }),
        isHidden: false,
        mayRepeat: false,
        notified: notified.map(({ name }) => name),
      };
    }
    return undefined;
  }

  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    process.once("exit", this.#onExit);
    const { path, head, past } = this.#options;
    try {
      makeFolders(dirname(path), 0o700);
      tidy(dirname(path));
      const half = `${besideName(path)}.half`;
      this.#fd = openSync(half, "wx", 0o600);
      this.#write({ run: head });
      for (const one of past?.left ?? []) this.#write(leftLine(one));
      this.#flush();
      renameSync(half, path);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #write(line: JournalLine): void {
    if (this.#fd === undefined) return;
    if (this.#waiting === "") setImmediate(() => this.#flush());
    this.#waiting += `${JSON.stringify(line)}\n`;
  }

  #flush(): void {
    const text = this.#waiting;
    this.#waiting = "";
    if (this.#fd === undefined || text === "") return;
    try {
      writeSync(this.#fd, text);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    this.#fd = undefined;
    const { path, warn } = this.#options;
    warn(`${path} cannot be written, so this run cannot be gone on with: ${(error as Error).message}`);
  }
}

const leftLine = ({ host, title, name, position }: LeftHandler): JournalLine => ({
  host,
  left: name,
  title,
  pos: writtenPosition(position),
});

/** Removes what is old; once a day, since there may be thousands. */
function tidy(folder: string): void {
  const marker = join(folder, ".tidied");
  if (ageOf(marker) < DAY) return;
  closeSync(openSync(marker, "w", 0o600));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const age = ageOf(path);
    if (Number.isFinite(age) && age > (name.endsWith(".half") ? HALF_FOR : KEPT_FOR))
      rmSync(path, { recursive: true, force: true });
  }
}

/** In milliseconds; of what is not there endless. */
function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY);
}
