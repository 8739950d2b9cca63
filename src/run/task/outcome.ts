import type { Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import { isTemplate } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import type { OpenStep } from "../order/guard.js";
import { collected, listOf } from "../vars/keywords.js";
import type { Begun } from "./begun.js";
import type { Verdict } from "./conclude.js";
import { hasNeverRun } from "./failure.js";

/** What later steps must mind of a step that has begun: its rounds, where it loops. */
export function openStep(walk: Walk, task: Task, verdict: Verdict, rounds: readonly Begun[]): OpenStep {
  const sent = rounds.filter((round) => round.session !== undefined);
  return {
    title: String(task.keywords.name?.value ?? task.module.value),
    session: sent.at(-1)?.session,
    decidedHere: decidedHere(walk, task, verdict, rounds),
    writes: rounds.some((round) => round.writes === "anywhere")
      ? "anywhere"
      : sent.some((round) => round.writes)
        ? sent.flatMap((round) => round.writes as readonly string[])
        : undefined,
  };
}

/** Why nobody but the controller can tell whether the step has failed; undefined where its host can, or it cannot. */
function decidedHere(walk: Walk, task: Task, verdict: Verdict, rounds: readonly Begun[]): string | undefined {
  const acting = rounds.find((round) => round.actsHere !== undefined);
  if (acting) return acting.actsHere;
  if (rounds.every((round) => round.known?.skipped)) return undefined;
  if (!notifiesKnown(walk, task)) return "`notify` may name no handler";
  if (verdict.ignoreErrors) return undefined;
  if (rounds.some((round) => round.known && hasNeverRun(round.known))) return "it has failed";
  const { failed_when, changed_when } = task.keywords;
  if (failed_when && !neverHolds(failed_when.value)) return "`failed_when` decides whether it failed";
  if (changed_when && !isSettled(changed_when.value)) return "`changed_when` may fail";
  if (failed_when) return undefined;
  for (const round of rounds) {
    if (round.known?.failed) return "it has failed";
    if (round.decidedHere !== undefined) return round.decidedHere;
  }
  // the last round stops the session for all of them
  if (rounds.some((round) => round.session) && !rounds.at(-1)!.session) return "its last round is not sent";
  return undefined;
}

/** `failed_when` that lets nothing fail. */
const neverHolds = (condition: Value): boolean =>
  condition === false || (Array.isArray(condition) && (condition.length === 0 || condition.includes(false)));

/** A condition that needs no evaluation. */
const isSettled = (condition: Value): boolean =>
  Array.isArray(condition)
    ? condition.every((one) => typeof one === "boolean")
    : typeof condition === "boolean";

/** Handlers that are there by name: notifying them cannot fail. */
function notifiesKnown(walk: Walk, task: Task): boolean {
  const wanted = collected(task, walk.batch.play, "notify").flatMap((located) => listOf(located));
  if (wanted.length === 0) return true;
  const names = new Set<Value>();
  for (const { keywords, role } of walk.batch.play.handlers) {
    const name = keywords.name?.value;
    if (typeof name === "string") names.add(name).add(`${role?.role.name} : ${name}`);
    for (const topic of listOf(keywords.listen)) names.add(topic);
  }
  return wanted.every((one) => typeof one === "string" && !isTemplate(one) && names.has(one));
}
