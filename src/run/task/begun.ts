import type { TaskHead } from "../../model/event.js";
import type { ResultValues } from "../../model/result.js";
import type { RequestOptions } from "../../model/script.js";
import type { Writes } from "../order/guard.js";
import type { Position } from "../order/position.js";

/** A task under way on one host: its values come when the host has answered. */
export interface Begun {
  /** the values, in the step's turn; undefined where the session stopped before it: an earlier step failed */
  take(): Promise<ResultValues | undefined>;
  /** the values, where they are known already */
  known?: ResultValues;
  /** the session that its request is in; undefined where nothing is on its way to a host */
  session?: string | undefined;
  /** why only the controller can tell whether it failed, as far as its module goes */
  decidedHere?: string | undefined;
  /** why nothing may leave before it is concluded, however it ends: it acts on the controller */
  actsHere?: string | undefined;
  /** what it may write on the controller */
  writes?: Writes | undefined;
  /** must be finished before any later step is begun */
  sequential?: boolean;
  delegatedTo?: string | undefined;
}

export interface BeginOptions {
  /** where the step stands in the play */
  position: Position;
  /** how the step is shown; undefined: not at all */
  head?: TaskHead | undefined;
  onFailure: RequestOptions["onFailure"];
  haltIfNoted?: boolean;
  /** the rounds of the same loop that were begun before it */
  rounds?: readonly Begun[];
}

/** A result that needs no host. */
export const known = (values: ResultValues, delegatedTo?: string): Begun => ({
  take: async () => values,
  known: values,
  delegatedTo,
});
