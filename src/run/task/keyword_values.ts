import { Fault } from "../../model/errors.js";
import type { Keyword, Located, Play, Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import { checkKeyword } from "../../playbook/keyword_checks.js";
import { isTemplate } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import { evaluated } from "../vars/evaluate.js";
import { collected, inherited, shortName } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { explainWait } from "./explain.js";

/** What adds up from the play to the task: each of them is evaluated. */
const ADDED: readonly Keyword[] = ["environment", "module_defaults"];

const SINGLE: readonly Keyword[] = [
  ...([
    "async",
    "become",
    "become_exe",
    "become_flags",
    "become_method",
    "become_user",
    "check_mode",
    "connection",
  ] as const),
  ...([
    "debugger",
    "delay",
    "delegate_facts",
    "diff",
    "notify",
    "poll",
    "port",
    "remote_user",
    "retries",
  ] as const),
  "timeout",
];

/** As Ansible names them. */
const FIELDS: Partial<Record<Keyword, string>> = { async: "async_val" };

const templated = new WeakMap<Task, readonly [Keyword, Located][]>();

/**
 * A task is refused where one of its keywords cannot be evaluated or has a
 * value of the wrong kind, though its module may not read that keyword at all.
 */
export async function requireKeywords(walk: Walk, task: Task, scope: VariableScope): Promise<void> {
  for (const [keyword, located] of templatedKeywords(task, walk.batch.play))
    await settled(
      () => requireKeyword(keyword, located, scope),
      (what) => explainWait(walk, task, `\`${keyword}\` reads ${what}`),
    );
}

function templatedKeywords(task: Task, play: Play): readonly [Keyword, Located][] {
  const known = templated.get(task);
  if (known) return known;
  const all = [
    ...ADDED.flatMap((keyword) => collected(task, play, keyword).map((one) => [keyword, one] as const)),
    ...SINGLE.map((keyword) => [keyword, inherited(task, play, keyword)] as const),
  ];
  const found = all.filter(
    (one): one is [Keyword, Located] => one[1] !== undefined && hasTemplate(one[1].value),
  );
  // facts that are only being gathered may be missing from the environment
  const read = shortName(task) === "setup" ? found.filter(([keyword]) => keyword !== "environment") : found;
  templated.set(task, read);
  return read;
}

function hasTemplate(value: Value): boolean {
  if (typeof value === "string") return isTemplate(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasTemplate);
}

function requireKeyword(keyword: Keyword, located: Located, scope: VariableScope): void {
  const value = givenValue(keyword, located, scope);
  // those who read the flags say what they cannot be
  if (keyword === "check_mode" || keyword === "diff") return;
  if (value !== undefined && value !== null && value !== "")
    checkKeyword(keyword, { value, at: located.at }, false);
}

function givenValue(keyword: Keyword, located: Located, scope: VariableScope): Value | undefined {
  try {
    return evaluated(located, scope);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "UNDEFINED") throw error;
    const field = FIELDS[keyword] ?? keyword;
    const message = `The field '${field}' has an invalid value, which includes an undefined variable.. ${error.message}`;
    throw new Fault("UNDEFINED", message, { at: error.at ?? located.at, hint: error.hint });
  }
}
