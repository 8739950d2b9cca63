import type { Event, TaskHead } from "../../model/event.js";
import type { PastTimes } from "../../model/reporter.js";
import type { TaskResult } from "../../model/result.js";
import { Pace } from "./pace.js";

/** A result, and when it came. */
interface Answered {
  event: Extract<Event, { type: "task-result" }>;
  now: number;
}

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

/** A step that a host was given and has not answered. */
export interface Given {
  id: string;
  task: string;
  /** when it was its turn, in milliseconds: those sent ahead wait for the ones before them */
  since: number;
}

/** What a host is at: the first of what it was given, while it runs. */
interface HostRow {
  name: string;
  given: Given[];
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
    hosts: new Map(event.hosts.map((name) => [name, { name, given: [], state: "waiting" }])),
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

export function markBusy(run: RunState, host: string, { id, name }: TaskHead, now: number): void {
  const row = run.play?.hosts.get(host);
  if (!row) return;
  revive(run.play!, row);
  if (row.state === "waiting") run.play!.running += 1;
  row.state = "running";
  if (!row.given.some((step) => step.id === id)) row.given.push({ id, task: name, since: now });
}

/** A host that goes on after a failure was rescued. */
function revive(play: PlayState, row: HostRow): void {
  if (row.state !== "lost") return;
  play.lost -= 1;
  row.state = "waiting";
}

/** Counts a result; true where all hosts that are left have answered. */
export function addResult(run: RunState, step: Step, { event, now }: Answered): boolean {
  const outcome = outcomeOf(event.result, event.ignored);
  step.done += 1;
  step.counts[outcome] += 1;
  step.seconds = Math.max(step.seconds, event.seconds);
  if (run.play) count(run.play, { event, now }, outcome);
  return step.total > 0 && step.done >= step.total;
}

function count(play: PlayState, { event: { host, task }, now }: Answered, outcome: Outcome): void {
  play.counts[outcome] += 1;
  const row = play.hosts.get(host);
  if (!row) return;
  revive(play, row);
  const isLost = outcome === "failed" || outcome === "unreachable";
  // a host answers in order: what it was given before this is over too
  const at = row.given.findIndex(({ id }) => id === task.id);
  row.given = isLost ? [] : row.given.slice(at + 1);
  if (at >= 0 && row.given[0]) row.given[0].since = now;
  if (row.state === "running" && row.given.length === 0) {
    play.running -= 1;
    row.state = "waiting";
  }
  if (isLost) {
    play.lost += 1;
    row.state = "lost";
  }
}

export function outcomeOf({ status }: TaskResult, ignored: boolean): Outcome {
  return ignored ? "ignored" : status;
}
