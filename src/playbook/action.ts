import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Keywords, Located } from "../model/play.js";
import { PLAY_KEYWORDS } from "../model/play.js";
import { keyPlaceOf, type Place, placeOf, placeWithin } from "../model/source.js";
import { isDict, type PlainDict, type Value } from "../model/value.js";
import { mergeDicts, pickEntries, plainDict } from "../yaml/dicts.js";
import { isTemplate } from "./keyword_checks.js";
import { RENAMED } from "./keyword_sets.js";
import { type KeywordOwner, unknownKeyword } from "./keywords.js";
import { isCommandLike, takesMapping, takesText } from "./module_names.js";
import { splitArgs } from "./split_args.js";

/** What a task does: the module with its arguments. */
export interface Action {
  module: Located<string>;
  args: PlainDict;
  freeForm?: Located<string>;
  argsTemplate?: Located<string>;
}

/** The one key that is no keyword names the module. */
export function findAction(
  source: PlainDict,
  keywords: Keywords,
  allowed: ReadonlySet<string>,
  { at, what, faults }: KeywordOwner,
): Action {
  const given = Object.keys(source).filter((key) => !allowed.has(key) && !key.startsWith("with_"));
  const misspelt = given.length > 1 ? given.filter((one) => isNoModule(one, allowed)) : [];
  for (const one of misspelt) faults.push(unknownKeyword(source, one, allowed, what, at));
  const names = given.filter((one) => !misspelt.includes(one));
  const [name] = names;
  if (name === undefined)
    throw new Fault("PLAYBOOK_INVALID", "no module/action detected in task.", {
      at,
      hint: "a task names one module, such as `copy:` or `ansible.builtin.copy:`",
    });
  if (names.length > 1) throw conflict(source, names, at);
  const written = source[name] ?? null;
  const module = { value: name, at: keyPlaceOf(source, name) ?? at };
  const isLegacy = name === "action" || name === "local_action";
  const action = isLegacy
    ? legacyAction(source, name, keywords, at)
    : makeAction(module, written, placeOf(source, name) ?? at);
  checkInternal(action, at);
  return action;
}

/** Names of arguments that only the engine itself gives. */
function checkInternal({ module, args }: Action, at: Place): void {
  const internal = Object.keys(args).find((name) => name.startsWith("_ansible_"));
  if (internal === undefined || isCommandLike(module.value)) return;
  const message = `Invalid parameter specified beginning with keyword '_ansible_' for action '${module.value}': '${internal}'. The prefix '_ansible_' is reserved for internal use only.`;
  throw new Fault("PLAYBOOK_INVALID", message, { at: keyPlaceOf(args, internal) ?? at });
}

/** Two keys that could both be modules. */
function conflict(source: PlainDict, names: string[], at: Place): Fault {
  return new Fault("PLAYBOOK_INVALID", `conflicting action statements: ${names.join(", ")}`, {
    at: keyPlaceOf(source, names[1]!) ?? at,
    hint: "a task names one module; one of these is misspelt or belongs under the other",
  });
}

const PLAY_ONLY: ReadonlySet<string> = new Set([...PLAY_KEYWORDS.filter((key) => key !== "user"), "listen"]);

function isNoModule(name: string, allowed: ReadonlySet<string>): boolean {
  if (name.includes(".")) return false;
  const isRenamed = name in RENAMED && name !== "include";
  return isRenamed || PLAY_ONLY.has(name) || suggest(name, closeTo(name, allowed)) !== undefined;
}

/** Short words are near to everything: only those with the same start are meant. */
function closeTo(name: string, allowed: ReadonlySet<string>): string[] {
  return [...allowed].filter((keyword) => keyword[0] === name[0] && keyword.slice(0, 2) === name.slice(0, 2));
}

/** `action: copy src=a dest=b`, `action: {module: copy, src: a}` and the same with local_action. */
function legacyAction(source: PlainDict, key: string, keywords: Keywords, at: Place): Action {
  const written = source[key] ?? null;
  const place = placeOf(source, key) ?? at;
  if (key === "local_action") keywords.delegate_to = { value: "localhost", at: place };
  if (typeof written === "string") return actionFromText(written, place);
  const dict = plainDict(written);
  const module = dict?.module;
  if (!dict || typeof module !== "string")
    throw new Fault("PLAYBOOK_INVALID", `\`${key}\` must be text or a mapping with \`module\``, {
      at: place,
    });
  const action = actionFromText(module, placeOf(dict, "module") ?? place);
  const args = pickEntries(dict, (name) => name !== "module" && name !== "args");
  return { ...action, args: mergeDicts(action.args, plainDict(dict.args), args) };
}

function actionFromText(text: string, at: Place): Action {
  const [lead, name, gap] = nameAndGap(text);
  const start = lead.length + name.length + gap.length;
  const rest = text.slice(start);
  const module = { value: name, at: placeWithin(at, text, lead.length) };
  return makeAction(module, rest, placeWithin(at, text, start));
}

/** A module's name may be a template, with spaces in it. */
function nameAndGap(text: string): [string, string, string] {
  const found = /^(\s*)((?:\{\{.*?\}\}|[^\s{]|\{(?!\{))+)(\s*)/s.exec(text);
  return found ? [found[1]!, found[2]!, found[3]!] : ["", text, ""];
}

function makeAction(module: Located<string>, written: Value, at: Place): Action {
  if (written === null) return { module, args: {} };
  if (isDict(written)) return fromMapping(module, plainDict(written)!, at);
  if (typeof written === "string") return fromText(module, written, at);
  if (Array.isArray(written))
    throw new Fault("PLAYBOOK_INVALID", `the arguments of ${module.value} must be a mapping or text`, { at });
  return fromText(module, String(written), at);
}

function fromMapping(module: Located<string>, args: PlainDict, at: Place): Action {
  const raw = args._raw_params;
  if (typeof raw !== "string") return { module, args };
  const rest = pickEntries(args, (key) => key !== "_raw_params");
  return { module, args: rest, freeForm: { value: raw, at: placeOf(args, "_raw_params") ?? at } };
}

function fromText(module: Located<string>, text: string, at: Place): Action {
  const { options, free, freeAt } = splitArgs(text, isCommandLike(module.value), at);
  const action: Action = { module, args: options };
  if (free === "") return action;
  const value = { value: free, at: placeWithin(at, text, freeAt) };
  if (isTemplate(free) && takesMapping(module.value)) return { ...action, argsTemplate: value };
  if (takesText(module.value) || isTemplate(module.value)) return { ...action, freeForm: value };
  if (isTemplate(free)) return { ...action, argsTemplate: value };
  throw new Fault("PLAYBOOK_INVALID", `${module.value} takes options, not the text '${free}'`, {
    at: value.at,
    hint: "write them as a mapping under the module, or as key=value",
  });
}
