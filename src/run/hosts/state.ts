import type { HostStats, TaskHead } from "../../model/event.js";
import type { Play, Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { Fork } from "../order/fork.js";
import type { IncludeRanks } from "../order/include_ranks.js";
import type { Marks } from "../order/marks.js";
import type { OrderedOutput } from "../order/output.js";
import type { Position } from "../order/position.js";
import type { Progress } from "../order/progress.js";
import type { WorkQueue } from "../order/queue.js";
import type { Slots } from "../order/slots.js";
import type { Run } from "./engine.js";
import type { Fatal, Fate } from "./fate.js";
import type { Failure, HostState } from "./host.js";
import type { PlayVars } from "./play_vars.js";

/** What one host does for all: a run_once task, whose result all take, or a meta action. */
export interface Once {
  leader?: string | undefined;
  isDone: boolean;
  /** undefined where the leader did nothing that could be taken over */
  result: Promise<TaskResult | undefined>;
  settle(result: TaskResult | undefined): void;
}

/** The hosts that go through a play together (all of them, or one `serial` batch). */
export interface Batch {
  run: Run;
  play: Play;
  playVars: PlayVars;
  strategy: "linear" | "free" | "host_pinned";
  /** every host of the play, failed ones too */
  allHosts: string[];
  /** those that take part */
  hosts: readonly string[];
  /** with those that were lost before: what max_fail_percentage is a share of */
  size: number;
  /** `max_fail_percentage` */
  maxFailed: number | undefined;
  /** hosts whose failures count for it */
  failedForGood: Set<string>;
  progress: Progress;
  output: OrderedOutput;
  stats: Map<string, HostStats>;
  /** by pass through a task */
  once: Map<string, Once>;
  /** what hosts include, by pass through a task */
  includeRanks: Map<string, IncludeRanks>;
  /** one head per pass through a task */
  heads: Map<string, TaskHead>;
  /** steps seen so far: numbers the heads */
  steps: number;
  /** none goes beyond it unless it rescues it */
  fatal?: Fatal;
  /** `meta: end_play` and `end_batch`: no host goes beyond this step; `play`: no further batch either */
  endAt?: { position: Position; scope: "batch" | "play" };
  /** per pass through a task: slots of `throttle` */
  throttles: Map<string, Slots>;
  folders: { playbook: string };
  /** fact names that the play's text mentions; undefined: all */
  factsRead: ReadonlySet<string> | undefined;
  walks: Map<string, Walk>;
  /** steps that may come and that not all hosts are past: what later ones may have to wait for */
  marks: {
    /** may write on the controller */
    files: Marks;
    /** may write on its own host, which may be the controller */
    tasks: Marks;
    /** may change the inventory: hosts, groups */
    inventory: Marks;
  };
  /** is one of the hosts this machine? asked only where it matters */
  isHere(walk: Walk): boolean;
}

/** One host on its way through a batch. */
export interface Walk {
  batch: Batch;
  host: HostState;
  /** the batch's, with this host's vars_files */
  playVars: PlayVars;
  queue: WorkQueue;
  position: Position;
  /** the task at `position` */
  current: Task | undefined;
  fate: Fate;
  /** the fate's: what keeps the host from going on */
  readonly failure: Failure | undefined;
  /** how many blocks around the step would rescue it or clean up; how many would rescue it */
  recoveries: number;
  rescues: number;
  /** handlers run on it even if it fails */
  forced: boolean;
  /** why the step before may have failed for all on another host, or have ended the play */
  afterFatal: string | undefined;
  /** names that changed tasks have notified since handlers were last run */
  notifications: Set<string>;
  /** handlers that are still to run */
  notified: Set<Task>;
  /** by notified name, the handlers that it means and that have still to run */
  due: Map<string, Set<Task>>;
  /** handlers of earlier runs that are notified by now */
  leftTaken: Set<string>;
  /** a task that may notify has been begun since handlers were last run */
  mayNotify: boolean;
  /** roles with their parameters: begun, and with a task that was not skipped */
  rolesStarted: Set<string>;
  rolesDone: Set<string>;
  handling: boolean;
  fork: Fork;
  /** gathers what is missing of a host's facts; handed in, since steps read facts and gathering is a step */
  gatherAll(host: HostState, position: Position): Promise<void>;
  /** false until the task named by --start-at-task is met */
  started: boolean;
}
