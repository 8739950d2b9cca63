import { Fault } from "../../model/errors.js";
import type { TaskHead } from "../../model/event.js";
import type { Module } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { RequestOptions, Script } from "../../model/script.js";
import { MASK } from "../../model/secret.js";
import type { HostSession } from "../../model/session.js";
import { sleepUnlessStopped } from "../../model/stop.js";
import type { Value } from "../../model/value.js";
import { powershellJobScript } from "../../shell/powershell/job.js";
import { type Job, jobScript } from "../../shell/session/job.js";
import { powershellScript, scriptFor } from "../../shell/session/script.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import type { VariableScope } from "../vars/scope.js";
import { verdictOf } from "./conclude.js";
import { valuesFrom } from "./decode.js";
import { isUnreachable } from "./failure.js";
import { runsInBackground } from "./job_result.js";
import type { Ready } from "./ready.js";

/** `async` and `poll` of a task: seconds. */
export interface Background {
  limit: number;
  /** how often it is looked after; 0: nobody does */
  poll: number;
}

/** What a task that works in the background shows of itself meanwhile. */
interface Shown {
  position: Position;
  head: TaskHead | undefined;
}

/** Undefined where the task is waited for in the plain way. Fault: ARGUMENT_INVALID, where its module cannot be left alone. */
export function backgroundOf(
  { walk, task, module }: Pick<Ready, "walk" | "task" | "module">,
  read: (keyword: "async" | "poll") => Value | undefined,
): Background | undefined {
  if (!task.keywords.async) return undefined;
  const limit = wholeNumber(read("async") ?? 0, "async_val", task.keywords.async.at);
  if (limit === 0) return undefined;
  if (!runsInBackground(module))
    throw new Fault("ARGUMENT_INVALID", `This action (${task.module.value}) does not support async.`, {
      at: task.keywords.async.at,
    });
  const poll = wholeNumber(
    read("poll") ?? walk.batch.run.settings.background.poll,
    "poll",
    task.keywords.poll?.at,
  );
  return { limit, poll };
}

/** The setting is for hosts with `sh`, as in Ansible. */
const WINDOWS_FOLDER = "%USERPROFILE%\\.ansible_async";

function wholeNumber(value: Value, name: string, at: Fault["at"]): number {
  const number = Number(typeof value === "string" && value.trim() === "" ? Number.NaN : value);
  if (Number.isFinite(number)) return Math.trunc(number);
  throw new Fault(
    "KEYWORD_INVALID",
    `the field '${name}' has an invalid value (${String(value)}), and could not be converted to an int.`,
    { at },
  );
}

/** The folder where a host keeps the results of jobs, as it is written: `ansible_async_dir`, or the setting. */
export function jobFolder(
  { batch: { run } }: Walk,
  scope: VariableScope,
  shell: "sh" | "powershell",
): string {
  const own = scope.get("ansible_async_dir");
  if (own !== undefined && own !== null && own !== "") return String(own);
  return shell === "sh" ? run.settings.background.folder : WINDOWS_FOLDER;
}

/** The script that starts the job instead of doing the work. */
export async function backgroundScript(
  ready: Ready,
  script: Script,
  { request, limit }: { request: RequestOptions; limit: number },
): Promise<Script> {
  const { walk, scope, module } = ready;
  const shell = script.family;
  const job: Job = {
    script,
    options: request,
    folder: jobFolder(walk, scope, shell),
    // Ansible looks for its end every five seconds, for the first time after five; on Windows it counts
    limit: shell === "sh" ? 5 + 5 * Math.ceil(limit / 5) : limit,
    about: {
      module: module.name,
      shell,
      args: await keptArguments(ready),
      check: request.check,
      diff: request.diff,
    },
  };
  return shell === "sh" ? jobScript(job) : powershellJobScript(job);
}

/** The arguments that a job's result is made with lie in a file of the host meanwhile: without secrets. */
async function keptArguments({ walk, task, scope, module, args }: Ready): Promise<Record<string, Value>> {
  const hidden = (await verdictOf(walk, task, scope)).noLog;
  const kept: Record<string, Value> = {};
  for (const [name, field] of Object.entries(module.args)) {
    const value = args[name] as Value | undefined;
    if (field.secret || value === undefined) continue;
    kept[name] = hidden && !field.choices && !isPlain(value) ? MASK : walk.batch.run.secrets.maskDeep(value);
  }
  return kept;
}

/** No text, but what is told of any task: a flag, a number, several of them. */
const isPlain = (value: Value): boolean =>
  value === null ||
  ["boolean", "number"].includes(typeof value) ||
  (Array.isArray(value) && value.every(isPlain));

/** What a job's start is to the task. */
export function startedValues({ said, failure, code, stderr }: Answer): ResultValues {
  if (failure !== undefined || code !== 0)
    return { changed: true, failed: true, msg: failure ?? stderr.toString().trim() };
  return { failed: 0, started: 1, finished: 0, ...said, changed: true };
}

/** Looks after a job until it has ended, or has used up its time. */
export async function polled(
  ready: Ready,
  {
    started,
    session,
    ...plan
  }: Background & Shown & { started: ResultValues; session: () => Promise<HostSession> },
): Promise<ResultValues> {
  const jid = String(started.ansible_job_id);
  const status = await statusReader(ready, jid, session);
  let found: ResultValues | undefined;
  for (let left = plan.limit; left > 0; ) {
    const look = await lookWithin(ready.walk, plan.poll, status.look);
    left -= plan.poll;
    if (look.values) found = look.values;
    else if (left <= 0) throw look.lost;
    if (found?.finished === 1 || found?.failed || found?.skipped) break;
    if (look.values) tell(ready.walk, plan, { jid, state: "poll" });
  }
  if (found?.finished === 1) {
    await status.cleanUp();
    tell(ready.walk, plan, { jid, state: found.failed ? "failed" : "ok" });
    return found;
  }
  tell(ready.walk, plan, { jid, state: "failed" });
  return {
    failed: true,
    msg: `async task did not complete within the requested time - ${plan.limit}s`,
    async_result: unfinished(found),
  };
}

/** The last look, as Ansible shows it. */
function unfinished(found: ResultValues | undefined): ResultValues {
  const { changed: _, ...values } = found ?? {};
  return { ...values, stdout_lines: [], stderr_lines: [] };
}

function tell(
  { host, batch }: Walk,
  { position, head }: Shown,
  news: { jid: string; state: "poll" | "ok" | "failed" },
): void {
  if (head) batch.output.add(position, head, { type: "task-poll", task: head, host: host.name, ...news });
}

interface Look {
  values?: ResultValues;
  /** the host could not be asked */
  lost?: unknown;
}

/**
 * Looks after `poll` seconds, and before that too, at first often: a task that is done need not wait for its poll.
 * Only the last look counts as one.
 */
async function lookWithin(walk: Walk, poll: number, look: () => Promise<ResultValues>): Promise<Look> {
  const begun = performance.now();
  for (;;) {
    const gone = (performance.now() - begun) / 1000;
    const pause = Math.max(0.05, gone / 3);
    const isLast = gone + pause >= poll;
    await sleepUnlessStopped(isLast ? Math.max(0, poll - gone) : pause, walk.batch.run.signal);
    try {
      const values = await look();
      if (isLast || values.finished === 1 || values.failed) return { values };
    } catch (error) {
      // the way to a host may be lost for a while: it reboots, maybe
      if (!isUnreachable(error)) throw error;
      if (isLast) return { lost: error };
    }
  }
}

/** The module async_status, asked by ourselves. */
async function statusReader(
  { walk, controller }: Ready,
  jid: string,
  session: () => Promise<HostSession>,
): Promise<{ look(): Promise<ResultValues>; cleanUp(): Promise<void> }> {
  const module = (await walk.batch.run.findModule("async_status")) as Module;
  const shell = await controller.shell();
  const hand = shell === "powershell" ? module.powershell! : module;
  const asking = { ...module, result: hand.result } as Module;
  const ask = async (mode: "status" | "cleanup") => {
    const args = { jid, mode };
    const brought = (await hand.bring?.(args as never, controller)) ?? {};
    const script = (shell === "powershell" ? powershellScript : scriptFor)(module, args, brought);
    const options: RequestOptions = { check: false, diff: false, environment: {}, onFailure: "ignore" };
    return valuesFrom(asking, args, await (await session()).sendNow(script, options), controller);
  };
  return {
    look: () => ask("status"),
    // what is left behind harms nobody
    cleanUp: () =>
      ask("cleanup").then(
        () => {},
        () => {},
      ),
  };
}
