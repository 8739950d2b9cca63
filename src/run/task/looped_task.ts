import { Fault } from "../../model/errors.js";
import { writeJson } from "../../model/json_write.js";
import type { Task } from "../../model/play.js";
import type { ResultValues, TaskResult } from "../../model/result.js";
import { sleepUnlessStopped } from "../../model/stop.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { Walk } from "../hosts/state.js";
import type { ResultEvent } from "../order/hidden.js";
import { allHold } from "../vars/conditions.js";
import { keywordFlag } from "../vars/evaluate.js";
import { collected, registeredName } from "../vars/keywords.js";
import { holdNames } from "../vars/pending.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";
import { begin } from "./begin.js";
import type { Begun } from "./begun.js";
import { conclude, isHiddenRound, registered, type Verdict, withoutStatus } from "./conclude.js";
import { applyEffects } from "./effects.js";
import { endsLoop } from "./failure.js";
import { judge } from "./judge.js";
import { itemVariables, type LoopControl, labelOf, loopControl, loopKeys } from "./loop.js";
import { openStep } from "./outcome.js";
import { attempt, type StepContext } from "./plain_task.js";
import { mustFinishFirst } from "./waits.js";

type Items = NonNullable<TaskResult["items"]>;

interface Round {
  item: Value;
  above: PlainDict;
  scope: VariableScope;
}

/** A task with a loop: its rounds are sent ahead of each other where nothing between them needs an answer. */
export async function beginLoop(
  context: StepContext,
  items: readonly Value[],
  verdict: Verdict,
): Promise<void> {
  const { walk, task, position } = context;
  const plain = taskScope(walk, task, { position });
  const control = await settled(() => loopControl(task, plain));
  if (items.length === 0) return concludeEmpty(context, verdict);
  const rounds = items.map((item, index) => makeRound(context, control, items, item, index));
  // one that cannot be evaluated fails the task
  if (verdict.noLogByRound)
    await settled(() => keywordFlag(task, walk.batch.play, "no_log", rounds[0]!.scope, false));
  const module = await walk.batch.run.findModule(task.module.value);
  const inTurn =
    task.keywords.until ||
    task.keywords.retries ||
    control.pause > 0 ||
    control.breakWhen !== undefined ||
    readsOwnResult(walk, task);
  if (inTurn || module?.here || module?.sequential === true || task.keywords.delegate_to)
    return loopInTurn(context, control, rounds, verdict);
  return loopAhead(context, control, rounds, verdict, position);
}

/** Its rounds may read what the one before them has registered. */
function readsOwnResult({ batch }: Walk, task: Task): boolean {
  const name = registeredName(task);
  if (name === undefined) return false;
  const { register: _, changed_when: _changed, failed_when: _failed, ...own } = task.keywords;
  const located = [...Object.values(own), ...collected(task, batch.play, "when")];
  const written = [task.args, task.freeForm?.value ?? null, ...located.map(({ value }) => value)];
  return writeJson(written as Value)
    .split(/\W+/)
    .includes(name);
}

function makeRound(
  context: StepContext,
  control: LoopControl,
  items: readonly Value[],
  item: Value,
  index: number,
): Round {
  const above = itemVariables(control, items, index);
  return { item, above, scope: taskScope(context.walk, context.task, { above, position: context.position }) };
}

async function loopAhead(
  context: StepContext,
  control: LoopControl,
  rounds: Round[],
  verdict: Verdict,
  position: string,
): Promise<void> {
  const { walk, task, head } = context;
  const judgedHere = verdict.ignoreErrors || task.keywords.failed_when !== undefined;
  const begun: Begun[] = [];
  for (const [index, round] of rounds.entries()) {
    const one = await begin(walk, task, round.scope, {
      position,
      head,
      onFailure: judgedHere ? "ignore" : "note",
      haltIfNoted: index === rounds.length - 1,
      rounds: begun,
    });
    begun.push(one);
    if (one.known && endsLoop(one.known)) break;
    // its second request comes before the next round
    if (one.sequential || !walk.batch.run.settings.sendAhead) await one.take();
  }
  if (begun.at(-1)!.session === undefined && begun.some((one) => one.session))
    await walk.host.links.groupOver();
  const release = holdNames(walk, task, position);
  const finish = async () => {
    try {
      const done: Items = [];
      for (const [index, one] of begun.entries()) {
        const round = rounds[index]!;
        const values = walk.failure ? undefined : await one.take();
        if (!values) break;
        const result = await judge(walk, task, values, round.above, position);
        if (endsLoop(values)) return concludeBroken(context, result, verdict);
        const own = await verdictFor(context, round, verdict);
        done.push(await showItem(context, control, round, result, one.delegatedTo, own));
      }
      if (!walk.failure && done.length > 0) await concludeLoop(context, done, verdict, true);
    } finally {
      release();
    }
  };
  const finished = walk.queue.push(position, finish, openStep(walk, task, verdict, begun));
  if (begun.some((one) => one.sequential) || mustFinishFirst(walk, task, verdict)) await finished;
}

async function loopInTurn(
  context: StepContext,
  control: LoopControl,
  rounds: Round[],
  verdict: Verdict,
): Promise<void> {
  const { walk, task, position } = context;
  await walk.queue.drain();
  if (walk.failure) return;
  const done: Items = [];
  let before: PlainDict = {};
  for (const [index, round] of rounds.entries()) {
    if (index > 0 && control.pause > 0) await sleepUnlessStopped(control.pause, walk.batch.run.signal);
    // a round sees the facts that the one before it has set, and its result
    const above = { ...round.above, ...before };
    const scope = taskScope(walk, task, { above, position });
    const own = await verdictFor(context, { ...round, scope }, verdict);
    const tried = await attempt(context, scope, above, own);
    if (!tried) break;
    if (endsLoop(tried.result.values))
      return void (await walk.queue.push(position, () => concludeBroken(context, tried.result, verdict)));
    done.push(await showItem(context, control, { ...round, scope }, tried.result, tried.delegatedTo, own));
    before = ownResult(task, tried.result);
    if (tried.result.status !== "failed") applyEffects({ walk, task, position }, tried.result.values);
    if (control.breakWhen !== undefined && (await breaks(context, control, round, tried.result))) break;
  }
  await walk.queue.push(position, () => concludeLoop(context, done, verdict, false));
}

async function verdictFor({ walk, task }: StepContext, { scope }: Round, verdict: Verdict): Promise<Verdict> {
  if (!verdict.noLogByRound) return verdict;
  return { ...verdict, noLog: await isHiddenRound(walk, task, scope) };
}

async function breaks(
  context: StepContext,
  control: LoopControl,
  round: Round,
  result: TaskResult,
): Promise<boolean> {
  const { walk, task, position } = context;
  const scope = taskScope(walk, task, { above: { ...round.above, ...ownResult(task, result) }, position });
  const at = task.keywords.loop_control?.at ?? task.at;
  return settled(() => allHold({ value: control.breakWhen!, at }, scope));
}

/** The newest round's result under the name that the task registers. */
function ownResult(task: Task, result: TaskResult): PlainDict {
  const name = registeredName(task);
  return name === undefined ? {} : { [name]: registered(result) as unknown as Value };
}

async function showItem(
  context: StepContext,
  control: LoopControl,
  round: Round,
  result: TaskResult,
  delegatedTo: string | undefined,
  verdict: Verdict,
): Promise<Items[number]> {
  const { walk, head, position } = context;
  const label = await labelFor(context, control, round, result);
  if (label instanceof Fault) failOverLabel(result, label);
  const shown = label instanceof Fault ? (control.label?.text ?? "") : label;
  result.values = {
    ...result.values,
    ...loopKeys(control, round.above),
    [control.variable]: round.item,
  };
  if (control.label) result.values._ansible_item_label = shown;
  const event: ResultEvent = {
    type: "item-result",
    task: head,
    host: walk.host.name,
    item: round.item,
    label: shown,
    result: withoutStatus(result),
    ...(delegatedTo === undefined ? {} : { delegatedTo }),
  };
  walk.batch.output.addResult(position, head, event, verdict.noLog);
  return { item: round.item, label: shown, result };
}

/** The round is done, and nobody can say what it was called: it has failed. */
function failOverLabel(result: TaskResult, { message }: Fault): void {
  result.status = "failed";
  Object.assign(result.values, { failed: true, msg: `Failed to template loop_control.label: ${message}` });
}

async function labelFor(
  { walk, task, position }: StepContext,
  control: LoopControl,
  round: Round,
  result: TaskResult,
): Promise<string | Fault> {
  const above = { ...round.above, ...ownResult(task, result) };
  const scope = control.label ? taskScope(walk, task, { above, position }) : round.scope;
  try {
    return await settled(() => labelOf(control, round.item, scope));
  } catch (error) {
    return error instanceof Fault ? error : (control.label?.text ?? "");
  }
}

/** The result of all rounds together. */
async function concludeLoop(
  context: StepContext,
  items: Items,
  verdict: Verdict,
  effects: boolean,
): Promise<void> {
  const failed = items.some((one) => one.result.status === "failed");
  const unreachable = items.find((one) => one.result.status === "unreachable");
  const skipped = items.every((one) => one.result.status === "skipped");
  const changed = items.some((one) => one.result.values.changed === true);
  const values: ResultValues = { changed, results: items.map((one) => registered(one.result)) };
  if (failed) Object.assign(values, { failed: true, msg: "One or more items failed" });
  else values.msg = skipped ? "All items skipped" : "All items completed";
  const status = unreachable
    ? "unreachable"
    : failed
      ? "failed"
      : skipped
        ? "skipped"
        : changed
          ? "changed"
          : "ok";
  if (unreachable) Object.assign(values, { unreachable: true, msg: unreachable.result.values.msg });
  values.skipped = skipped;
  const result: TaskResult = { status, values, items };
  await conclude(context.walk, { ...context, result, verdict, shown: true, effectsApplied: !effects });
}

/** A round that could not even be evaluated ends the loop: the task has failed, and nothing is told of its rounds. */
const concludeBroken = (context: StepContext, result: TaskResult, verdict: Verdict): Promise<void> =>
  conclude(context.walk, { ...context, result, verdict, shown: true });

async function concludeEmpty(context: StepContext, verdict: Verdict): Promise<void> {
  const { walk, position } = context;
  const values = { changed: false, skipped: true, skipped_reason: "No items in the list", results: [] };
  await walk.queue.push(position, () =>
    walk.failure
      ? undefined
      : conclude(walk, { ...context, result: { status: "skipped", values }, verdict, shown: true }),
  );
}
