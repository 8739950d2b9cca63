import type { Answer, ResultValues } from "../../src/model/result.js";
import type { PlainDict } from "../../src/model/value.js";

/** What a host answers, as a table tells it. */
export interface Answered {
  said: Record<string, unknown>;
  stdout?: string;
  failure?: string;
  changed?: boolean;
  diffs?: Answer["diffs"];
}

export type AnswerRows = Record<string, [given: PlainDict, answer: Answered, expected: ResultValues][]>;

export function answerOf({ stdout = "", changed = false, ...answer }: Answered): Answer {
  const texts = { stdout: Buffer.from(stdout), stderr: Buffer.from("") };
  return { warnings: [], diffs: [], code: 0, seconds: 0, timedOut: 0, changed, ...texts, ...answer };
}

/** What is undefined takes a value away; within values there is no such thing. */
export function withoutUndefined(values: ResultValues): ResultValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
