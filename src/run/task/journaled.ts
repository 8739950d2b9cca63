import type { Task } from "../../model/play.js";
import type { ResultValues, TaskResult } from "../../model/result.js";
import type { ConcludedStep, KeptResult } from "../hosts/journal.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { registeredName, shortName } from "../vars/keywords.js";

/** Modules that only read: a run that is gone on with may do them again. */
const READING: ReadonlySet<string> = new Set(["setup", "gather_facts"]);

const EFFECTS = ["ansible_facts", "ansible_stats", "add_host", "add_group"] as const;

const hasEffects = (values: ResultValues): boolean => EFFECTS.some((name) => values[name] !== undefined);

/** Of a conclusion what the journal looks at. */
interface Concluded {
  task: Task;
  title: string;
  position: Position;
  result: TaskResult;
  isHidden: boolean;
  /** a rescue may read what failed */
  isRescued: boolean;
}

/** The step as the journal writes it down. */
export function concludedStep({ host }: Walk, concluded: Concluded): ConcludedStep {
  const { task, title, position, result, isHidden } = concluded;
  const kept = keptOf(concluded);
  return {
    host: host.name,
    position,
    at: placeOfTask(task),
    title,
    status: result.status,
    ...(kept ? { kept } : {}),
    isHidden,
    mayRepeat: READING.has(shortName(task)),
  };
}

export const placeOfTask = ({ at }: Task): string => `${at.line}:${at.column}`;

function keptOf({ task, result, isRescued }: Concluded): KeptResult | undefined {
  const each = result.items?.map((item) => item.result.values);
  const acts = hasEffects(result.values) || (each?.some(hasEffects) ?? false);
  if (registeredName(task) === undefined && !acts && !isRescued) return undefined;
  return { values: result.values, ...(each ? { items: acts ? each : [] } : {}) };
}
