import { Fault } from "../../model/errors.js";
import type { Module } from "../../model/module.js";
import type { Task } from "../../model/play.js";
import type { ResultValues } from "../../model/result.js";
import type { HostSession } from "../../model/session.js";
import { unlessStopped } from "../../model/stop.js";
import { evaluateTemplate, isTemplate } from "../../template/render.js";
import { stripOmitted } from "../../template/values/omit.js";
import type { Walk } from "../hosts/state.js";
import { firstFalse } from "../vars/conditions.js";
import { evaluated, keywordFlag } from "../vars/evaluate.js";
import { collected } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled, settledAsync } from "../vars/suspended.js";
import { evaluateArguments, typedArguments } from "./arguments.js";
import { backgroundOf } from "./background.js";
import { type BeginOptions, type Begun, known } from "./begun.js";
import { controllerFor } from "./controller.js";
import { checkDelegate, delegateOf, delegationOf, linkSpec } from "./delegate.js";
import { explainWait } from "./explain.js";
import { failureFrom, neverRun } from "./failure.js";
import { requireKeywords } from "./keyword_values.js";
import type { Ready } from "./ready.js";
import { type SendOptions, sendModule } from "./send.js";
import { asTexts } from "./text_arguments.js";

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
  walk.batch.run.signal.throwIfAborted();
  try {
    await settled(() => checkDelegate(walk, task, scope));
    const skipped = await skippedByCondition(walk, task, scope);
    return skipped ? known(skipped) : await beginModule(walk, task, scope, options);
  } catch (error) {
    return known(isRefused(error) ? failureFrom(error, task.at) : neverRun(error, task.at));
  }
}

/** The module itself would say this of its arguments: a result like others. */
const isRefused = (error: unknown): boolean => error instanceof Fault && error.code.startsWith("ARGUMENT_");

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
  await requireKeywords(walk, task, scope);
  const module = await moduleOf(walk, task, scope);
  const given = await settled(
    () => evaluateArguments(task, module, play, scope),
    (what) => explainWait(walk, task, `its arguments read ${what}`),
  );
  const background = await settled(() =>
    backgroundOf({ walk, task, module }, (keyword) => evaluated(task.keywords[keyword], scope)),
  );
  const args = typedArguments(module, asTexts(module, given), task);
  noteSecrets(walk, module, args);
  const mode = await settled(() => ({
    check: keywordFlag(task, play, "check_mode", scope, run.settings.check),
    diff: keywordFlag(task, play, "diff", scope, run.settings.diff),
  }));
  if (mode.check && module.check === "skip" && !module.sh?.includes("$check"))
    return known({
      changed: false,
      skipped: true,
      msg: module.skipped ?? `remote module (${module.name}) does not support check mode`,
    });
  const delegate = await settled(() => delegateOf(walk, task, scope));
  const way = () => settled(() => linkSpec(walk, task, scope, delegate));
  const link = {
    session: (): Promise<HostSession> => way().then((spec) => delegate.links.session(spec)),
    transport: () => way().then(({ transport }) => transport),
    shell: () => way().then(({ transport }) => delegate.links.shell(transport)),
  };
  const controller = controllerFor(walk, task, scope, { ...mode, position: options.position }, link);
  const delegatedTo = delegate === walk.host ? undefined : delegate.name;
  const begun = await beginWork(
    { walk, task, scope, module, args, controller, delegate },
    { ...options, ...mode, background },
  );
  if (delegatedTo === undefined) return begun;
  return withDelegation(begun, await settled(() => delegationOf(walk, task, scope, delegate)));
}

/** The module's work: on the host, or here. */
async function beginWork(ready: Ready, options: SendOptions): Promise<Begun> {
  const { walk, module, delegate } = ready;
  const delegatedTo = delegate === walk.host ? undefined : delegate.name;
  if (!module.here) return sendModule(ready, options);
  const work = () => runHere(ready);
  if (module.pure) return known(await work(), delegatedTo);
  return { take: work, actsHere: `${module.name} runs on the controller`, delegatedTo };
}

/** The result tells to whom the task was delegated: for what is shown, and for whom its facts are. */
function withDelegation(begun: Begun, delegation: ResultValues): Begun {
  const noted = (values: ResultValues): ResultValues => ({ ...values, ...delegation });
  return {
    ...begun,
    ...(begun.known ? { known: noted(begun.known) } : {}),
    take: async () => {
      const values = await begun.take();
      return values && noted(values);
    },
  };
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
    if (field.secret) walk.batch.run.secrets.addAll(args[name]);
}

async function runHere({ walk, task, module, args, controller }: Ready): Promise<ResultValues> {
  const work = async () => stripOmitted((await module.here!(args as never, controller)) as never);
  try {
    return (await unlessStopped(settledAsync(work), walk.batch.run.signal)) as ResultValues;
  } catch (error) {
    return isEvaluation(error) ? neverRun(error, task.at) : failureFrom(error, task.at);
  }
}

const isEvaluation = (error: unknown): boolean =>
  error instanceof Fault && (error.code === "UNDEFINED" || error.code.startsWith("TEMPLATE_"));
