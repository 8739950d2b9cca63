import type { ResultValues, TaskResult } from "../../model/result.js";
import type { Position } from "../order/position.js";

/** A step as it was concluded on a host. */
export interface ConcludedStep {
  host: string;
  position: Position;
  /** line and column of the task */
  at: string;
  title: string;
  status: TaskResult["status"];
  /** what later steps can see of it; left out where they see nothing */
  kept?: KeptResult;
  /** it must not be written down */
  isHidden: boolean;
  /** it only reads: where it cannot be written down it is done again */
  mayRepeat: boolean;
}

export interface KeptResult {
  values: ResultValues;
  items?: ResultValues[];
}

export interface NotifiedHandler {
  name: string;
  position: Position;
}

/** Where it is written down how far a run has come, so that it can be gone on with. */
export interface Journal {
  /** Hosts begin a play. `batch` is its number in the run. */
  batch(batch: string, title: string, hosts: readonly string[]): void;
  concluded(step: ConcludedStep): void;
  /** for good, unless the batch ends and says otherwise */
  lost(host: string, kind: "failed" | "unreachable", position: Position): void;
  notified(host: string, handler: NotifiedHandler): void;
  handled(host: string, name: string): void;
  /** `lost`: all hosts that are out by now */
  batchEnd(lost: ReadonlyMap<string, "failed" | "unreachable">): void;
  /** `isCut`: hosts that are not lost have not come to their end */
  end(code: number, isCut: boolean): void;
  /** Handlers that earlier runs have left, where they are to be run now. */
  left(title: string, host: string): readonly NotifiedHandler[];
  /** What the run that is gone on with has concluded there; `by` nobody: any host of the batch. */
  recorded(position: Position, at: string, by?: string): (ConcludedStep & { notified: string[] }) | undefined;
}
