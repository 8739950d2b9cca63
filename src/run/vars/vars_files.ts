import { existsSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import type { Play } from "../../model/play.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { hintOfSearch } from "../../playbook/near_file.js";
import { evaluateDeep } from "../../template/render.js";
import type { Engine } from "../hosts/engine.js";
import type { Walk } from "../hosts/state.js";
import { candidates } from "./files.js";
import type { VariableScope } from "./scope.js";
import { settled } from "./suspended.js";
import { taskScope } from "./task_scope.js";

/** The play's vars_files for one host, the last file first. A list in the list means the first that exists. */
export async function varsFiles(walk: Walk): Promise<PlainDict[]> {
  const { play } = walk.batch;
  const located = play.keywords.vars_files;
  if (!located || located.value === null) return [];
  const files: PlainDict[] = [];
  for (const entry of Array.isArray(located.value) ? located.value : [located.value]) {
    const scope = taskScope({ ...walk, playVars: { ...walk.playVars, files } }, undefined);
    const names = await namesIn(entry, () => evaluateDeep(entry, located.at, scope.context));
    if (names) files.unshift(readFirst(walk.batch.run, play, names));
  }
  return files;
}

/** A name whose variables are facts is left out where the facts are not known yet, as in Ansible. */
async function namesIn(_entry: Value, evaluate: () => Value): Promise<string[] | undefined> {
  try {
    const value = await settled(evaluate);
    return (Array.isArray(value) ? value : [value]).map(String);
  } catch (error) {
    if (error instanceof Fault && error.code === "UNDEFINED") return undefined;
    throw error;
  }
}

/** Those that can be read before there is a host: without those whose names need one. The last file first. */
export function plainVarsFiles(
  run: Engine,
  play: Play,
  scopeWith: (files: PlainDict[]) => VariableScope,
): PlainDict[] {
  const located = play.keywords.vars_files;
  if (!located || located.value === null) return [];
  const files: PlainDict[] = [];
  for (const entry of Array.isArray(located.value) ? located.value : [located.value]) {
    const names = known(() => evaluateDeep(entry, located.at, scopeWith(files).context));
    // a play without hosts reads none; where it has some, theirs says what is missing
    const read = names && known(() => readFirst(run, play, [names].flat().map(String)));
    if (read) files.unshift(read);
  }
  return files;
}

function known<T>(evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Fault && (error.code === "UNDEFINED" || error.code === "FILE_MISSING"))
      return undefined;
    throw error;
  }
}

function readFirst(run: Engine, play: Play, names: readonly string[]): PlainDict {
  const places = names.flatMap((name) => candidates(undefined, play.folder, "vars", name));
  const path = places.find((place) => existsSync(place));
  if (path === undefined)
    throw new Fault("FILE_MISSING", `vars file ${names.join(" or ")} was not found`, {
      at: play.keywords.vars_files?.at,
      hint: hintOfSearch(places),
    });
  const value = run.readYaml(path);
  if (value === null) return {};
  if (!isDict(value) || value instanceof Map)
    throw new Fault("YAML_INVALID", `${path} must hold a mapping of variables`, {
      at: { path, line: 1, column: 1 },
      hint: "write `name: value` lines",
    });
  return value;
}
