import { readFileSync } from "node:fs";
import { Fault } from "../model/errors.js";
import {
  type BatchLine,
  type JournalHead,
  type JournalLine,
  readPosition,
  type StepLine,
} from "./journal_lines.js";

/** A handler that was notified and has not run. */
export interface LeftHandler {
  host: string;
  title: string;
  name: string;
  position: string;
}

/** What the steps of a batch came to, by host and position. */
export interface RecordedBatch {
  steps: Map<string, Map<string, StepLine>>;
  notified: Map<string, LeftHandler[]>;
}

/** How far a run came. */
export interface PastRun {
  head: JournalHead;
  /** undefined: it was killed */
  code?: number;
  /** hosts that were not lost have not come to their end */
  isCut?: boolean;
  lost: Map<string, "failed" | "unreachable">;
  left: LeftHandler[];
  batches: Map<string, RecordedBatch>;
}

/**
 * The last run's journal; undefined where there is none. What a killed run has half written is left out.
 * Fault: FILE_UNREADABLE.
 */
export function readJournal(path: string): PastRun | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  const reader = new JournalReader();
  for (const [index, line] of lines.entries()) if (line !== "") reader.read(parsed(line, path, index + 1));
  return reader.finish();
}

function parsed(line: string, path: string, number: number): JournalLine {
  try {
    return JSON.parse(line) as JournalLine;
  } catch (cause) {
    throw new Fault("FILE_UNREADABLE", `line ${number} of the journal ${path} is no JSON`, {
      hint: "remove it: the next run makes a new one",
      cause,
    });
  }
}

class JournalReader {
  run: PastRun | undefined;
  #title = "";
  #hosts: ReadonlySet<string> = new Set();
  #batch: RecordedBatch = { steps: new Map(), notified: new Map() };
  readonly #lostAt = new Map<string, string>();

  read(line: JournalLine): void {
    if ("run" in line) this.run ??= { head: line.run, lost: new Map(), left: [], batches: new Map() };
    if (!this.run || "run" in line) return;
    if ("batch" in line) this.#begin(this.run, line);
    else if ("end" in line) this.#end(this.run, line);
    else if ("step" in line)
      inside(this.#batch.steps, line.host, new Map()).set(readPosition(line.pos), line);
    else if ("notified" in line) this.#notified(this.run, line);
    else if ("handled" in line) this.#forget(this.run, line);
    else if ("left" in line)
      this.#leave(this.run, {
        host: line.host,
        title: line.title,
        name: line.left,
        position: readPosition(line.pos),
      });
    else if ("host" in line) this.#lose(this.run, line);
    else this.#endBatch(this.run, line.lost);
  }

  #begin(run: PastRun, { batch, title, hosts }: BatchLine): void {
    this.#title = title;
    this.#hosts = new Set(hosts);
    this.#batch = { steps: new Map(), notified: new Map() };
    run.batches.set(batch, this.#batch);
    this.#lostAt.clear();
  }

  #notified(
    run: PastRun,
    { host, notified: name, pos }: { host: string; notified: string; pos: string },
  ): void {
    const handler = { host, title: this.#title, name, position: readPosition(pos) };
    inside(this.#batch.notified, host, []).push(handler);
    this.#leave(run, handler);
  }

  /** Once, however often it was notified. */
  #leave(run: PastRun, handler: LeftHandler): void {
    const isSame = ({ host, title, name }: LeftHandler): boolean =>
      host === handler.host && title === handler.title && name === handler.name;
    if (!run.left.some(isSame)) run.left.push(handler);
  }

  #forget(run: PastRun, { host, handled }: { host: string; handled: string }): void {
    run.left = run.left.filter(
      (one) => one.host !== host || one.name !== handled || one.title !== this.#title,
    );
  }

  #lose(
    run: PastRun,
    { host, lost, pos }: { host: string; lost: "failed" | "unreachable"; pos: string },
  ): void {
    run.lost.set(host, lost);
    if (!this.#lostAt.has(host)) this.#lostAt.set(host, readPosition(pos));
  }

  /** Of hosts that came through nothing is left: what they were notified of has run, or was to be dropped. */
  #endBatch(run: PastRun, lost: Record<string, "failed" | "unreachable">): void {
    this.#cut();
    run.lost = new Map(Object.entries(lost));
    const isOver = ({ host, title }: LeftHandler): boolean =>
      title === this.#title && this.#hosts.has(host) && !run.lost.has(host);
    const notified = new Set([...this.#batch.notified.values()].flat());
    run.left = run.left.filter((one) => !(notified.has(one) && isOver(one)));
  }

  #end(run: PastRun, { end, cut }: { end: number; cut?: true }): void {
    this.#cut();
    run.code = end;
    run.isCut = cut === true;
  }

  /** What a host did after the step that lost it, to clean up, does not count. */
  #cut(): void {
    for (const [host, at] of this.#lostAt)
      for (const position of this.#batch.steps.get(host)?.keys() ?? [])
        if (position >= at) this.#batch.steps.get(host)?.delete(position);
  }

  /** The end of the text of a run that was killed. */
  finish(): PastRun | undefined {
    this.#cut();
    return this.run;
  }
}

function inside<T>(map: Map<string, T>, key: string, empty: T): T {
  const found = map.get(key) ?? empty;
  map.set(key, found);
  return found;
}
