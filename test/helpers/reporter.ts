import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import type { Event } from "../../src/model/event.js";
import type { ReporterKind, ReporterOptions } from "../../src/model/reporter.js";

const RUNS = "test/fixtures/runs";

/** Set it to write the golden outputs anew: UPDATE_GOLDEN=1 node scripts/test.mjs reporters */
const update = process.env.UPDATE_GOLDEN === "1";

export type ReplayOptions = Partial<Pick<ReporterOptions, "colour" | "verbosity" | "diff">> & {
  columns?: number;
  rows?: number;
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
    verbosity: 0,
    diff: false,
    ...options,
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

/**
 * Replays every recorded run and compares with `RUN.EXTENSION` (and
 * `RUN.EXTENSION.err` for the error stream).
 */
export function testReporter(kind: ReporterKind, extension: string): void {
  for (const run of recordedRuns())
    test(`${kind.name} shows the run ${run} as recorded`, async (t) => {
      const { out, err } = await replay(kind, eventsOf(run), optionsOf(run));
      t.is(out, golden(`${RUNS}/${run}.${extension}`, out));
      t.is(err, golden(`${RUNS}/${run}.${extension}.err`, err));
    });
}

function golden(path: string, text: string): string {
  if (update && text !== "") writeFileSync(path, text);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
