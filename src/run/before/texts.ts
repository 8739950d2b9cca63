import type { Fault } from "../../model/errors.js";
import type { Keyword, Located } from "../../model/play.js";
import { type Place, placeOf } from "../../model/source.js";
import { isDict, isUnsafe, type PlainDict, type Value } from "../../model/value.js";
import { type TextKind, unknownLoop, unknownNames } from "../../template/names.js";
import { isTemplate } from "../../template/render.js";
import { chainOf, collected, listOf } from "../vars/keywords.js";
import { isReachedInAnyCase } from "./certain.js";
import { templateFileOf } from "./sources.js";
import type { SeenTask, Way } from "./way.js";

/** A text of a play, and whether it is evaluated in any case. */
interface Text {
  text: string;
  at: Place;
  kind: TextKind;
  certain: boolean;
}

/**
 * Filters, tests and lookups that a task names and nobody has: where the text
 * is evaluated in any case, and elsewhere where the name is a misspelt one.
 */
export async function nameFaults(seen: SeenTask, way: Way): Promise<Fault[]> {
  if (seen.foreseen) return [];
  const lookups = Object.keys(way.engine.lookups);
  const { with: loop } = seen.task;
  const texts = [...keywordTexts(seen, way), ...(await argumentTexts(seen, way)), ...fileTexts(seen)];
  const unknown = texts.flatMap(({ text, at, kind, certain }) =>
    unknownNames(text, at, { kind, lookups })
      .filter((one) => (certain && one.certain) || (one.near && !one.name.includes(".")))
      .map(({ fault }) => fault),
  );
  const ofLoop =
    loop && !isTemplate(loop.lookup) ? unknownLoop(loop.lookup, loop.terms.at, lookups) : undefined;
  return ofLoop ? [ofLoop, ...unknown] : unknown;
}

const CONDITIONS: readonly Keyword[] = ["changed_when", "failed_when", "until"];
/** keywords that are evaluated when the task runs */
const VALUES: readonly Keyword[] = ["delegate_to", "environment", "become_user", "remote_user", "timeout"];

function keywordTexts({ task, play, certain }: SeenTask, way: Way): Text[] {
  const reached = isReachedInAnyCase(task, play, way.engine.settings);
  const first = collected(task, play, "when")[0];
  const isFirst = (located: Located, index: number) => reached && located === first && index === 0;
  const whens = listOf(task.keywords.when).flatMap((value, index) =>
    condition(value, placeIn(task.keywords.when!, index), isFirst(task.keywords.when!, index)),
  );
  const others = CONDITIONS.flatMap((name) =>
    listOf(task.keywords[name]).flatMap((value, index) =>
      condition(value, placeIn(task.keywords[name]!, index), false),
    ),
  );
  const { loop } = task.keywords;
  return [
    ...whens,
    ...others,
    ...VALUES.flatMap((name) => valueTexts(task.keywords[name], certain)),
    ...valueTexts(loop, certain),
    ...valueTexts(task.with?.terms, certain),
    ...valueTexts(task.keywords.vars, false),
    ...chainOf(task).flatMap((entry) =>
      entry.kind === "block" ? valueTexts(entry.keywords.vars, false) : [],
    ),
  ];
}

async function argumentTexts({ task, certain }: SeenTask, { engine }: Way): Promise<Text[]> {
  const module = await engine.findModule(task.module.value);
  const sure = certain && !task.keywords.loop && !task.with;
  const free = task.freeForm ? valueTexts(task.freeForm, sure) : [];
  return [
    ...free,
    ...Object.entries(task.args).flatMap(([name, value]) => {
      const at = placeOf(task.args, name) ?? task.at;
      if (!module?.unevaluated?.includes(name)) return textsIn(value, at, sure);
      return [value].flat().flatMap((one) => condition(one as Value, at, sure));
    }),
  ];
}

function fileTexts(seen: SeenTask): Text[] {
  const file = templateFileOf(seen);
  const certain = seen.certain && !seen.task.keywords.loop && !seen.task.with;
  return file ? [{ ...file, kind: "template", certain }] : [];
}

function placeIn({ value, at }: Located, index: number): Place {
  return (Array.isArray(value) ? placeOf(value, index) : undefined) ?? at;
}

function condition(value: Value, at: Place, certain: boolean): Text[] {
  if (typeof value !== "string" || value.trim() === "") return [];
  return [{ text: value, at, kind: isTemplate(value) ? "template" : "expression", certain }];
}

function valueTexts(located: Located | undefined, certain: boolean): Text[] {
  return located ? textsIn(located.value, located.at, certain) : [];
}

function textsIn(value: Value, at: Place, certain: boolean): Text[] {
  if (typeof value === "string")
    return isTemplate(value) ? [{ text: value, at, kind: "template", certain }] : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      isUnsafe(value, index) ? [] : textsIn(item, placeOf(value, index) ?? at, certain),
    );
  if (!isDict(value) || value instanceof Map) return [];
  return Object.entries(value as PlainDict).flatMap(([key, item]) =>
    isUnsafe(value, key) ? [] : textsIn(item, placeOf(value, key) ?? at, certain),
  );
}
