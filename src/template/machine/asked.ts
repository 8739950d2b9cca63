import type { Result } from "../values/values.js";
import type { Machine } from "./machine.js";
import { Suspend } from "./suspend.js";

interface Answer {
  value?: Result;
  error?: unknown;
}

/** Results of what takes time, of one context, by what was asked. */
const answers = new WeakMap<object, Map<string, Answer>>();

/** The answer to a question that takes time: the evaluation is suspended, and begins again with it. */
export function asked<T extends Result>(machine: Machine, key: string, start: () => Promise<T>): T {
  const { context } = machine.frame;
  const asker = context.asker ?? context;
  const known = answers.get(asker) ?? new Map<string, Answer>();
  answers.set(asker, known);
  const found = known.get(key);
  if (found?.error !== undefined) throw found.error;
  if (found) return found.value as T;
  const promise = start().then(
    (value) => known.set(key, { value }),
    (error: unknown) => known.set(key, { error }),
  );
  throw new Suspend(promise, key);
}
