import { toBoolean } from "../model/args.js";
import type { HostStats } from "../model/event.js";
import type { Play } from "../model/play.js";
import { goesOn, moveTo } from "./flow/moving.js";
import { runStep } from "./flow/step.js";
import { flushHandlers, walkEntries } from "./flow/walk.js";
import type { Run } from "./hosts/engine.js";
import { stateOf } from "./hosts/hosts.js";
import type { PlayVars } from "./hosts/play_vars.js";
import type { Batch, Walk } from "./hosts/state.js";
import { Marks } from "./order/marks.js";
import { OrderedOutput } from "./order/output.js";
import { child, START } from "./order/position.js";
import { Progress } from "./order/progress.js";
import { WorkQueue } from "./order/queue.js";
import { gatherAll, gatheringTask, gathers } from "./task/gather.js";
import { someHostIsHere } from "./task/this_machine.js";
import { factsRead } from "./vars/facts_read.js";
import { settled } from "./vars/suspended.js";
import { varsFiles } from "./vars/vars_files.js";

export interface BatchInput {
  run: Run;
  play: Play;
  playVars: PlayVars;
  allHosts: readonly string[];
  hosts: readonly string[];
  playbookFolder: string;
}

/** Takes the hosts of one batch through the play. `ended`: no further batch of this play is to run. */
export async function runBatch(input: BatchInput): Promise<"done" | "ended"> {
  const batch = makeBatch(input);
  const walks = batch.hosts.map((host) => makeWalk(batch, host));
  for (const walk of walks) batch.walks.set(walk.host.name, walk);
  const outcomes = await Promise.allSettled(walks.map((walk) => walkHost(walk)));
  const defect = outcomes.find((outcome) => outcome.status === "rejected");
  if (defect) throw defect.reason;
  const lost = walks.filter((walk) => batch.run.lost.has(walk.host.name));
  if (lost.length === walks.length) batch.run.emit({ type: "no-more-hosts" });
  return lost.length === walks.length || batch.endAt?.scope === "play" ? "ended" : "done";
}

function makeBatch({ run, play, playVars, allHosts, hosts, playbookFolder }: BatchInput): Batch {
  const strategy = String(play.keywords.strategy?.value ?? "linear").replace(/^ansible\.builtin\./, "");
  const output = new OrderedOutput(run.emit, strategy !== "linear");
  let isHere: boolean | undefined;
  return {
    run,
    play,
    playVars,
    strategy: strategy === "free" || strategy === "host_pinned" ? strategy : "linear",
    allHosts,
    hosts,
    failed: new Set(),
    progress: new Progress(hosts, (earliest) => output.moved(earliest)),
    output,
    stats: run.stats,
    once: new Map(),
    heads: new Map(),
    steps: 0,
    throttles: new Map(),
    folders: { playbook: playbookFolder },
    factsRead: factsRead(play, playVars),
    walks: new Map(),
    marks: { files: new Marks(), tasks: new Marks(), inventory: new Marks() },
    isHere: (walk) => (isHere ??= someHostIsHere(walk)),
  };
}

function makeWalk(batch: Batch, name: string): Walk {
  const { run, playVars } = batch;
  if (!run.stats.has(name)) run.stats.set(name, noStats());
  const walk: Walk = {
    batch,
    host: stateOf(run, name),
    playVars,
    queue: new WorkQueue(() => {
      batch.progress.advance(name, walk.queue.earliest ?? walk.position);
      if (walk.slot && walk.queue.size === 0) giveSlot(walk);
    }),
    position: START,
    failure: undefined,
    unreachable: false,
    forgiven: false,
    afterFatal: false,
    survived: undefined,
    ended: false,
    endRole: undefined,
    notified: new Set(),
    mayNotify: false,
    rolesStarted: new Set(),
    rolesDone: new Set(),
    handling: false,
    slot: false,
    gatherAll: (host, position) => gatherAll(walk, host, position),
    started: run.settings.startAtTask === undefined,
  };
  return walk;
}

function giveSlot(walk: Walk): void {
  walk.slot = false;
  walk.batch.run.slots.give();
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
  } finally {
    await walk.queue.drain().finally(() => {
      if (walk.slot) giveSlot(walk);
      noteOutcome(walk);
      batch.progress.leave(host.name);
    });
  }
}

async function sections(walk: Walk): Promise<void> {
  const { play } = walk.batch;
  const at = (index: number) => child(START, index);
  if (await settled(() => gathers(walk))) await gather(walk, at(0));
  const steps = [
    () => walkEntries(walk, play.preTasks, at(1)),
    () => flushHandlers(walk, at(2)),
    () => walkEntries(walk, play.roles, at(3)),
    () => walkEntries(walk, play.tasks, at(4)),
    () => flushHandlers(walk, at(5)),
    () => walkEntries(walk, play.postTasks, at(6)),
    () => flushHandlers(walk, at(7)),
  ];
  for (const [index, step] of steps.entries()) {
    if (!goesOn(walk)) break;
    moveTo(walk, at(index + 1));
    await step();
  }
  await walk.queue.drain();
  if (walk.failure && !walk.unreachable && keepsHandlers(walk)) await forceHandlers(walk);
}

async function gather(walk: Walk, position: string): Promise<void> {
  moveTo(walk, position);
  const only = walk.host.gathered === "all" ? undefined : walk.batch.factsRead;
  await runStep(walk, gatheringTask(walk.batch.play, only), position);
}

/** The play decides; where it says nothing, --force-handlers and the configuration do. */
function keepsHandlers({ batch: { play, run } }: Walk): boolean {
  const said = play.keywords.force_handlers?.value;
  return said === undefined || said === null ? run.settings.forceHandlers : toBoolean(said) === true;
}

async function forceHandlers(walk: Walk): Promise<void> {
  const failure = walk.failure;
  walk.failure = undefined;
  walk.survived = walk.batch.fatal;
  await walk.host.links.resume();
  await flushHandlers(walk, child(START, 8));
  walk.failure = failure;
}

/** A host that failed, was not reached, or stood where another one's failure stopped all, is out. */
function noteOutcome(walk: Walk): void {
  const { batch, host } = walk;
  const stopped = batch.fatal !== undefined && batch.fatal !== walk.survived && !walk.ended;
  if ((!walk.failure && !stopped) || walk.forgiven) return;
  batch.failed.add(host.name);
  batch.run.lost.set(host.name, walk.unreachable ? "unreachable" : "failed");
}
