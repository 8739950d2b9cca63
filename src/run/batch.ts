import { toBoolean } from "../model/args.js";
import type { HostStats } from "../model/event.js";
import type { Entry, Play } from "../model/play.js";
import { goesOn, moveTo } from "./flow/moving.js";
import { runStep } from "./flow/step.js";
import { flushHandlers, reachesAll, walkEntries, walkGuarded } from "./flow/walk.js";
import type { Run } from "./hosts/engine.js";
import { Fate } from "./hosts/fate.js";
import { stateOf } from "./hosts/hosts.js";
import type { PlayVars } from "./hosts/play_vars.js";
import type { Batch, Walk } from "./hosts/state.js";
import { Fork } from "./order/fork.js";
import { Marks } from "./order/marks.js";
import { OrderedOutput } from "./order/output.js";
import { child, START } from "./order/position.js";
import { Progress } from "./order/progress.js";
import { WorkQueue } from "./order/queue.js";
import { breakDown } from "./task/breakdown.js";
import { gatherAll, gatheringTask, gathers } from "./task/gather.js";
import { someHostIsHere } from "./task/this_machine.js";
import { headFor } from "./task/title.js";
import { foresee } from "./vars/controller_files.js";
import { evaluated } from "./vars/evaluate.js";
import { factsRead } from "./vars/facts_read.js";
import { settled } from "./vars/suspended.js";
import { taskScope } from "./vars/task_scope.js";
import { varsFiles } from "./vars/vars_files.js";

/**
 * How a batch, a play, a playbook has ended: all its steps are done, or `meta: end_play` ended it; or all hosts of a
 * batch are lost, or more failed than `max_fail_percentage`: neither further batches nor further plays are begun.
 */
export type Ending = "done" | "ended" | "lost" | "limit";

export interface BatchInput {
  run: Run;
  play: Play;
  playVars: PlayVars;
  /** every host of the play */
  allHosts: readonly string[];
  /** those of the batch, with the ones that were lost before */
  hosts: readonly string[];
  maxFailed: number | undefined;
  playbookFolder: string;
}

/** Takes the hosts of one batch through the play. */
export async function runBatch(input: BatchInput): Promise<Ending> {
  // positions start again
  for (const host of input.run.hosts.values()) host.history.clear();
  const batch = makeBatch(input);
  foreseeSections(batch);
  const walks = batch.hosts.map((host) => makeWalk(batch, host));
  for (const walk of walks) batch.walks.set(walk.host.name, walk);
  await Promise.all(walks.map((walk) => walkHost(walk)));
  // not before all are at their end: the last step of another host may have failed for all
  for (const walk of walks) noteOutcome(walk);
  if (!input.run.signal.aborted) input.run.journal?.batchEnd(input.run.lost);
  return endingOf(batch);
}

function endingOf({ run, fatal, endAt, walks, size }: Batch): Ending {
  if (fatal?.kind === "limit") {
    run.emit({ type: "no-more-hosts" });
    return "limit";
  }
  const lost = [...walks.keys()].filter((host) => run.lost.has(host)).length;
  if (lost === size) return "lost";
  return endAt?.scope === "play" ? "ended" : "done";
}

function makeBatch({ run, play, hosts, ...input }: BatchInput): Batch {
  const strategy = String(play.keywords.strategy?.value ?? "linear").replace(/^ansible\.builtin\./, "");
  const output = new OrderedOutput(run.emit, strategy !== "linear", hosts);
  let isHere: boolean | undefined;
  const left = hosts.filter((host) => !run.lost.has(host));
  return {
    run,
    play,
    playVars: input.playVars,
    strategy: strategy === "free" || strategy === "host_pinned" ? strategy : "linear",
    allHosts: [...input.allHosts],
    hosts: left,
    size: hosts.length,
    maxFailed: input.maxFailed,
    failedForGood: new Set(),
    progress: new Progress(left, (earliest) => output.moved(earliest)),
    output,
    stats: run.stats,
    once: new Map(),
    includeRanks: new Map(),
    heads: new Map(),
    steps: 0,
    throttles: new Map(),
    folders: { playbook: input.playbookFolder },
    // what is kept must be whole
    factsRead: run.factCache ? undefined : factsRead(play, input.playVars),
    walks: new Map(),
    marks: { files: new Marks(), tasks: new Marks(), inventory: new Marks() },
    isHere: (walk) => (isHere ??= someHostIsHere(walk)),
  };
}

function makeWalk(batch: Batch, name: string): Walk {
  const { run, playVars } = batch;
  if (!run.stats.has(name)) run.stats.set(name, noStats());
  const fate = new Fate();
  const walk: Walk = {
    batch,
    host: stateOf(run, name),
    playVars,
    queue: new WorkQueue(
      () => {
        batch.progress.advance(name, walk.queue.earliest ?? walk.position);
        if (walk.queue.size === 0) walk.fork.give();
      },
      (error, position) => breakDown(walk, error, position),
    ),
    position: START,
    current: undefined,
    fate,
    get failure() {
      return fate.failure;
    },
    recoveries: 0,
    rescues: 0,
    forced: false,
    afterFatal: undefined,
    notifications: new Set(),
    notified: new Set(),
    due: new Map(),
    leftTaken: new Set(),
    mayNotify: false,
    rolesStarted: new Set(),
    rolesDone: new Set(),
    handling: false,
    fork: new Fork(run.slots, () => walk.queue.size > 0),
    gatherAll: (host, position) => gatherAll(walk, host, position),
    started: run.begun,
  };
  return walk;
}

const noStats = (): HostStats => ({
  ok: 0,
  changed: 0,
  unreachable: 0,
  failed: 0,
  skipped: 0,
  rescued: 0,
  ignored: 0,
});

/** One host from the first section of the play to the last. */
async function walkHost(walk: Walk): Promise<void> {
  const { batch, host } = walk;
  try {
    walk.playVars = { ...batch.playVars, files: await varsFiles(walk) };
    await sections(walk);
  } catch (error) {
    breakDown(walk, error);
  } finally {
    await walk.queue.drain();
    walk.fork.give();
    noteInterruption(walk);
    batch.progress.leave(host.name);
  }
}

/** The three parts that a play has for its hosts, in order. */
const sectionsOf = ({ preTasks, roles, tasks, postTasks }: Play): Entry[][] => [
  preTasks,
  [...roles, ...tasks],
  postTasks,
];

function foreseeSections(batch: Batch): void {
  const { play, run } = batch;
  // handlers that are forced run on a host that has passed over the rest of its section
  const isMet = play.keywords.force_handlers === undefined && !run.settings.forceHandlers;
  for (const [index, entries] of sectionsOf(play).entries()) {
    const at = child(START, index + 1);
    foresee(batch, entries, child(at, 0), isMet);
    foresee(batch, play.handlers, child(at, 1), false);
  }
}

/** Facts, then the three sections, each with the handlers that it has notified. */
async function sections(walk: Walk): Promise<void> {
  const at = (index: number) => child(START, index);
  if (await settled(() => gathers(walk))) await gather(walk, at(0));
  walk.forced = await settled(() => forcesHandlers(walk));
  for (const [index, entries] of sectionsOf(walk.batch.play).entries()) {
    if (!goesOn(walk)) break;
    moveTo(walk, at(index + 1));
    await section(walk, entries, at(index + 1));
  }
  await walk.queue.drain();
}

/** Forced handlers run on a host that has failed too: they are the section's `always`. */
function section(walk: Walk, entries: readonly Entry[], position: string): Promise<void> {
  const body = () => walkEntries(walk, entries, child(position, 0));
  const handlers = async (): Promise<void> => {
    if (!goesOn(walk)) return;
    moveTo(walk, child(position, 1));
    await flushHandlers(walk, child(position, 1));
  };
  const reaches = { body: entries.some(reachesAll), rescue: false };
  const alwaysAt = child(position, 1);
  if (walk.forced)
    return walkGuarded(walk, position, { body, always: handlers, alwaysAt, reaches, depth: 0 });
  return body().then(handlers);
}

async function gather(walk: Walk, position: string): Promise<void> {
  const only = walk.host.gathered === "all" ? undefined : walk.batch.factsRead;
  const task = gatheringTask(walk.batch.play, only);
  moveTo(walk, position, task);
  await runStep(walk, task, position);
}

/** The play decides; where it says nothing, --force-handlers and the configuration do. */
function forcesHandlers(walk: Walk): boolean {
  const { play, run } = walk.batch;
  const said = evaluated(play.keywords.force_handlers, taskScope(walk, undefined));
  return said === undefined || said === null ? run.settings.forceHandlers : toBoolean(said) === true;
}

/** What the user breaks off is neither done nor failed. */
function noteInterruption(walk: Walk): void {
  const { batch, host, fate, current, position } = walk;
  if (!batch.run.signal.aborted || fate.failure || fate.ended) return;
  const head = current && headFor(walk, current, position, taskScope(walk, current));
  batch.run.interrupted.set(host.name, fate.brokenOff ?? head?.name);
}

/** A host that failed, was not reached, or stood where another one's failure stopped all, is out. */
function noteOutcome({ batch, fate, position, host }: Walk): void {
  const stopped = !fate.ended && fate.isStoppedBy(batch.fatal, position);
  if ((!fate.failure && !stopped) || fate.forgiven) return;
  batch.run.lost.set(host.name, fate.unreachable ? "unreachable" : "failed");
}
