import { toBoolean } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Play, Task } from "../../model/play.js";
import { type Place, placeOf } from "../../model/source.js";
import type { Value } from "../../model/value.js";
import { isTemplate } from "../../template/render.js";
import { spellings } from "../task/handlers.js";
import { collected, listOf } from "../vars/keywords.js";
import { isInclude } from "./includes.js";
import type { SeenTask, Way } from "./way.js";

/** `notify` of names that no handler of the play has. Nothing is said where names of handlers are not all known. */
export function handlerFaults(play: Play, seen: readonly SeenTask[], way: Way): Fault[] {
  if (!way.engine.settings.errorOnMissingHandler) return [];
  const handlers = [...play.handlers, ...way.handlers];
  const names = handlers.flatMap(namesOf);
  if (way.isOpen || handlers.some(isInclude) || names.some(isTemplate)) return [];
  const known = new Set(names);
  return seen
    .filter(({ task, foreseen }) => !foreseen && mayChange(task))
    .flatMap(({ task }) => notified(task, play))
    .filter(({ name }) => !isTemplate(name) && !known.has(name))
    .map(({ name, at }) => missing(name, at, names));
}

function missing(name: string, at: Place, names: readonly string[]): Fault {
  const listed =
    names.length === 0 ? "the play has no handlers" : `handlers: ${[...new Set(names)].join(", ")}`;
  return new Fault(
    "KEYWORD_INVALID",
    `The requested handler '${name}' was not found in either the main handlers list nor in the listening handlers list`,
    { at, hint: suggest(name, names) ?? listed },
  );
}

/** What it is called, what it listens to, each with its role's name too. */
function namesOf(handler: Task): string[] {
  const { name, listen } = handler.keywords;
  const own = typeof name?.value === "string" ? [name.value] : [];
  return [...own, ...listOf(listen).map(String)].flatMap((one) => spellings(handler, one));
}

function mayChange({ keywords: { changed_when } }: Task): boolean {
  return !listOf(changed_when).some((value) => typeof value !== "string" && toBoolean(value) === false);
}

function notified(task: Task, play: Play): { name: string; at: Place }[] {
  return collected(task, play, "notify").flatMap((located) =>
    listOf(located).flatMap((one: Value, index) => {
      const at = Array.isArray(located.value) ? (placeOf(located.value, index) ?? located.at) : located.at;
      return typeof one === "string" ? [{ name: one, at }] : [];
    }),
  );
}
