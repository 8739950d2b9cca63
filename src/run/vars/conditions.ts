import type { Located } from "../../model/play.js";
import { placeOf } from "../../model/source.js";
import type { Value } from "../../model/value.js";
import { evaluateCondition } from "../../template/render.js";
import { toText } from "../../template/values/python.js";
import type { Result } from "../../template/values/values.js";
import type { VariableScope } from "./scope.js";

/** The first condition of the lists that does not hold; undefined where all hold. */
export function firstFalse(lists: readonly Located[], scope: VariableScope): Value | undefined {
  for (const list of lists)
    for (const [index, condition] of conditionsOf(list).entries())
      if (!holds(condition, list, index, scope)) return condition;
  return undefined;
}

export function allHold(list: Located | undefined, scope: VariableScope): boolean {
  return list === undefined || firstFalse([list], scope) === undefined;
}

function conditionsOf(list: Located): Value[] {
  return Array.isArray(list.value) ? list.value : [list.value];
}

function holds(condition: Value, list: Located, index: number, scope: VariableScope): boolean {
  if (typeof condition === "boolean") return condition;
  if (condition === null || condition === "") return true;
  const at = typeof list.value === "object" && list.value !== null ? placeOf(list.value, index) : undefined;
  return evaluateCondition(conditionText(condition), at ?? list.at, scope.context);
}

/** A number, a list or a mapping is the expression that Python prints of it. */
export function conditionText(condition: Value): string {
  return toText(condition as Result);
}
