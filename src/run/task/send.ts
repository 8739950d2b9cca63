import { isAbsolute } from "node:path";
import { Fault } from "../../model/errors.js";
import type { Module } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { RequestOptions, Script } from "../../model/script.js";
import { unlessStopped } from "../../model/stop.js";
import type { PlainDict } from "../../model/value.js";
import { handFault, refusedFault } from "../../plan/hands.js";
import { powershellScript, scriptFor } from "../../shell/session/script.js";
import { HostLinks, type LinkSpec } from "../hosts/connections.js";
import { heldBack, type Writes } from "../order/guard.js";
import { environmentOf, keywordFlag, keywordValue } from "../vars/evaluate.js";
import { settled, settledAsync } from "../vars/suspended.js";
import { type Background, backgroundScript, polled, startedValues } from "./background.js";
import { type BeginOptions, type Begun, known } from "./begun.js";
import { valuesFrom } from "./decode.js";
import { linkSpec } from "./delegate.js";
import { explainWait } from "./explain.js";
import { failureFrom } from "./failure.js";
import { runsInBackground } from "./job_result.js";
import type { Ready } from "./ready.js";
import { leadsHere } from "./this_machine.js";

export interface SendOptions extends BeginOptions {
  check: boolean;
  diff: boolean;
  background: Background | undefined;
}

/** Brings what the module needs of the controller, waits for its turn, and sends the request. */
export async function sendModule(ready: Ready, options: SendOptions): Promise<Begun> {
  const { walk, module, args, delegate } = ready;
  const delegatedTo = delegate === walk.host ? undefined : delegate.name;
  const { spec, ...keywords } = await keywordsFor(ready);
  const shell = await delegate.links.shell(spec.transport);
  refuseWithoutHand(ready, shell);
  if (options.background) refuseBackground(ready, shell);
  const hand = shell === "powershell" ? module.powershell! : module;
  const brought = await broughtTo(ready, hand);
  if (brought?.result) return known(brought.result, delegatedTo);
  const session = `${delegate.name}|${HostLinks.key(spec)}`;
  if (!(await mayLeave(ready, session, options))) return { take: async () => undefined, delegatedTo };
  const removed = module.removesUser?.(args as never);
  if (removed !== undefined) await delegate.links.leaveUser(removed);
  const connecting = delegate.links.session(spec);
  // a host that is not reached is lost, and what follows is prepared while it connects; but where that is
  // ignored, the next step tries to connect once more
  if (keywords.ignoresUnreachable) await connecting;
  // what it runs is told by no module's own default, but by the host's shell
  if (module.name === "raw") args.executable ??= spec.target.options.executable;
  const script =
    shell === "powershell"
      ? powershellScript(module, args, brought ?? {})
      : scriptFor(module, args, brought ?? {});
  const request = requestFor(ready, options, keywords);
  const found = options.background
    ? inBackground(ready, { ...options, background: options.background }, { script, request, spec })
    : decoded(
        { ...ready, module: { ...module, result: hand.result } as Module },
        connecting.then((open) => open.send(script, request)),
      );
  const values = found.then(
    (found) => found && withInvocation(found, module, args, walk.batch.run.settings.verbosity),
  );
  values.catch(() => {}); // looked at when the steps before it are finished
  return {
    take: () => values,
    session,
    decidedHere: decidedHere(module, args, keywords.timeout) ?? asksTwice(module, hand),
    writes: writesHere(ready, spec),
    sequential:
      isSequential(module, args) ||
      asksTwice(module, hand) !== undefined ||
      delegatedTo !== undefined ||
      (options.background?.poll ?? 0) > 0,
    delegatedTo,
  };
}

/** A module that cannot work on this kind of host is told before anything is sent to it. */
function refuseWithoutHand({ walk, task, module, args, delegate }: Ready, shell: "sh" | "powershell"): void {
  const fault = handFault(delegate.name, shell, { task, module, names: walk.batch.run.moduleNames() });
  if (fault) throw fault;
  const refused = shell === "powershell" ? (module.powershell?.refuses?.(args as never) ?? []) : [];
  if (refused.length > 0) throw refusedFault(delegate.name, refused, { task, module });
}

/** What only one kind of host can be left alone with. */
function refuseBackground({ task, module }: Ready, shell: "sh" | "powershell"): void {
  if (runsInBackground(module, shell)) return;
  const where = shell === "sh" ? "" : " on Windows hosts";
  throw new Fault("ARGUMENT_INVALID", `This action (${task.module.value}) does not support async${where}.`, {
    at: task.keywords.async?.at,
    hint: "leave it out: the task is waited for",
  });
}

/** Starts the job; with `poll`, its values are those of its end. */
async function inBackground(
  ready: Ready,
  options: SendOptions & { background: Background },
  { script, request, spec }: { script: Script; request: RequestOptions; spec: LinkSpec },
): Promise<ResultValues | undefined> {
  const { walk, delegate, task } = ready;
  const { background, position, head } = options;
  const session = () => delegate.links.session(spec);
  try {
    const start = await backgroundScript(ready, script, { request, limit: background.limit });
    const begin: RequestOptions = { ...request, check: false, diff: false, environment: {} };
    const answer = await (await session()).send(start, begin);
    if (answer === "halted") return undefined;
    const started = startedValues(answer);
    if (background.poll <= 0 || started.failed) return started;
    const work = () => polled(ready, { ...background, position, head, started, session });
    return await unlessStopped(work(), walk.batch.run.signal);
  } catch (error) {
    return failureFrom(error, task.at);
  }
}

/** Local bytes and rendered text; they are asked for again where an earlier step may still change them. */
async function broughtTo({ walk, task, args, controller }: Ready, { bring: brings }: Pick<Module, "bring">) {
  if (!brings) return undefined;
  const bring = () => brings(args as never, controller);
  try {
    return await unlessStopped(
      settledAsync(bring, (what) => explainWait(walk, task, `for ${what}`)),
      walk.batch.run.signal,
    );
  } catch (error) {
    return { result: failureFrom(error, task.at) };
  }
}

interface SentKeywords {
  environment: RequestOptions["environment"];
  timeout: number | undefined;
  ignoresUnreachable: boolean;
}

function keywordsFor({
  walk,
  task,
  scope,
  module,
  delegate,
}: Ready): Promise<SentKeywords & { spec: LinkSpec }> {
  const { play } = walk.batch;
  return settled(() => {
    const timeout = keywordValue(task, play, "timeout", scope);
    return {
      spec: linkSpec(walk, task, scope, delegate),
      environment: environmentOf(task, play, scope, module.name === "setup"),
      timeout: timeout ? Number(timeout) : undefined,
      ignoresUnreachable: keywordFlag(task, play, "ignore_unreachable", scope, false),
    };
  });
}

/** Waits until nothing earlier holds the step back; false where an earlier step failed meanwhile. */
async function mayLeave({ walk, task }: Ready, session: string, options: SendOptions): Promise<boolean> {
  for (const round of options.rounds ?? [])
    if (round.session !== undefined && round.session !== session) await round.take().catch(() => {});
  while (!walk.failure && !walk.batch.run.signal.aborted) {
    const held = heldBack(walk.queue.before(options.position), session);
    if (!held) return true;
    explainWait(walk, task, held.why);
    await held.by.concluded;
  }
  return false;
}

function requestFor({ module, walk, delegate }: Ready, options: SendOptions, keywords: SentKeywords) {
  return {
    check: options.check && module.check !== "run",
    diff: options.diff,
    environment: keywords.environment,
    timeout: keywords.timeout,
    // a delegate's session serves several hosts: none of them may stop it for the others
    onFailure: delegate === walk.host ? options.onFailure : ("ignore" as const),
    haltIfNoted: options.haltIfNoted ?? false,
  };
}

function isSequential({ sequential }: Module, args: Record<string, unknown>): boolean {
  return typeof sequential === "function" ? sequential(args as never) : sequential === true;
}

/** What only the hand for Windows does in two requests. */
const asksTwice = (module: Module, { sequential }: Pick<Module, "sequential">): string | undefined =>
  sequential === true ? `the controller judges what ${module.name} answers` : undefined;

/** What the host cannot tell itself: then its session would not stop. */
function decidedHere(module: Module, args: Record<string, unknown>, timeout: number | undefined) {
  if (timeout !== undefined) return "`timeout` is kept by the controller";
  if (module.judges || isSequential(module, args)) return `the controller judges what ${module.name} answers`;
  return undefined;
}

/** What the step may write on the controller: where its host is this machine, and what `fetch` brings. */
function writesHere(
  { module, args, controller }: Ready,
  { transport, target }: LinkSpec,
): Writes | undefined {
  if (module.name === "fetch") return [controller.absolute(String(args.dest))];
  if (!leadsHere(transport, target)) return undefined;
  const written = module.writes?.(args as never);
  if (!written || written.some((path) => !isAbsolute(path))) return "anywhere";
  return written;
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

async function decoded(
  { module, args, controller, task }: Ready,
  answer: Promise<Answer | "halted">,
): Promise<ResultValues | undefined> {
  try {
    const got = await answer;
    return got === "halted" ? undefined : await valuesFrom(module, args, got, controller);
  } catch (error) {
    return failureFrom(error, task.at);
  }
}
