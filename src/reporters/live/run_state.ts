import type { Event, TaskHead } from "../../model/event.js";
import type { PastTimes } from "../../model/reporter.js";
import type { TaskResult } from "../../model/result.js";
import { Pace } from "./pace.js";

export type Outcome = "ok" | "changed" | "skipped" | "failed" | "unreachable" | "ignored";
export const OUTCOMES: readonly Outcome[] = ["ok", "changed", "skipped", "ignored", "failed", "unreachable"];

/** One pass through a task: what a line of the view stands for. */
export interface Step {
  head: TaskHead;
  /** milliseconds */
  startedAt: number;
  /** hosts that have answered */
  done: number;
  /** hosts from which an answer is expected */
  total: number;
  counts: Record<Outcome, number>;
  /** the longest that a host took */
  seconds: number;
  /** what `debug` said, and on which hosts */
  said: Map<string, string[]>;
  /** the last loop item or retry, while it runs */
  note: string;
}

/** What a host is at. */
export interface HostRow {
  name: string;
  task: string;
  since: number;
  state: "waiting" | "running" | "lost";
}

export interface PlayState {
  name: string;
  startedAt: number;
  steps: number;
  /** the highest number of a step that was begun */
  reached: number;
  counts: Record<Outcome, number>;
  hosts: Map<string, HostRow>;
  lost: number;
  running: number;
  /** a strategy without barriers: steps overlap */
  free: boolean;
}

export interface RunState {
  play: PlayState | undefined;
  pace: Pace;
  /** steps that are not finished, in order of beginning */
  open: Map<string, Step>;
}

export function newRunState(past?: PastTimes): RunState {
  return { play: undefined, open: new Map(), pace: new Pace(past) };
}

const noCounts = (): Record<Outcome, number> => ({
  ok: 0,
  changed: 0,
  skipped: 0,
  failed: 0,
  unreachable: 0,
  ignored: 0,
});

export function beginPlay(run: RunState, event: Extract<Event, { type: "play-start" }>, now: number): void {
  run.open.clear();
  run.pace.play();
  run.play = {
    name: event.name,
    startedAt: now,
    steps: event.steps,
    reached: 0,
    counts: noCounts(),
    hosts: new Map(event.hosts.map((name) => [name, { name, task: "", since: now, state: "waiting" }])),
    lost: 0,
    running: 0,
    free: false,
  };
}

/** Begins or continues a step. Steps that are begun again, or in another order, mean that hosts run freely. */
export function beginStep(run: RunState, head: TaskHead, now: number): Step {
  const { play } = run;
  const known = run.open.get(head.id);
  if (play && head.number < play.reached) play.free = true;
  if (play) play.reached = Math.max(play.reached, head.number);
  if (known) return known;
  const total = play ? play.hosts.size - play.lost : 1;
  const step: Step = {
    head,
    startedAt: now,
    done: 0,
    total,
    counts: noCounts(),
    seconds: 0,
    said: new Map(),
    note: "",
  };
  run.open.set(head.id, step);
  return step;
}

export function markBusy(run: RunState, host: string, task: string, now: number): void {
  const row = run.play?.hosts.get(host);
  if (!row) return;
  revive(run.play!, row);
  if (row.state === "waiting") run.play!.running += 1;
  Object.assign(row, { task, since: now, state: "running" });
}

/** A host that goes on after a failure was rescued. */
function revive(play: PlayState, row: HostRow): void {
  if (row.state !== "lost") return;
  play.lost -= 1;
  row.state = "waiting";
}

/** Counts a result; true where all hosts that are left have answered. */
export function addResult(
  run: RunState,
  step: Step,
  event: Extract<Event, { type: "task-result" }>,
): boolean {
  const outcome = outcomeOf(event.result, event.ignored);
  step.done += 1;
  step.counts[outcome] += 1;
  step.seconds = Math.max(step.seconds, event.seconds);
  if (run.play) count(run.play, event.host, event.task.name, outcome);
  return step.total > 0 && step.done >= step.total;
}

function count(play: PlayState, host: string, task: string, outcome: Outcome): void {
  play.counts[outcome] += 1;
  const row = play.hosts.get(host);
  if (!row) return;
  revive(play, row);
  const lost = outcome === "failed" || outcome === "unreachable";
  if (!lost && row.task !== task) return; // it has gone on already
  if (row.state === "running") play.running -= 1;
  if (lost) play.lost += 1;
  row.state = lost ? "lost" : "waiting";
}

export function outcomeOf({ status }: TaskResult, ignored: boolean): Outcome {
  return ignored ? "ignored" : status;
}
