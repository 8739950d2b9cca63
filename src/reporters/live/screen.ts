import type { ReporterOptions } from "../../model/reporter.js";
import { paint, type Span } from "./spans.js";
import { wrapRow } from "./wrap.js";

const FRAME = 100; // ms: ten pictures a second are enough for the eye
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/** What there is room for. */
export interface Size {
  rows: number;
  columns: number;
}

/**
 * The lower end of the terminal: rows that change, and above them what stays.
 * Everything between two pictures is written at once.
 */
export class Screen {
  readonly #options: ReporterOptions;
  readonly #live: (size: Size) => Span[][];
  #kept = "";
  #drawn = 0;
  #drawnAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #hidden = false;
  /** questions that stand where the picture was */
  #holders = 0;

  constructor(options: ReporterOptions, live: (size: Size) => Span[][]) {
    this.#options = options;
    this.#live = live;
  }

  /** Rows that stay, above those that change. They are never cut, but wrapped where the terminal ends. */
  keep(rows: readonly (readonly Span[])[]): void {
    const { colour, terminal, columns } = this.#options;
    const whole = terminal ? rows.flatMap((row) => wrapRow(row, columns() - 1)) : rows;
    const lines = whole.map((row) => paint(row, Number.POSITIVE_INFINITY, colour));
    if (!terminal) return this.#options.write(lines.map((line) => `${line}\n`).join(""));
    for (const line of lines) this.#kept += `${line}\u001b[K\n`;
    this.refresh();
  }

  /** A picture now, or as soon as the last one is old enough. Draws on while there is something to see. */
  refresh(): void {
    if (this.#timer || !this.#options.terminal || this.#holders > 0) return;
    const wait = Math.max(0, this.#drawnAt + FRAME - performance.now());
    if (wait === 0) this.#draw();
    this.#timer = setTimeout(() => this.#tick(), wait === 0 ? FRAME : wait);
    this.#timer.unref();
  }

  #tick(): void {
    this.#timer = undefined;
    this.#draw();
    if (this.#drawn > 0) this.refresh();
  }

  /** The terminal is somebody else's until what it gives is called: what is to stay waits. */
  hold(): () => void {
    this.#clear();
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      this.#drawnAt = 0;
      this.refresh();
    };
  }

  /** Only what stays is left. */
  end(): void {
    this.#holders = 0;
    this.#clear();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#options.terminal || this.#holders > 0) return;
    this.#options.write(`${this.#up()}${this.#kept}\u001b[J${this.#hidden ? SHOW_CURSOR : ""}`);
    this.#kept = "";
    this.#drawn = 0;
    this.#hidden = false;
  }

  #up(): string {
    return this.#drawn > 0 ? `\r\u001b[${this.#drawn}A` : "";
  }

  #draw(): void {
    const columns = this.#options.columns() - 1;
    const rows = this.#live({ rows: Math.max(1, this.#options.rows() - 1), columns });
    const text = rows.map((row) => `${paint(row, columns, this.#options.colour)}\u001b[K\n`).join("");
    const picture = `${this.#up()}${this.#kept}${text}${rows.length < this.#drawn || this.#kept !== "" ? "\u001b[J" : ""}`;
    if (picture !== "") this.#options.write(`${this.#hidden ? "" : HIDE_CURSOR}${picture}`);
    this.#hidden ||= picture !== "";
    this.#kept = "";
    this.#drawn = rows.length;
    this.#drawnAt = performance.now();
  }
}
