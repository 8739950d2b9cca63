import { Fault } from "../../model/errors.js";
import type { Controller, Module } from "../../model/module.js";
import type { Task } from "../../model/play.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { RequestOptions } from "../../model/script.js";
import { unlessStopped } from "../../model/stop.js";
import type { PlainDict } from "../../model/value.js";
import { scriptFor } from "../../shell/script.js";
import type { Session } from "../../shell/session.js";
import { stripOmitted } from "../../template/omit.js";
import { evaluateTemplate, isTemplate } from "../../template/render.js";
import { HostLinks } from "../hosts/connections.js";
import type { Walk } from "../hosts/state.js";
import { firstFalse } from "../vars/conditions.js";
import { environmentOf, keywordFlag, keywordValue } from "../vars/evaluate.js";
import { collected } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled, settledAsync } from "../vars/suspended.js";
import { evaluateArguments, typedArguments } from "./arguments.js";
import { controllerFor } from "./controller.js";
import { valuesFrom } from "./decode.js";
import { delegateOf, linkSpec } from "./delegate.js";
import { explainWait } from "./explain.js";
import { failureFrom } from "./failure.js";

/** A task under way on one host: its values come when the host has answered. */
export interface Begun {
  /** the values, in the step's turn; undefined where the session stopped before it: an earlier step failed */
  take(): Promise<ResultValues | undefined>;
  /** a request is on its way to the host */
  sent: boolean;
  /** must be finished before any later step is begun */
  sequential: boolean;
  delegatedTo?: string | undefined;
  check: boolean;
}

export interface BeginOptions {
  onFailure: RequestOptions["onFailure"];
  haltIfNoted?: boolean;
}

const done = (values: ResultValues): Begun => ({
  take: async () => values,
  sent: false,
  sequential: false,
  check: false,
});

/**
 * Begins a task (or one item of its loop): when, arguments, script, send.
 * Returns as soon as the request is on its way. What is wrong with the task
 * itself is its failed result, not an exception.
 */
export async function begin(
  walk: Walk,
  task: Task,
  scope: VariableScope,
  options: BeginOptions,
): Promise<Begun> {
  try {
    const skipped = await skippedByCondition(walk, task, scope);
    return skipped ? done(skipped) : await beginModule(walk, task, scope, options);
  } catch (error) {
    if (error instanceof Fault) return done(failureFrom(error));
    throw error;
  }
}

async function skippedByCondition(
  walk: Walk,
  task: Task,
  scope: VariableScope,
): Promise<ResultValues | undefined> {
  const lists = collected(task, walk.batch.play, "when");
  if (lists.length === 0) return undefined;
  const failed = await settled(
    () => firstFalse(lists, scope),
    (what) => explainWait(walk, task, `\`when\` reads ${what}`),
  );
  if (failed === undefined) return undefined;
  return {
    changed: false,
    skipped: true,
    skip_reason: "Conditional result was False",
    false_condition: failed,
  };
}

async function beginModule(
  walk: Walk,
  task: Task,
  scope: VariableScope,
  options: BeginOptions,
): Promise<Begun> {
  const { run, play } = walk.batch;
  const module = await moduleOf(walk, task, scope);
  const given = await settled(
    () => evaluateArguments(task, module, play, scope),
    (what) => explainWait(walk, task, `its arguments read ${what}`),
  );
  const args = typedArguments(module, given, task);
  noteSecrets(walk, module, args);
  const mode = await settled(() => ({
    check: keywordFlag(task, play, "check_mode", scope, run.settings.check),
    diff: keywordFlag(task, play, "diff", scope, run.settings.diff),
  }));
  if (mode.check && module.check === "skip" && !module.sh?.includes("$check"))
    return done({
      changed: false,
      skipped: true,
      msg: `remote module (${module.name}) does not support check mode`,
    });
  const delegate = await settled(() => delegateOf(walk, task, scope));
  const openSession = (): Promise<Session> =>
    settled(() => linkSpec(walk, task, scope, delegate)).then((spec) => delegate.links.session(spec));
  const controller = controllerFor(walk, task, scope, mode, openSession);
  const delegatedTo = delegate === walk.host ? undefined : delegate.name;
  if (module.here)
    return {
      take: () => runHere(module, args, controller, walk.batch.run.signal),
      sent: false,
      sequential: false,
      delegatedTo,
      check: mode.check,
    };
  return sendModule(walk, task, module, args, scope, controller, delegate, {
    ...options,
    ...mode,
    delegatedTo,
  });
}

async function moduleOf(walk: Walk, task: Task, scope: VariableScope): Promise<Module> {
  const { value, at } = task.module;
  const name = isTemplate(value)
    ? String(await settled(() => evaluateTemplate(value, at, scope.context)))
    : value;
  const module = await walk.batch.run.findModule(name);
  if (module) return module;
  throw new Fault("MODULE_UNKNOWN", `couldn't resolve module/action '${task.module.value}'`, {
    at: task.module.at,
  });
}

function noteSecrets(walk: Walk, module: Module, args: Record<string, unknown>): void {
  for (const [name, field] of Object.entries(module.args))
    if (field.secret && typeof args[name] === "string") walk.batch.run.secrets.add(args[name]);
}

async function runHere(
  module: Module,
  args: Record<string, unknown>,
  controller: Controller,
  signal: AbortSignal,
): Promise<ResultValues> {
  const work = async () => stripOmitted((await module.here!(args as never, controller)) as never);
  try {
    return (await unlessStopped(settledAsync(work), signal)) as ResultValues;
  } catch (error) {
    if (error instanceof Fault) return failureFrom(error);
    throw error;
  }
}

interface SendOptions extends BeginOptions {
  check: boolean;
  diff: boolean;
  delegatedTo: string | undefined;
}

async function sendModule(
  walk: Walk,
  task: Task,
  module: Module,
  args: Record<string, unknown>,
  scope: VariableScope,
  controller: Controller,
  delegate: Walk["host"],
  options: SendOptions,
): Promise<Begun> {
  const { play, run } = walk.batch;
  if (module.sh === undefined)
    throw new Fault("PLUGIN_UNSUPPORTED", `module ${module.name} has no side for a POSIX shell`, {
      at: task.module.at,
    });
  const bringing = module.bring?.(args as never, controller);
  const brought = bringing && (await unlessStopped(bringing, run.signal));
  if (brought?.result)
    return { ...done(brought.result), delegatedTo: options.delegatedTo, check: options.check };
  const [spec, environment, timeout, ignoresUnreachable] = await settled(
    () =>
      [
        linkSpec(walk, task, scope, delegate),
        environmentOf(task, play, scope, module.name === "setup"),
        keywordValue(task, play, "timeout", scope),
        keywordFlag(task, play, "ignore_unreachable", scope, false),
      ] as const,
  );
  await takeSession(walk, `${delegate.name}|${HostLinks.key(spec)}`);
  if (walk.failure)
    return { take: async () => undefined, sent: false, sequential: false, check: options.check };
  const connecting = delegate.links.session(spec);
  // a host that is not reached is lost, and what follows is prepared while it connects; but where that is
  // ignored, the next step tries to connect once more
  if (ignoresUnreachable) await connecting;
  // what it runs is told by no module's own default, but by the host's shell
  if (module.name === "raw") args.executable ??= spec.target.options.executable;
  const script = scriptFor(module, args, brought ?? {});
  const request: RequestOptions = {
    check: options.check && module.check !== "run",
    diff: options.diff,
    environment,
    timeout: timeout ? Number(timeout) : undefined,
    // a delegate's session serves several hosts: none of them may stop it for the others
    onFailure: options.delegatedTo === undefined ? options.onFailure : "ignore",
    haltIfNoted: options.haltIfNoted ?? false,
  };
  const answer = connecting.then((session) => session.send(script, request));
  const values = decoded(module, args, answer, controller).then(
    (found) => found && withInvocation(found, module, args, run.settings.verbosity),
  );
  values.catch(() => {}); // looked at when the steps before it are finished
  const { sequential: second } = module;
  const needsSecond = typeof second === "function" ? second(args as never) : second === true;
  const sequential = needsSecond || options.delegatedTo !== undefined;
  return {
    take: () => values,
    sent: true,
    sequential,
    delegatedTo: options.delegatedTo,
    check: options.check,
  };
}

/** From -vvv on a result tells what the module was given, but no secrets, nor the content of files. */
function withInvocation(
  values: ResultValues,
  module: Module,
  args: Record<string, unknown>,
  verbosity: number,
): ResultValues {
  if (verbosity < 3 || values.unreachable) return values;
  const shown = Object.entries(module.args).map(([name, field]) => [
    name,
    (field.secret || name === "content") && args[name] !== undefined
      ? "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
      : (args[name] ?? null),
  ]);
  return { ...values, invocation: { module_args: Object.fromEntries(shown) as PlainDict } };
}

/** A step on another session must not overtake those on the one before. */
async function takeSession(walk: Walk, key: string): Promise<void> {
  if (walk.sessionKey !== undefined && walk.sessionKey !== key) await walk.queue.drain();
  walk.sessionKey = key;
}

async function decoded(
  module: Module,
  args: Record<string, unknown>,
  answer: Promise<Answer | "halted">,
  controller: Controller,
): Promise<ResultValues | undefined> {
  try {
    const got = await answer;
    return got === "halted" ? undefined : await valuesFrom(module, args, got, controller);
  } catch (error) {
    if (error instanceof Fault) return failureFrom(error);
    throw error;
  }
}
