import { Fault } from "../../model/errors.js";
import { isAsked, noteData } from "../../model/origin.js";
import type { Task } from "../../model/play.js";
import type { PlainDict, Value } from "../../model/value.js";
import { Suspend } from "../../template/machine/suspend.js";
import { evaluateDeep, type TemplateContext } from "../../template/render.js";
import type { LazyDict } from "../../template/values/lazy.js";
import { LazyDict as Lazy } from "../../template/values/lazy.js";
import type { HostState } from "../hosts/host.js";
import { stateOf } from "../hosts/hosts.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { connectionVariable } from "./connection_variables.js";
import { keywordValue } from "./evaluate.js";
import { freshFact, lateFact } from "./facts.js";
import { HostVars } from "./host_vars.js";
import { collected } from "./keywords.js";
import { worldFor } from "./lookups_world.js";
import { magicVariable } from "./magic.js";
import { awaitOthers } from "./others.js";
import { pendingFor } from "./pending.js";
import { layersFor } from "./precedence.js";
import { VariableScope } from "./scope.js";
import { varsFolderOf } from "./vars_root.js";

export interface ScopeOptions {
  /** loop variables, and the result under judgement: above everything else, data */
  above?: PlainDict;
  /** variables that the engine adds to the task's own `vars` */
  taskVars?: PlainDict;
  /** the step that reads: values on their way from later steps are not waited for. Default: where the host is */
  position?: Position;
}

/** The variables of a task on the walk's host. */
export function taskScope(walk: Walk, task: Task | undefined, options: ScopeOptions = {}): VariableScope {
  return makeScope(walk, walk.host, task, options);
}

/** The variables of any host, as `hostvars` shows them: no play, no task. */
export function hostScope(walk: Walk, name: string, position = walk.position): VariableScope {
  return makeScope(walk, stateOf(walk.batch.run, name), undefined, { position, inPlay: false });
}

/** The variables of the host that a task is delegated to, with the play's and the task's own. */
export function delegateScope(walk: Walk, task: Task, name: string, options: ScopeOptions): VariableScope {
  return makeScope(walk, stateOf(walk.batch.run, name), task, options);
}

/** An item is ours where the list of `loop` is; what `with_*` and results bring is not. */
function noteAbove(
  walk: Walk,
  { task, above, position }: { task: Task | undefined; above: PlainDict; position: Position },
  wanted: string,
): void {
  const loop = task?.keywords.loop;
  const isLoops =
    wanted === "ansible_loop" || wanted === above.ansible_loop_var || wanted === above.ansible_index_var;
  if (loop && isLoops) evaluateDeep(loop.value, loop.at, taskScope(walk, task, { position }).context);
  else noteData();
}

function makeScope(
  walk: Walk,
  host: HostState,
  task: Task | undefined,
  options: ScopeOptions & { inPlay?: boolean },
): VariableScope {
  const { above, taskVars, position = walk.position, inPlay = true } = options;
  const { run } = walk.batch;
  const delegate = () => {
    const name = task && delegateName(walk, task, scope);
    return name === undefined ? undefined : delegateScope(walk, task!, name, options);
  };
  const place = { walk, host: host.name, task, position, inPlay };
  const computed = (wanted: string): Value | LazyDict | undefined => {
    if (above && Object.hasOwn(above, wanted)) {
      if (isAsked()) noteAbove(walk, { task, above, position }, wanted);
      return above[wanted];
    }
    const pending = pendingFor(host.pending.get(wanted), position);
    if (pending) throw new Suspend(pending.promise, pending.what);
    awaitOthersFor(walk, wanted, position);
    if (wanted === "vars") return new AllVars(scope);
    if (wanted === "environment" && task) return environmentIn(walk, task, scope);
    if (wanted === "ansible_delegated_vars" && task) return delegatedVars(walk, task, scope, options);
    if (wanted === "hostvars") return new HostVars(walk, position, hostScope);
    const magic = magicVariable(place, wanted);
    if (magic !== undefined) return magic;
    const fact = freshFact(walk, host, wanted, position);
    if (fact !== undefined) noteData();
    return fact;
  };
  const scope: VariableScope = new VariableScope({
    computed,
    layers: layersFor({
      task,
      // another host may be ahead of the step that reads its variables
      host: host === walk.host || walk.batch.strategy !== "linear" ? host : host.asOf(position),
      playVars: inPlay
        ? { ...walk.playVars, folder: varsFolderOf(walk, task) }
        : { ...walk.playVars, play: undefined, files: [], roles: [], prompted: {} },
      engine: run,
      taskVars,
    }),
    late: (wanted) =>
      (task ? connectionVariable({ walk, task, scope, delegate }, wanted) : undefined) ??
      lateFact(walk, host, wanted, position),
    context: (made) => ({
      ...contextFor(walk, task, made, position),
      ...(inPlay ? {} : { asker: askerAt(walk, position) }),
    }),
    keptText: (wanted) => walk.host.keptTexts.get(wanted),
    mergesDicts: run.settings.mergeHashes,
  });
  return scope;
}

const askers = new WeakMap<Walk, { position: Position; asker: object }>();

/**
 * Scopes of other hosts are made anew each time that a suspended step is tried again: what their
 * lookups were told belongs to the step.
 */
function askerAt(walk: Walk, position: Position): object {
  const known = askers.get(walk);
  if (known?.position === position) return known.asker;
  const asker = {};
  askers.set(walk, { position, asker });
  return asker;
}

/** Variables that tell of all hosts are read when all have come as far. May suspend. */
function awaitOthersFor(walk: Walk, name: string, position: Position): void {
  const { marks, progress } = walk.batch;
  const tells =
    OF_ALL_HOSTS.has(name) ||
    (name === "groups" && marks.inventory.isOpenBefore(position, progress.earliestBut(walk.host.name)));
  if (tells) awaitOthers(walk, position, `other hosts, which \`${name}\` tells of`);
}

/** which hosts have failed changes them */
const OF_ALL_HOSTS = new Set(["ansible_play_hosts", "ansible_play_batch", "play_hosts"]);

function contextFor(
  walk: Walk,
  task: Task | undefined,
  scope: VariableScope,
  position: Position,
): TemplateContext {
  return { scope, ...worldFor(walk, task, position) };
}

/** `environment`: the keyword's values of play, blocks and task, as a list. */
function environmentIn(walk: Walk, task: Task, scope: VariableScope): Value[] {
  return collected(task, walk.batch.play, "environment")
    .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
    .map((value) => evaluateDeep(value, undefined, scope.context));
}

function delegateName(walk: Walk, task: Task, scope: VariableScope): string | undefined {
  const name = keywordValue(task, walk.batch.play, "delegate_to", scope);
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** The variables of the host that the task is delegated to, under its name; undefined where it is delegated to none. */
function delegatedVars(
  walk: Walk,
  task: Task,
  scope: VariableScope,
  options: ScopeOptions,
): PlainDict | undefined {
  const name = delegateName(walk, task, scope);
  if (name === undefined) return undefined;
  const above = { ...options.above, inventory_hostname: walk.host.name };
  return { [name]: new AllVars(delegateScope(walk, task, name, { ...options, above })) as unknown as Value };
}

/** `vars`: the scope itself as a dict. */
class AllVars extends Lazy {
  readonly #scope: VariableScope;
  constructor(scope: VariableScope) {
    super();
    this.#scope = scope;
  }
  /** what cannot be evaluated stays as it is written: one variable must not spoil them all */
  get(name: string): Value | LazyDict | undefined {
    try {
      return this.#scope.shown(name);
    } catch (error) {
      if (!(error instanceof Fault) || !this.#scope.isWritten(name)) throw error;
      return this.#scope.written(name);
    }
  }
  has(name: string): boolean {
    return this.#scope.isWritten(name) || this.get(name) !== undefined;
  }
  keys(): string[] {
    return [...this.#scope.names()];
  }
}
