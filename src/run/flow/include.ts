import { isAbsolute } from "node:path";
import { Fault } from "../../model/errors.js";
import type { TaskHead } from "../../model/event.js";
import { writeJson } from "../../model/json_write.js";
import type { Keywords, Located, Task } from "../../model/play.js";
import type { ResultValues, TaskResult } from "../../model/result.js";
import {
  assignMarked,
  type Dict,
  dictEntries,
  isDict,
  isUnsafe,
  markUnsafe,
  type PlainDict,
  type Value,
} from "../../model/value.js";
import { tagList } from "../../playbook/keywords.js";
import { evaluateDeep } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import type { ResultEvent } from "../order/hidden.js";
import { child, type Position } from "../order/position.js";
import { conclude, verdictOf } from "../task/conclude.js";
import { explainWait } from "../task/explain.js";
import { neverRun, plainly } from "../task/failure.js";
import { itemVariables, type LoopControl, labelOf, loopControl, loopItems, loopKeys } from "../task/loop.js";
import { headFor } from "../task/title.js";
import { firstFalse } from "../vars/conditions.js";
import { awaitWriters } from "../vars/controller_files.js";
import { searchPath } from "../vars/files.js";
import { collected, registeredName, shortName } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";
import { ranksOf } from "./include_ranks.js";
import { type Included, join, type ReadInclude } from "./included.js";
import type { Next } from "./next.js";

interface Round {
  position: Position;
  above: PlainDict | undefined;
  item?: { value: Value; label: string; control: LoopControl };
}

/** What came of one round: what it includes, or that it is left out; and what is registered of it. */
interface Outcome {
  round: Round;
  included: Included | undefined;
  /** hosts go together through what is included where this is the same */
  alike: string;
  values: ResultValues;
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
    await finish(walk, task, position, { status: "skipped", values: NO_ITEMS });
    return undefined;
  }
  const outcomes: Outcome[] = [];
  for (const round of rounds ?? []) {
    const inner = round.above ? taskScope(walk, task, { above: round.above }) : scope;
    const outcome = await attempt(walk, task, position, () => includeRound(walk, task, round, inner, read));
    // a round that cannot be evaluated is the whole task's failure
    if (walk.failure || !outcome) return undefined;
    outcomes.push(outcome);
  }
  if (outcomes.length === 0) return undefined;
  await concludeRounds({ walk, task, position, scope, outcomes });
  const kept = outcomes.flatMap(({ included, alike }) => (included ? [{ included, alike }] : []));
  const ranks = await ranksOf(
    { walk, task, position, scope },
    kept.map(({ alike }) => alike),
  );
  const next = kept.map(({ included }, index) => ({
    entries: [...included.before, included.block],
    position: child(child(position, ranks[index]!), 0),
  }));
  return next.sort((a, b) => (a.position < b.position ? -1 : 1));
}

const NO_ITEMS: ResultValues = {
  changed: false,
  skipped: true,
  skipped_reason: "No items in the list",
  results: [],
};

async function roundsOf(task: Task, scope: VariableScope, position: Position): Promise<Round[]> {
  const items = await plainly(() => settled(() => loopItems(task, scope)));
  if (!items) return [{ position, above: undefined }];
  const control = await settled(() => loopControl(task, scope));
  return items.map((value, index) => ({
    position: child(position, index),
    above: itemVariables(control, items, index),
    item: { value, label: "", control },
  }));
}

async function labelText(control: LoopControl, item: Value, scope: VariableScope): Promise<string> {
  try {
    return await settled(() => labelOf(control, item, scope));
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
): Promise<Outcome> {
  const { item } = round;
  if (item) item.label = await labelText(item.control, item.value, scope);
  const own = item
    ? { ...loopKeys(item.control, round.above ?? {}), [item.control.variable]: item.value }
    : {};
  const failed = await settled(() => firstFalse(collected(task, walk.batch.play, "when"), scope));
  if (failed !== undefined)
    return { round, included: undefined, alike: "", values: { ...skipped(failed), ...own } };
  const args = await plainly(() => settled(() => includeArguments(task, scope)));
  await settled(
    () => awaitIncluded(walk, task, args),
    (what) => explainWait(walk, task, `for ${what}`),
  );
  const included = await readable(() => read(args, blockKeywords(task, args, round, scope), walk, task));
  join(walk, included, round.position);
  const values = told(task, args);
  const alike = writeJson([included.shown, values, round.above ?? {}]);
  return { round, included, alike, values: { ...values, ...own } };
}

/** Why a file or role cannot be read. */
class Unread extends Error {
  constructor(cause: unknown) {
    super("it cannot be read", { cause });
  }
}

async function readable(read: () => Promise<Included> | Included): Promise<Included> {
  try {
    return await read();
  } catch (error) {
    throw new Unread(error);
  }
}

/** What a registered variable tells of an include. */
function told(task: Task, { apply: _, file, _raw, ...rest }: PlainDict): ResultValues {
  const isFile = shortName(task) === "include_tasks";
  return isFile ? { include: file ?? _raw, include_args: rest } : { include_args: rest };
}

interface Rounds {
  walk: Walk;
  task: Task;
  position: Position;
  scope: VariableScope;
  outcomes: Outcome[];
}

/** In its turn, since a step before it may still fail: what is shown, counted and registered. */
async function concludeRounds({ walk, task, position, scope, outcomes }: Rounds): Promise<void> {
  const [first] = outcomes;
  const looped = first!.round.item !== undefined;
  const allSkipped = outcomes.every(({ included }) => !included);
  const results = outcomes.map(({ values }) => values);
  const values: ResultValues = looped
    ? {
        changed: false,
        results,
        skipped: allSkipped,
        msg: `All items ${allSkipped ? "skipped" : "completed"}`,
      }
    : { changed: false, ...first!.values };
  const head = headFor(walk, task, position, scope);
  const { noLog } = await verdictOf(walk, task, scope);
  const show = () => {
    for (const outcome of outcomes)
      walk.batch.output.addResult(position, head, eventOf(walk, head, outcome), noLog);
  };
  if (!allSkipped) {
    void walk.queue.push(position, () => {
      if (walk.failure) return;
      walk.batch.stats.get(walk.host.name)!.ok += outcomes.filter(({ included }) => included).length;
      const name = registeredName(task);
      if (name !== undefined) walk.host.register(name, values as unknown as Value, position);
      show();
    });
    return;
  }
  if (looped) void walk.queue.push(position, () => (walk.failure ? undefined : show()));
  const items = outcomes.map(({ round: { item }, values: one }) => ({
    item: item?.value,
    label: item?.label ?? "",
    result: { status: "skipped" as const, values: one },
  }));
  await finish(walk, task, position, { status: "skipped", values, ...(looped ? { items } : {}) });
}

function eventOf(walk: Walk, head: TaskHead, { round: { item }, included, values }: Outcome): ResultEvent {
  const host = walk.host.name;
  if (included)
    return {
      type: "include",
      path: included.shown,
      hosts: [host],
      ...(item ? { label: item.label, item: item.value } : {}),
    };
  const result: TaskResult = { status: "skipped", values };
  return { type: "item-result", task: head, host, item: item?.value, label: item?.label ?? "", result };
}

/** An earlier step may still write what is included. May suspend. */
function awaitIncluded(walk: Walk, task: Task, args: PlainDict): void {
  const { folders, run } = walk.batch;
  const name = String(args.file ?? args._raw ?? args.name ?? args.role ?? "");
  const places = isAbsolute(name)
    ? [name]
    : [...searchPath(task, folders.playbook), ...run.settings.rolesPath];
  for (const place of places) awaitWriters(walk, walk.position, place);
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
  const written = task.keywords.vars?.value as PlainDict | undefined;
  const vars = assignMarked({}, written ?? {});
  if (round.above) {
    // evaluated once, for this round: the included tasks must not read them as templates again
    for (const [name, value] of Object.entries(vars)) {
      if (!isUnsafe(vars, name)) vars[name] = evaluateDeep(value, task.keywords.vars?.at, scope.context);
      markUnsafe(vars, name);
    }
    for (const [name, value] of Object.entries(round.above)) {
      vars[name] = value;
      markUnsafe(vars, name);
    }
  }
  const keywords: Keywords = { ...appliedKeywords(task, args.apply) };
  const applied = keywords.vars?.value;
  const value = assignMarked(assignMarked({}, isDict(applied) ? applied : {}), vars);
  keywords.vars = { value, at: task.at };
  return keywords;
}

function appliedValue(name: string, value: Value): Value {
  if (name === "tags") return tagList(value);
  return LISTS.has(name) && !Array.isArray(value) ? [value] : value;
}

const LISTS = new Set(["when", "environment", "notify"]);

function appliedKeywords(task: Task, apply: Value | undefined): Keywords {
  if (apply === undefined || apply === null) return {};
  if (!isDict(apply))
    throw new Fault("KEYWORD_INVALID", "`apply` must be a mapping of keywords", { at: task.at });
  const keywords: Record<string, Located> = {};
  for (const [name, value] of dictEntries(apply as Dict))
    keywords[String(name)] = { value: appliedValue(String(name), value), at: task.at };
  return keywords as Keywords;
}

function skipped(condition: Value): ResultValues {
  return {
    changed: false,
    skipped: true,
    skip_reason: "Conditional result was False",
    false_condition: condition,
  };
}

/** Concludes an include that includes nothing: skipped, or failed. */
async function finish(
  walk: Walk,
  task: Task,
  position: Position,
  result: TaskResult,
  isUnread = false,
): Promise<void> {
  const scope = taskScope(walk, task);
  const head = headFor(walk, task, position, scope);
  const verdict = await verdictOf(walk, task, scope);
  const startedAt = performance.now();
  await walk.queue.push(position, async () => {
    if (walk.failure) return;
    await conclude(walk, { task, head, position, result, verdict, startedAt, shown: true, isUnread });
  });
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
    const isUnread = error instanceof Unread;
    const values = neverRun(isUnread ? error.cause : error, task.at);
    await finish(walk, task, position, { status: "failed", values }, isUnread);
    return undefined;
  }
}
