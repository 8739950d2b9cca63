import type { Event } from "../../model/event.js";
import type { ReporterOptions } from "../../model/reporter.js";
import type { ResultValues } from "../../model/result.js";
import { formatPlace, type Place } from "../../model/source.js";
import { type Colour, coloured } from "./colour.js";
import { diffText } from "./diff.js";
import { visible } from "./visible.js";
import { wrapText } from "./width.js";

type Message = Extract<Event, { type: "message" }>;

/** What Ansible's text outputs have in common: lines, warnings, what a result says beside its values. */
export class Notes {
  readonly #options: ReporterOptions;
  readonly #warned = new Set<string>();

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  line(text: string, colour?: Colour): void {
    this.painted(visible(text), colour);
  }

  /** A line that has colours of ours in it: what hosts said of it has been made visible. */
  painted(text: string, colour?: Colour): void {
    const shown = colour && this.#options.colour ? coloured(text, colour) : text;
    this.#options.write(shown.endsWith("\n") ? shown : `${shown}\n`);
  }

  /** Warnings, deprecations and the exception of a result. */
  noted(values: ResultValues): void {
    if (typeof values.exception === "string") this.#exception(values.exception.trim());
    for (const text of values.warnings ?? []) this.#warn("WARNING", String(text), "warning");
    for (const { msg } of (values.deprecations as { msg?: unknown }[] | undefined) ?? [])
      this.#warn("DEPRECATION WARNING", String(msg), "deprecation");
  }

  diff(values: ResultValues): void {
    if (!values.diff || !values.changed || values._ansible_diff === false) return;
    const text = diffText(values.diff, this.#options.colour);
    if (text !== "") this.painted(text);
  }

  message({ level, text, at, host }: Message): void {
    if (level === "warning") this.#warn("WARNING", text, "warning", at);
    else if (level === "deprecation") this.#warn("DEPRECATION WARNING", text, "deprecation", at);
    else if (level === "info") this.line(text);
    else if (this.#options.verbosity >= 3)
      this.line(host === undefined ? text : `<${host}> ${text}`, "verbose");
  }

  /** One less than the terminal has, and never less than 79. */
  columns(): number {
    return Math.max(79, this.#options.columns() - 1);
  }

  #exception(trace: string): void {
    const text =
      this.#options.verbosity < 3
        ? `An exception occurred during task execution. To see the full traceback, use -vvv. The error was: ${trace.split("\n").at(-1)}`
        : `The full traceback is:\n${trace}`;
    this.line(text, "failed");
  }

  #warn(title: string, text: string, colour: Colour, at?: Place): void {
    const whole = `[${title}]: ${text}${at && at.line > 0 ? ` (${formatPlace(at)})` : ""}`;
    if (this.#warned.has(whole)) return;
    this.#warned.add(whole);
    const wrapped = wrapText(visible(whole), this.columns());
    this.#options.writeError(`${this.#options.colour ? coloured(wrapped, colour) : wrapped}\n`);
  }
}
