/** What a line of a journal says. Positions are written as numbers with dots. */
export type JournalLine =
  | { run: JournalHead }
  | BatchLine
  | StepLine
  | { host: string; lost: "failed" | "unreachable"; pos: string }
  | { host: string; notified: string; pos: string }
  | { host: string; handled: string }
  /** of earlier runs, and still to run */
  | { host: string; left: string; title: string; pos: string }
  | { lost: Record<string, "failed" | "unreachable"> }
  | { end: number; cut?: true };

export interface BatchLine {
  batch: string;
  title: string;
  hosts: readonly string[];
}

export interface StepLine {
  host: string;
  step: string;
  pos: string;
  at: string;
  status: string;
  /** the encoded result */
  kept?: string;
  /** why what later steps may need is not here */
  gone?: string;
}

export interface JournalHead {
  version: 1;
  /** milliseconds */
  started: number;
  /** what else it was asked to do: it can be gone on with in the same way only */
  asked: string;
  /** hosts and groups that there were */
  inventory: string;
  /** files and folders that must be as they were */
  sources: string[];
}

export const writtenPosition = (position: string): string =>
  position === "" ? "" : Array.from(position, (_, index) => position.charCodeAt(index) - 1).join(".");

export const readPosition = (written: string): string =>
  written === "" ? "" : String.fromCharCode(...written.split(".").map((index) => Number(index) + 1));
