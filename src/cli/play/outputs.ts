import { closeSync, openSync, writeSync } from "node:fs";
import type { Event } from "../../model/event.js";
import type { Reporter, ReporterKind, ReporterOptions } from "../../model/reporter.js";
import type { OutputName } from "../options/output_names.js";
import type { OutputOption, RunOptions } from "../options/run_options.js";
import { displayOf } from "./display.js";

const KINDS: Record<Exclude<OutputName, "auto">, () => Promise<{ default: ReporterKind }>> = {
  default: () => import("../../reporters/default.js"),
  jsonl: () => import("../../reporters/json.js"),
  minimal: () => import("../../reporters/minimal.js"),
  oneline: () => import("../../reporters/oneline.js"),
  listr2: () => import("../../reporters/listr.js"),
  tree: () => import("../../reporters/tree.js"),
};

/** All reporters of a run as one. */
export async function openReporters(options: RunOptions): Promise<Reporter> {
  const outputs = options.outputs.length > 0 ? options.outputs : [{ kind: "auto" as const }];
  const reporters = await Promise.all(outputs.map((output) => open(output, options)));
  return {
    on: (event: Event) => {
      for (const reporter of reporters) reporter.on(event);
    },
    end: async () => {
      for (const reporter of reporters) await reporter.end();
    },
  };
}

async function open(output: OutputOption, options: RunOptions): Promise<Reporter> {
  const kind = output.kind === "auto" ? automatic(options) : output.kind;
  const { default: reporter } = await KINDS[kind]();
  const file = output.file === undefined ? undefined : openSync(output.file, "w");
  const write = (text: string): void => {
    if (file === undefined) process.stdout.write(text);
    else writeSync(file, text);
  };
  const made = reporter.create(reporterOptions(options, write, file !== undefined));
  if (file === undefined) return made;
  return { on: (event) => made.on(event), end: () => made.end().finally(() => closeSync(file)) };
}

/** The live view on a terminal that can show it, Ansible's text everywhere else. */
function automatic(options: RunOptions): Exclude<OutputName, "auto"> {
  const live =
    process.stdout.isTTY && process.env.TERM !== "dumb" && options.verbosity === 0 && !options.diff;
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
    columns: () => process.stdout.columns ?? 80,
    rows: () => process.stdout.rows ?? 24,
  };
}
