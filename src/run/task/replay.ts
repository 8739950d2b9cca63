import type { ResultValues, TaskResult } from "../../model/result.js";
import type { ConcludedStep } from "../hosts/journal.js";
import { conclude, type Verdict } from "./conclude.js";
import { changeInventory } from "./effects.js";
import { placeOfTask } from "./journaled.js";
import { passOf } from "./once.js";
import type { StepContext } from "./plain_task.js";

type Recorded = ConcludedStep & { notified: readonly string[] };

/** What an earlier run has concluded at this step: for this host, or for any where one does it for all. */
export function recordedStep(context: StepContext): Recorded | undefined {
  const { walk, task, position } = context;
  const { run, once } = walk.batch;
  const at = placeOfTask(task);
  const own = run.journal?.recorded(position, at, walk.host.name);
  if (own || !once.has(passOf(task, position))) return own;
  return run.journal?.recorded(position, at);
}

/** Concludes the step as it was: nothing is sent, shown or counted. */
export function replay(context: StepContext, recorded: Recorded, verdict: Verdict): Promise<void> {
  const { walk, position } = context;
  return walk.queue.push(position, async () => {
    if (walk.failure) return;
    const result = resultOf(recorded);
    for (const one of result.items?.map((item) => item.result) ?? [result]) changeInventory(walk, one.values);
    const replayed = { notified: recorded.notified };
    await conclude(walk, { ...context, result, verdict, shown: false, replayed });
  });
}

function resultOf({ status, kept }: Recorded): TaskResult {
  const values: ResultValues = kept?.values ?? { changed: status === "changed" };
  if (!kept?.items) return { status, values };
  const items = kept.items.map((of) => ({
    item: null,
    label: "",
    result: { status: "ok" as const, values: of },
  }));
  return { status, values, items };
}
