import { toBoolean } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { writeJson } from "../../model/json_write.js";
import type { Entry, Keyword, Located, Play } from "../../model/play.js";
import type { Secret } from "../../model/secret.js";
import { dictEntries, isDict, type PlainDict, type Value } from "../../model/value.js";
import { evaluateDeep } from "../../template/render.js";
import { isOmitted, stripOmitted } from "../../template/values/omit.js";
import { allInherited, collected } from "./keywords.js";
import type { VariableScope } from "./scope.js";

/** The value of something written in the playbook, templates in it evaluated; undefined where it is omitted. */
export function evaluated(located: Located | undefined, scope: VariableScope): Value | undefined {
  if (!located) return undefined;
  const value = evaluateDeep(located.value, located.at, scope.context);
  return isOmitted(value) ? undefined : (stripOmitted(value) as Value | undefined);
}

/** An inherited keyword's value. What is omitted is as if not written: the value around it holds. */
export function keywordValue(
  entry: Entry,
  play: Play,
  keyword: Keyword,
  scope: VariableScope,
): Value | undefined {
  return keywordWithPlace(entry, play, keyword, scope)?.value;
}

function keywordWithPlace(
  entry: Entry,
  play: Play,
  keyword: Keyword,
  scope: VariableScope,
): Located | undefined {
  for (const located of allInherited(entry, play, keyword)) {
    const value = evaluated(located, scope);
    if (value !== undefined) return { value, at: located.at };
  }
  return undefined;
}

export function keywordFlag(
  entry: Entry,
  play: Play,
  keyword: Keyword,
  scope: VariableScope,
  otherwise: boolean,
): boolean {
  const located = keywordWithPlace(entry, play, keyword, scope);
  if (!located || located.value === null) return otherwise;
  const flag = toBoolean(located.value);
  if (flag !== undefined) return flag;
  const shown = writeJson(located.value);
  const value = typeof located.value === "string" ? `'${located.value}'` : shown;
  const message = `the field '${keyword}' has an invalid value: The value ${value} is not a valid boolean`;
  throw new Fault(
    "KEYWORD_INVALID",
    `${message}. Valid booleans include: true, false, yes, no, on, off, 1, 0`,
    {
      at: located.at,
    },
  );
}

/** `environment` of the play, the blocks and the task, inner ones over outer ones. */
export function environmentOf(
  entry: Entry,
  play: Play,
  scope: VariableScope,
  lenient: boolean,
): Record<string, string | Secret> {
  const environment: Record<string, string | Secret> = {};
  for (const located of collected(entry, play, "environment"))
    for (const item of lenient ? knownItems(located, scope) : asList(evaluated(located, scope))) {
      if (item === null || item === "") continue;
      if (!isDict(item))
        throw new Fault("KEYWORD_INVALID", "`environment` must be a mapping of names to values", {
          at: located.at,
        });
      for (const [name, value] of dictEntries(item)) environment[String(name)] = environmentText(value);
    }
  return environment;
}

/** What can be evaluated already: facts that are only being gathered may be missing from the environment. */
function knownItems(located: Located, scope: VariableScope): Value[] {
  const single = (item: Value): Value[] =>
    isDict(item) ? dictEntries(item).map(([key, value]): Value => ({ [String(key)]: value })) : [item];
  return asList(located.value)
    .flatMap(single)
    .flatMap((item): Value[] => {
      try {
        return asList(evaluated({ value: item, at: located.at }, scope));
      } catch (error) {
        if (error instanceof Fault && error.code === "UNDEFINED") return [];
        throw error;
      }
    });
}

function environmentText(value: Value): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null) return "None";
  return typeof value === "object" ? writeJson(value) : String(value);
}

function asList(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

export function asDict(value: Value | undefined): PlainDict {
  return isDict(value)
    ? (Object.fromEntries(dictEntries(value).map(([key, item]) => [String(key), item])) as PlainDict)
    : {};
}
