import type { Event, TaskHead } from "./event.js";

/** How much a line matters, for those who sort lines by it. */
export type Weight = "info" | "warning" | "error";

export interface ReporterOptions {
  write(text: string, weight?: Weight): void;
  writeError(text: string, weight?: Weight): void;
  colour: boolean;
  /** may the cursor be moved? Without a terminal only what stays is written */
  terminal: boolean;
  /** number of -v */
  verbosity: number;
  /** show differences (--diff) */
  diff: boolean;
  display: Display;
  /** when the last run of this kind came how far, where it is known */
  past?: PastTimes | undefined;
  columns(): number;
  rows(): number;
}

/** How long a run took: all of it, and until the last host was through with each step, in seconds. */
export interface PastTimes {
  seconds: number;
  reached: Readonly<Record<string, number>>;
}

/** What names a step from run to run. `play`: which of the plays and batches, counted from 1. */
export const pastKey = (play: number, { name, number }: TaskHead): string => `${play} ${number} ${name}`;

/** What Ansible's own outputs show, and how: the settings of its callbacks. */
export interface Display {
  okHosts: boolean;
  skippedHosts: boolean;
  failedToStderr: boolean;
  /** `[CHECK MODE]` and `DRY RUN` */
  checkMarkers: boolean;
  /** the place of a failed task */
  failedPath: boolean;
  /** what set_stats has gathered */
  customStats: boolean;
  /** the warnings of results */
  actionWarnings: boolean;
  deprecations: boolean;
  /** lines around what differs */
  diffContext: number;
  /** values over several lines; undefined: those in YAML only */
  pretty?: boolean | undefined;
  /** values are written in YAML with it, and in JSON where it is missing */
  yaml?: ((value: unknown, style: { indent: number; lossy: boolean }) => string) | undefined;
}

/** As Ansible does where nothing is set. */
export const USUAL_DISPLAY: Display = {
  okHosts: true,
  skippedHosts: true,
  failedToStderr: false,
  checkMarkers: false,
  failedPath: false,
  customStats: false,
  actionWarnings: true,
  deprecations: true,
  diffContext: 3,
};

/** Shows a run. Listens only; secrets are masked before events reach it. */
export interface Reporter {
  on(event: Event): void;
  /** draws nothing until what it gives is called, so that a question can stand on the terminal; missing: never redraws */
  hold?(): Promise<() => void>;
  /** draws what is still to be drawn; nothing is written after it */
  end(): Promise<void>;
}

export interface ReporterKind {
  name: string;
  about: string;
  create(options: ReporterOptions): Reporter;
}
