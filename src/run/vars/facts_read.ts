import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Entry, Play } from "../../model/play.js";
import type { PlayVars } from "../hosts/play_vars.js";

const FACT = /\bansible_[a-z0-9_]+/g;
/** reads of the whole dict: then all facts are needed */
const WHOLE = /\bansible_facts\b(?!\s*(?:\.\s*[a-z_]|\[\s*['"]))|\bhostvars\b/;
const MEMBER = /\bansible_facts\s*(?:\.\s*([a-z0-9_]+)|\[\s*['"]([a-z0-9_]+)['"])/g;

/**
 * The facts that a play's text mentions, without `ansible_`; undefined where
 * it may read any of them. Read from the text, not from the syntax: what is
 * missed is gathered when it is read (facts.ts), so this only has to be near.
 */
export function factsRead(play: Play, playVars: PlayVars): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const text of textsOf(play, playVars)) {
    if (WHOLE.test(text)) return undefined;
    for (const match of text.matchAll(MEMBER)) names.add((match[1] ?? match[2])!);
    for (const match of text.matchAll(FACT)) names.add(match[0].slice("ansible_".length));
  }
  names.delete("facts");
  return names;
}

function* textsOf(play: Play, playVars: PlayVars): Iterable<string> {
  yield [...textsIn([play.keywords, play.varsPrompt])].join("\n");
  const files = new Set<string>();
  const visit = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      files.add(entry.at.path);
      if (entry.kind === "block") visit([...entry.body, ...entry.rescue, ...entry.always]);
    }
  };
  visit([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks, ...play.handlers]);
  for (const use of playVars.roles) addFolder(use.role.path, files);
  for (const folder of ["templates", "tasks", "vars", "group_vars", "host_vars"])
    addFolder(join(play.folder, folder), files);
  for (const path of files) yield textOf(path);
}

const SKIPPED = new Set(["files", "molecule", "tests", "node_modules", ".git"]);

function addFolder(folder: string, files: Set<string>): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) addFolder(path, files);
    else if (entry.isFile()) files.add(path);
  }
}

const texts = new Map<string, string>();

function textOf(path: string): string {
  let text = texts.get(path);
  if (text === undefined) {
    const small = existsSync(path) && statSync(path).size < 1 << 18;
    text = small ? readFileSync(path, "latin1") : "";
    texts.set(path, text);
  }
  return text;
}

/** All keys and texts of a value, but of what tells where it stood. */
function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === "string") yield value;
  if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (typeof value === "object" && value !== null) {
    const entries = value instanceof Map ? [...value] : Object.entries(value);
    for (const [key, item] of entries)
      if (key !== "at" && key !== "parent") {
        yield String(key);
        yield* textsIn(item);
      }
  }
}
