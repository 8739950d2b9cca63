import { closeSync, writeSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import type { Reporter, ReporterKind, ReporterOptions } from "../../model/reporter.js";
import { printWarning } from "../engine/warnings.js";
import { pastTimes } from "../journal/past_times.js";
import { openNamed } from "../named_files.js";
import type { OutputName } from "../options/output_names.js";
import type { OutputOption, RunOptions } from "../options/run_options.js";
import { displayOf } from "./display.js";
import { type Log, logOf } from "./log_file.js";

const KINDS: Record<Exclude<OutputName, "auto"> | "none", () => Promise<{ default: ReporterKind }>> = {
  default: () => import("../../reporters/default.js"),
  jsonl: () => import("../../reporters/json.js"),
  minimal: () => import("../../reporters/minimal.js"),
  oneline: () => import("../../reporters/oneline.js"),
  listr2: () => import("../../reporters/listr.js"),
  tree: () => import("../../reporters/tree.js"),
  none: () => import("../../reporters/none.js"),
};

/** All reporters of a run as one. */
export async function openReporters(options: RunOptions): Promise<Reporter> {
  const outputs = options.outputs.length > 0 ? options.outputs : [{ kind: "auto" as const }];
  const log = logOf(options);
  const reporters = await Promise.all([
    ...outputs.map((output) => open(output, options)),
    ...(log ? [openLog(log, options)] : []),
  ]);
  return {
    on: (event: Event) => {
      for (const reporter of reporters) reporter.on(event);
    },
    hold: async () => {
      const goOn = await Promise.all(reporters.map((reporter) => reporter.hold?.()));
      return () => {
        for (const one of goOn) one?.();
      };
    },
    end: async () => {
      const ends = await Promise.allSettled(reporters.map((reporter) => reporter.end()));
      for (const one of ends) if (one.status === "rejected") throw one.reason;
    },
  };
}

async function open(output: OutputOption, options: RunOptions): Promise<Reporter> {
  const kind = output.kind === "auto" ? automatic(options) : output.kind;
  const { default: reporter } = await KINDS[kind]();
  const file = output.file === undefined ? undefined : new ReportFile(output.file);
  const write = (text: string): void => {
    if (file) file.write(text);
    else process.stdout.write(text);
  };
  const made = reporter.create(reporterOptions(options, write, file !== undefined));
  if (!file) return made;
  return { on: (event) => made.on(event), end: () => made.end().finally(() => file.close()) };
}

/** The log has the words that Ansible's output has, whatever the terminal shows. */
async function openLog({ write, problem }: Log, options: RunOptions): Promise<Reporter> {
  const { default: reporter } = await KINDS[options.adhoc ? "minimal" : "default"]();
  const verbosity = options.settings.logVerbosity ?? options.verbosity;
  const plain = reporterOptions(options, write, true);
  const made = reporter.create({ ...plain, verbosity, columns: () => 80, writeError: write });
  return {
    on: (event) => made.on(event),
    end: () =>
      made.end().finally(() => {
        const text = problem();
        if (text !== undefined) printWarning(text);
      }),
  };
}

/** A report in a file. That it cannot be written stops no host: it is told at the end. */
class ReportFile {
  readonly #path: string;
  readonly #fd: number;
  #failure: Error | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#fd = openNamed(path);
  }

  write(text: string): void {
    if (this.#failure) return;
    const bytes = Buffer.from(text);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
    } catch (error) {
      this.#failure = error as Error;
    }
  }

  /** Fault: FILE_UNREADABLE, where something could not be written. */
  close(): void {
    closeSync(this.#fd);
    if (!this.#failure) return;
    throw new Fault("FILE_UNREADABLE", `${this.#path} is not whole: ${this.#failure.message}`, {
      cause: this.#failure,
    });
  }
}

/** Does the live view show this run on a terminal? */
export function isLive(options: RunOptions): boolean {
  const shown = options.outputs.find(({ file }) => file === undefined)?.kind ?? "auto";
  const kind = shown === "auto" ? automatic(options) : shown;
  return kind === "listr2" && process.stdout.isTTY === true && process.env.TERM !== "dumb";
}

/** The live view on a terminal that can show it, Ansible's text everywhere else, and where questions stand between. */
function automatic({ verbosity, diff, step }: RunOptions): Exclude<OutputName, "auto"> {
  const live = process.stdout.isTTY && process.env.TERM !== "dumb" && verbosity === 0 && !diff && !step;
  return live ? "listr2" : "default";
}

function reporterOptions(
  options: RunOptions,
  write: (text: string) => void,
  toFile: boolean,
): ReporterOptions {
  const colour =
    options.colour ?? (process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb");
  return {
    write,
    writeError: (text) => void process.stderr.write(text),
    colour: colour && !toFile,
    terminal: process.stdout.isTTY === true && process.env.TERM !== "dumb" && !toFile,
    verbosity: options.verbosity,
    diff: options.diff,
    display: displayOf(options),
    past: pastTimes(options),
    columns: () => process.stdout.columns || 80,
    rows: () => process.stdout.rows || 24,
  };
}
