import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import type { Event } from "../../src/model/event.js";
import {
  type Display,
  type ReporterKind,
  type ReporterOptions,
  USUAL_DISPLAY,
} from "../../src/model/reporter.js";

const RUNS = "test/fixtures/runs";

/** Set it to write the golden outputs anew: UPDATE_GOLDEN=1 node scripts/test.mjs reporters */
const update = process.env.UPDATE_GOLDEN === "1";

export type ReplayOptions = Partial<Pick<ReporterOptions, "colour" | "terminal" | "verbosity" | "diff">> & {
  columns?: number;
  rows?: number;
  display?: Partial<Display>;
};

/** The recorded runs: NAME.jsonl holds the events, `NAME.options.json` how they are to be shown. */
export function recordedRuns(): string[] {
  return readdirSync(RUNS)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => name.slice(0, -".jsonl".length))
    .sort();
}

export function eventsOf(run: string): Event[] {
  const lines = readFileSync(`${RUNS}/${run}.jsonl`, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Event);
}

function optionsOf(run: string): ReplayOptions {
  const path = `${RUNS}/${run}.options.json`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ReplayOptions) : {};
}

/** What a reporter writes for the events. */
export async function replay(
  kind: ReporterKind,
  events: readonly Event[],
  options: ReplayOptions = {},
): Promise<{ out: string; err: string }> {
  const shown = { out: "", err: "" };
  const reporter = kind.create({
    colour: false,
    terminal: true,
    verbosity: 0,
    diff: false,
    ...options,
    display: { ...USUAL_DISPLAY, ...options.display },
    write: (text) => {
      shown.out += text;
    },
    writeError: (text) => {
      shown.err += text;
    },
    columns: () => options.columns ?? 80,
    rows: () => options.rows ?? 24,
  });
  for (const event of events) reporter.on(event);
  await reporter.end();
  return shown;
}

/** What a terminal shows after all of it was written to it: the few control sequences that live views use. */
export function terminalText(written: string): string {
  const lines = [""];
  let row = 0;
  let column = 0;
  for (const [piece, command, argument] of written.matchAll(
    /\u001b\[\??(?:\d+;)*(\d*)([A-Za-z])|\n|\r|[^\u001b\n\r]+/g,
  )) {
    if (piece === "\n") {
      row += 1;
      column = 0;
      lines[row] ??= "";
    } else if (piece === "\r") column = 0;
    else if (argument === undefined) {
      lines[row] =
        lines[row]!.slice(0, column).padEnd(column) + piece + lines[row]!.slice(column + piece.length);
      column += piece.length;
    } else if (argument === "A") row = Math.max(0, row - Number(command || 1));
    else if (argument === "K") lines[row] = lines[row]!.slice(0, column);
    else if (argument === "J") lines.splice(row, Number.POSITIVE_INFINITY, lines[row]!.slice(0, column));
  }
  return lines.join("\n");
}

/**
 * Replays every recorded run and compares with `RUN.EXTENSION` (and
 * `RUN.EXTENSION.err` for the error stream).
 */
export function testReporter(
  kind: ReporterKind,
  extension: string,
  shown: (written: string) => string = (written) => written,
): void {
  for (const run of recordedRuns())
    test(`${kind.name} shows the run ${run} as recorded`, async (t) => {
      const { out: written, err } = await replay(kind, eventsOf(run), optionsOf(run));
      const out = shown(written);
      t.is(out, golden(`${RUNS}/${run}.${extension}`, out));
      t.is(err, golden(`${RUNS}/${run}.${extension}.err`, err));
    });
}

function golden(path: string, text: string): string {
  if (update && text !== "") writeFileSync(path, text);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
