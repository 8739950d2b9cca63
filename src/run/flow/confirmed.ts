import type { Task } from "../../model/play.js";
import type { Batch, Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { passOf } from "../task/once.js";
import { taskName } from "../task/title.js";
import { shortName } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";

type Run = Batch["run"];

/** By pass through a task, what was answered; one question follows another. */
const answers = new WeakMap<Batch, Map<string, Promise<boolean>>>();
const lastQuestion = new WeakMap<Run, Promise<boolean>>();
/** who answered `continue` is not asked again */
const goesOn = new WeakSet<Run>();

/**
 * `--step`: does whoever sits there want the task? It is asked once for all hosts, whatever `when` says; where hosts run
 * freely, for each of them. What a `meta` task does is never asked.
 */
export function isConfirmed(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<boolean> | true {
  const { batch, host } = walk;
  if (!batch.run.settings.step || shortName(task) === "meta") return true;
  const whom = batch.strategy === "linear" ? "" : ` on ${host.name}`;
  const pass = passOf(task, position) + whom;
  const known = answers.get(batch) ?? new Map<string, Promise<boolean>>();
  answers.set(batch, known);
  let answer = known.get(pass);
  if (!answer) {
    answer = asked(batch.run, `TASK: ${taskName(task, scope)}${whom}`);
    known.set(pass, answer);
  }
  return answer;
}

function asked(run: Run, what: string): Promise<boolean> {
  const before = lastQuestion.get(run) ?? Promise.resolve(true);
  const question = before.then(async () => {
    if (goesOn.has(run)) return true;
    const said = await run.ask(`Perform task: ${what} (N)o/(y)es/(c)ontinue: `, { echo: true });
    const word = (said ?? "").trim().toLowerCase();
    if (/^c(ontinue)?$/.test(word)) goesOn.add(run);
    return /^(y(es)?|c(ontinue)?)$/.test(word);
  });
  lastQuestion.set(run, question);
  return question;
}
