import { dirname, isAbsolute, join, resolve } from "node:path";
import { Fault } from "../model/errors.js";
import type { Keywords, Play, Playbook } from "../model/play.js";
import { type Place, placeOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { collect, throwCollected } from "./faults.js";
import { isFile } from "./find.js";
import { unknownName } from "./imports.js";
import { IMPORTED_PLAYS } from "./keyword_sets.js";
import { readKeywords, unknownKeyword } from "./keywords.js";
import { type Loading, loadYaml } from "./load.js";
import { readPlay } from "./play.js";
import { collectionRoots } from "./role_search.js";

/** A playbook file on its way to plays. */
interface Reading {
  path: string;
  loading: Loading;
  faults: Fault[];
  /** keywords of the import_playbook statements that lead here, outermost first */
  imports: readonly Keywords[];
  /** the files of those statements */
  importing: readonly string[];
}

/** A playbook with everything that is known before it runs. Throws all its faults together. */
export function readPlaybook(path: string, loading: Loading): Playbook {
  const faults: Fault[] = [];
  const playbook = readAsFarAsPossible(path, loading, faults);
  throwCollected(faults);
  return playbook;
}

/** The same with what is wrong left out; the faults are added to those that are known. */
export function readAsFarAsPossible(path: string, loading: Loading, faults: Fault[]): Playbook {
  const absolute = resolve(path);
  if (!isFile(absolute))
    throw new Fault("FILE_MISSING", `the playbook: ${path} could not be found`, {
      hint: `looked for ${absolute}`,
    });
  const reading = { path: absolute, loading, faults, imports: [], importing: [absolute] };
  const plays = collect(faults, () => readPlays(reading)) ?? [];
  return { path: absolute, folder: dirname(absolute), plays };
}

function readPlays(reading: Reading, at?: Place): Play[] {
  const { path, loading } = reading;
  const value = loadYaml(path, loading, at);
  const start = { path, line: 1, column: 1 };
  if (value === null) throw new Fault("PLAYBOOK_INVALID", "Empty playbook, nothing to do", { at: start });
  if (!Array.isArray(value))
    throw new Fault("PLAYBOOK_INVALID", "A playbook must be a list of plays", {
      at: start,
      hint: "every play starts with `- hosts: …`",
    });
  if (value.length === 0)
    throw new Fault("PLAYBOOK_INVALID", "A playbook must contain at least one play", { at: start });
  return value.flatMap((entry, index) => {
    const place = placeOf(value, index) ?? start;
    return collect(reading.faults, () => readEntry(entry, reading, place)) ?? [];
  });
}

const IMPORTS = ["import_playbook", "ansible.builtin.import_playbook", "ansible.legacy.import_playbook"];

function readEntry(entry: Value, reading: Reading, at: Place): Play[] {
  const source = plainDict(entry);
  if (!source)
    throw new Fault(
      "PLAYBOOK_INVALID",
      "playbook entries must be either valid plays or 'import_playbook' statements",
      { at },
    );
  const key = IMPORTS.find((one) => one in source);
  if (key) return importPlays(source, key, reading, at);
  const { path, loading, faults, imports } = reading;
  return [readPlay(source, { folder: dirname(path), loading, faults, imports }, at)];
}

function importPlays(source: PlainDict, key: string, reading: Reading, at: Place): Play[] {
  const { loading, faults } = reading;
  for (const one of Object.keys(source))
    if (one !== key && !IMPORTED_PLAYS.has(one))
      faults.push(unknownKeyword(source, one, IMPORTED_PLAYS, "PlaybookInclude", at));
  const keywords = readKeywords(source, IMPORTED_PLAYS, { at, what: "PlaybookInclude", faults });
  const place = placeOf(source, key) ?? at;
  const path = importedPath(source, source[key] ?? null, reading, place);
  if (reading.importing.includes(path))
    throw new Fault("PLAYBOOK_INVALID", `the playbook ${String(source[key])} imports itself`, { at: place });
  const inner = {
    path,
    loading,
    faults,
    imports: [...reading.imports, keywords],
    importing: [...reading.importing, path],
  };
  return readPlays(inner, place);
}

function importedPath(
  source: PlainDict,
  written: Value,
  { path, loading, imports }: Reading,
  at: Place,
): string {
  if (typeof written !== "string" || written.trim() === "")
    throw new Fault("PLAYBOOK_INVALID", "playbook import parameter must be a file name", { at });
  if (/\s\w+=/.test(written.replace(/\{\{.*?\}\}/g, "")))
    throw new Fault(
      "PLAYBOOK_INVALID",
      "Additional parameters in import_playbook statements are not supported",
      {
        at,
        hint: "write `vars:`, `tags:` or `when:` beside it",
      },
    );
  const vars = [plainDict(source.vars), ...imports.map((one) => one.vars?.value as PlainDict | undefined)];
  const known = vars.filter((one) => one !== undefined);
  const name = /\{[{%]/.test(written) ? loading.resolveName(written, at, known) : written.trim();
  if (name === undefined) throw unknownName({ value: written, at }, "include_tasks");
  const target = isAbsolute(name) ? name : join(dirname(path), name);
  const found = isFile(target) ? target : ofCollection(name, dirname(path), loading);
  if (found) return found;
  throw new Fault("FILE_MISSING", `the playbook ${name} was not found`, { at, hint: `looked for ${target}` });
}

/** `namespace.collection.playbook` */
function ofCollection(name: string, folder: string, loading: Loading): string | undefined {
  const parts = /^(\w+)\.(\w+)\.(\w+)$/.exec(name);
  if (!parts) return undefined;
  const [, namespace = "", collection = "", playbook = ""] = parts;
  return collectionRoots(folder, loading.collectionsPath ?? [])
    .flatMap((root) =>
      [".yml", ".yaml"].map((end) => join(root, namespace, collection, "playbooks", playbook + end)),
    )
    .find(isFile);
}
