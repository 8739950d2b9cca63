import type { Fault } from "../../model/errors.js";
import type { Entry, Play, Task } from "../../model/play.js";
import type { Engine } from "../hosts/engine.js";

/** A task as it is met on a way through a play before it runs. */
export interface SeenTask {
  task: Task;
  play: Play;
  /** it runs on every host of the play */
  certain: boolean;
  /** its failure is provided for */
  foreseen: boolean;
  /** a task before it may have written files of this machine */
  filesMayChange: boolean;
  /** a task before it may have written files of some machine: it could be this one by another name */
  anythingMayChange: boolean;
}

/** What is known at a point of the way. */
export interface Way {
  engine: Engine;
  /** since the first play */
  filesMayChange: boolean;
  anythingMayChange: boolean;
  /** the play may be over for a host */
  mayHaveEnded: boolean;
  /** files and roles that are being looked into */
  within: readonly string[];
  /** what is wrong with files that are included */
  faults: Fault[];
  /** entries that includes bring */
  included: Entry[];
  /** handlers that included roles bring */
  handlers: Task[];
  /** an include was not looked into */
  isOpen: boolean;
}

export function newWay(engine: Engine): Way {
  return {
    engine,
    filesMayChange: false,
    anythingMayChange: false,
    mayHaveEnded: false,
    within: [],
    faults: [],
    included: [],
    handlers: [],
    isOpen: false,
  };
}
