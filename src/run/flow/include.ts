import { Fault } from "../../model/errors.js";
import type { Keywords, Located, Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import { type Dict, dictEntries, isDict, markUnsafe, type PlainDict, type Value } from "../../model/value.js";
import { evaluateDeep } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import { child, type Position } from "../order/position.js";
import { conclude, verdictOf } from "../task/conclude.js";
import { failureFrom } from "../task/failure.js";
import { itemVariables, labelOf, loopControl, loopItems } from "../task/loop.js";
import { headFor } from "../task/title.js";
import { firstFalse } from "../vars/conditions.js";
import { asDict } from "../vars/evaluate.js";
import { collected } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";
import { addRoles, type Included, type ReadInclude } from "./included.js";
import type { Next } from "./next.js";

interface Round {
  position: Position;
  above: PlainDict | undefined;
  label: string | undefined;
}

/** include_tasks and include_role: when, loop, and for each round the included entries in place. */
export async function runInclude(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
  read: ReadInclude,
): Promise<Next | undefined> {
  const rounds = await attempt(walk, task, position, () => roundsOf(task, scope, position));
  if (rounds?.length === 0) {
    await finish(walk, task, position, skipped("No items in the list"));
    return undefined;
  }
  const all: { round: Round; included: Included }[] = [];
  for (const round of rounds ?? []) {
    const inner = round.above ? taskScope(walk, task, { above: round.above }) : scope;
    const included = await attempt(walk, task, position, () => includeRound(walk, task, round, inner, read));
    if (walk.failure) return undefined;
    if (included) all.push({ round, included });
  }
  for (const { round, included } of all) {
    // in its turn: a step before it may still fail
    void walk.queue.push(position, () => {
      if (walk.failure) return;
      countIncluded(walk);
      show(walk, task, position, included, round);
    });
  }
  return all.map(({ round, included }) => ({
    entries: [...included.before, included.block],
    position: child(round.position, 0),
  }));
}

async function roundsOf(task: Task, scope: VariableScope, position: Position): Promise<Round[]> {
  const items = await settled(() => loopItems(task, scope));
  if (!items) return [{ position, above: undefined, label: undefined }];
  const control = await settled(() => loopControl(task, scope));
  return items.map((item, index) => ({
    position: child(position, index),
    above: itemVariables(control, items, index),
    label: labelText(control, item, scope),
  }));
}

function labelText(control: ReturnType<typeof loopControl>, item: Value, scope: VariableScope): string {
  try {
    return labelOf(control, item, scope);
  } catch {
    return String(item);
  }
}

async function includeRound(
  walk: Walk,
  task: Task,
  round: Round,
  scope: VariableScope,
  read: ReadInclude,
): Promise<Included | undefined> {
  const failed = await settled(() => firstFalse(collected(task, walk.batch.play, "when"), scope));
  if (failed !== undefined) {
    await finish(walk, task, round.position, skipped("Conditional result was False", failed));
    return undefined;
  }
  const args = await settled(() => includeArguments(task, scope));
  const included = await read(args, blockKeywords(task, args, round, scope), walk, task);
  addRoles(walk, included.roles, round.position);
  return included;
}

/** Everything but `apply`, which keeps its templates for the tasks it is applied to. */
function includeArguments(task: Task, scope: VariableScope): PlainDict {
  const args: PlainDict = {};
  for (const [name, value] of Object.entries(task.args))
    args[name] = name === "apply" ? value : evaluateDeep(value, undefined, scope.context);
  if (task.freeForm) args._raw = evaluateDeep(task.freeForm.value, task.freeForm.at, scope.context);
  return args;
}

/** `vars` of the include and its loop variables for all that is included, and what `apply` says. */
function blockKeywords(task: Task, args: PlainDict, round: Round, scope: VariableScope): Keywords {
  const vars: PlainDict = { ...(task.keywords.vars?.value as PlainDict | undefined) };
  if (round.above) {
    // evaluated once, for this round: the included tasks must not read them as templates again
    for (const [name, value] of Object.entries(vars)) {
      vars[name] = evaluateDeep(value, task.keywords.vars?.at, scope.context);
      markUnsafe(vars, name);
    }
    for (const [name, value] of Object.entries(round.above)) {
      vars[name] = value;
      markUnsafe(vars, name);
    }
  }
  const keywords: Keywords = { ...appliedKeywords(task, args.apply) };
  const applied = asDict(keywords.vars?.value);
  keywords.vars = { value: { ...applied, ...vars }, at: task.at };
  for (const name of Object.keys(round.above ?? {})) markUnsafe(keywords.vars.value as PlainDict, name);
  return keywords;
}

const LISTS = new Set(["tags", "when", "environment", "notify"]);

function appliedKeywords(task: Task, apply: Value | undefined): Keywords {
  if (apply === undefined || apply === null) return {};
  if (!isDict(apply))
    throw new Fault("KEYWORD_INVALID", "`apply` must be a mapping of keywords", { at: task.at });
  const keywords: Record<string, Located> = {};
  for (const [name, value] of dictEntries(apply as Dict))
    keywords[String(name)] = {
      value: LISTS.has(String(name)) && !Array.isArray(value) ? splitList(String(name), value) : value,
      at: task.at,
    };
  return keywords as Keywords;
}

function splitList(name: string, value: Value): Value[] {
  return name === "tags" && typeof value === "string" ? value.split(",").map((tag) => tag.trim()) : [value];
}

function countIncluded(walk: Walk): void {
  walk.batch.stats.get(walk.host.name)!.ok += 1;
}

function show(walk: Walk, task: Task, position: Position, included: Included, round: Round): void {
  const head = headFor(walk, task, position, taskScope(walk, task));
  walk.batch.output.add(position, head, {
    type: "include",
    path: included.shown,
    hosts: [walk.host.name],
    ...(round.label === undefined ? {} : { label: round.label }),
  });
}

function skipped(reason: string, condition?: Value): TaskResult {
  const values = { changed: false, skipped: true, skip_reason: reason, false_condition: condition };
  return { status: "skipped", values };
}

/** Concludes an include that includes nothing: skipped, or failed. */
async function finish(walk: Walk, task: Task, position: Position, result: TaskResult): Promise<void> {
  const scope = taskScope(walk, task);
  const head = headFor(walk, task, position, scope);
  const verdict = await verdictOf(walk, task, scope);
  await walk.queue.push(position, () =>
    walk.failure
      ? undefined
      : conclude(walk, {
          walk,
          task,
          head,
          position,
          result,
          verdict,
          startedAt: performance.now(),
          shown: true,
        } as never),
  );
}

async function attempt<T>(
  walk: Walk,
  task: Task,
  position: Position,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await finish(walk, task, position, { status: "failed", values: failureFrom(error) });
    return undefined;
  }
}
