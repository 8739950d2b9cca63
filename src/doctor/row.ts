import type { Evidence } from "./evidence.js";

/** Why it does not work, by which line that is known, and the commands that mend it. */
export interface Recognised {
  cause: string;
  /** the very line */
  evidence: string;
  /** commands to run on the host unless they say otherwise; one a line */
  fix: string;
}

/** One row of a table of diagnosis. Pure: it reads evidence and nothing else. */
export interface Row {
  row: number;
  title: string;
  recognise(evidence: Evidence): Recognised | undefined;
}

export interface Finding extends Recognised {
  row: number;
  title: string;
}
