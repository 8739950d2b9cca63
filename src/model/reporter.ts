import type { Event } from "./event.js";

export interface ReporterOptions {
  write(text: string): void;
  writeError(text: string): void;
  colour: boolean;
  /** may the cursor be moved? Without a terminal only what stays is written */
  terminal: boolean;
  /** number of -v */
  verbosity: number;
  /** show differences (--diff) */
  diff: boolean;
  /** show what set_stats has gathered */
  customStats: boolean;
  columns(): number;
  rows(): number;
}

/** Shows a run. Listens only; secrets are masked before events reach it. */
export interface Reporter {
  on(event: Event): void;
  /** draws what is still to be drawn; nothing is written after it */
  end(): Promise<void>;
}

export interface ReporterKind {
  name: string;
  about: string;
  create(options: ReporterOptions): Reporter;
}
