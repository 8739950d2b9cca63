import type { HostStats, TaskHead } from "../../model/event.js";
import type { Play, Role, Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { Marks } from "../order/marks.js";
import type { OrderedOutput } from "../order/output.js";
import type { Position } from "../order/position.js";
import type { Progress } from "../order/progress.js";
import type { WorkQueue } from "../order/queue.js";
import type { Slots } from "../order/slots.js";
import type { Run } from "./engine.js";
import type { Failure, HostState } from "./host.js";
import type { PlayVars } from "./play_vars.js";

/** A run_once task: one host does it, all take its result. */
export interface Once {
  leader?: string;
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
  allHosts: readonly string[];
  hosts: readonly string[];
  /** hosts that are out of this play */
  failed: Set<string>;
  progress: Progress;
  output: OrderedOutput;
  stats: Map<string, HostStats>;
  once: Map<Position, Once>;
  /** one head per pass through a task */
  heads: Map<string, TaskHead>;
  /** steps seen so far: numbers the heads */
  steps: number;
  /** the failure of a host that is one of all hosts (any_errors_fatal): none goes beyond it unless it rescues it */
  fatal?: { position: Position; failure: Failure };
  /** `meta: end_play` and `end_batch`: no host goes beyond this step; `play`: no further batch either */
  endAt?: { position: Position; scope: "batch" | "play" };
  /** per pass through a task: slots of `throttle` */
  throttles: Map<Position, Slots>;
  folders: { playbook: string };
  /** fact names that the play's text mentions; undefined: all */
  factsRead: ReadonlySet<string> | undefined;
  walks: Map<string, Walk>;
  /** steps that some host has come by and not all are past: what later ones may have to wait for */
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
  /** the failure that is not rescued (yet) */
  failure: Failure | undefined;
  unreachable: boolean;
  /** `meta: clear_host_errors` came after its failure: the host is not out of the next plays */
  forgiven: boolean;
  /** the step before was one whose failure on any host stops all */
  afterFatal: boolean;
  /** the batch's fatal failure that this host has rescued, or is cleaning up after */
  survived: Batch["fatal"];
  /** `meta: end_host` or `end_play` was met */
  ended: boolean;
  /** set by `meta: end_role` until the role's block is left */
  endRole: Role | undefined;
  notified: Set<Task>;
  /** a task that may notify has been begun since handlers were last run */
  mayNotify: boolean;
  /** roles with their parameters: begun, and with a task that was not skipped */
  rolesStarted: Set<string>;
  rolesDone: Set<string>;
  handling: boolean;
  slot: boolean;
  /** gathers what is missing of a host's facts; handed in, since steps read facts and gathering is a step */
  gatherAll(host: HostState, position: Position): Promise<void>;
  /** false until the task named by --start-at-task is met */
  started: boolean;
}
