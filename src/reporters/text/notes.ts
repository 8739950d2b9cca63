import type { Event } from "../../model/event.js";
import type { ReporterOptions, Weight } from "../../model/reporter.js";
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
    this.#options.write(shown.endsWith("\n") ? shown : `${shown}\n`, weightOf(colour));
  }

  /** Warnings, deprecations and the exception of a result. */
  noted(values: ResultValues): void {
    const { display } = this.#options;
    if (typeof values.exception === "string") this.#exception(values.exception.trim());
    if (!display.actionWarnings) return;
    for (const text of values.warnings ?? []) this.#warn("WARNING", String(text), "warning");
    if (!display.deprecations) return;
    for (const { msg } of (values.deprecations as { msg?: unknown }[] | undefined) ?? [])
      this.#warn("DEPRECATION WARNING", String(msg), "deprecation");
  }

  /** `before`: what is written before a difference, where there is one. */
  diff(values: ResultValues, before = (): void => {}): void {
    if (!values.diff || !values.changed || values._ansible_diff === false) return;
    const text = diffText(values.diff, {
      colour: this.#options.colour,
      context: this.#options.display.diffContext,
    });
    if (text === "") return;
    before();
    this.painted(text);
  }

  message({ level, text, at, host }: Message): void {
    if (level === "warning") this.#warn("WARNING", text, "warning", at);
    else if (level === "deprecation" && !this.#options.display.deprecations) return;
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
    this.failure(text, "failed");
  }

  /** A line that `display_failed_stderr` sends to standard error. */
  failure(text: string, colour: Colour): void {
    if (!this.#options.display.failedToStderr) return this.line(text, colour);
    const shown = visible(text);
    this.#options.writeError(`${this.#options.colour ? coloured(shown, colour) : shown}\n`, weightOf(colour));
  }

  /** What to do next: beside the output, which is Ansible's. */
  hint(text: string): void {
    for (const line of text.split("\n")) this.#warn("HINT", line, "warning");
  }

  #warn(title: string, text: string, colour: Colour, at?: Place): void {
    const whole = `[${title}]: ${text}${at && at.line > 0 ? ` (${formatPlace(at)})` : ""}`;
    if (this.#warned.has(whole)) return;
    this.#warned.add(whole);
    const wrapped = wrapText(visible(whole), this.columns(), title !== "DEPRECATION WARNING");
    this.#options.writeError(`${this.#options.colour ? coloured(wrapped, colour) : wrapped}\n`, "warning");
  }
}

/** As Ansible's log has it: what is skipped is a warning there. */
function weightOf(colour: Colour | undefined): Weight {
  if (colour === "failed" || colour === "unreachable") return "error";
  return colour === "skipped" ? "warning" : "info";
}
