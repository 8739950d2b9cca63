import { existsSync, readFileSync, statSync } from "node:fs";
import { toBoolean } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import type { Located, Play, Task } from "../../model/play.js";
import { noteText, type Place, placeOf } from "../../model/source.js";
import type { Value } from "../../model/value.js";
import { hintOfSearch } from "../../playbook/near_file.js";
import { isTemplate, syntaxFaultOf } from "../../template/render.js";
import { candidates } from "../vars/files.js";
import { chainOf, shortName } from "../vars/keywords.js";
import type { SeenTask } from "./way.js";

/** Where a module looks for the file of this machine that it names. */
interface Source {
  folder: "files" | "templates" | "vars";
  name: Located<string>;
}

/** Files of this machine that a task names as they are, and that are not there or cannot be read as templates. */
export function sourceFaults(seen: SeenTask): Fault[] {
  const { task, play } = seen;
  if (seen.filesMayChange || seen.foreseen) return [];
  const source = sourceOf(task);
  if (!source) return [];
  const places = candidates(task, play.folder, source.folder, source.name.value);
  const path = places.find((place) => existsSync(place));
  if (path === undefined) {
    const mayCome = seen.anythingMayChange && /^[/~]/.test(source.name.value);
    return isCertain(seen) && !mayCome ? [missing(source.name, places)] : [];
  }
  return shortName(task) === "template" ? templateFaults(path, task) : [];
}

/** A loop may have no rounds, and `creates` may leave the task out. */
function isCertain({ certain, task }: SeenTask): boolean {
  const { creates, removes } = task.args;
  return certain && !task.keywords.loop && !task.with && creates === undefined && removes === undefined;
}

function missing({ value, at }: Located<string>, places: readonly string[]): Fault {
  return new Fault("FILE_MISSING", `Could not find or access '${value}' on the controller`, {
    at,
    hint: `searched in:\n${places.map((place) => `    ${place}`).join("\n")}`,
  });
}

function sourceOf(task: Task): Source | undefined {
  const { args } = task;
  if (chainOf(task).some((entry) => entry.keywords.module_defaults)) return undefined;
  switch (shortName(task)) {
    case "copy":
      return args.remote_src === undefined || toBoolean(args.remote_src) === false
        ? source(task, "src", "files", (name) => name.replace(/(?<=.)\/+$/, ""))
        : undefined;
    case "template":
      return source(task, "src", "templates");
    case "script":
      return source(task, "cmd", "files", (text) => /^(?:"([^"]*)"|'([^']*)'|(\S*))/.exec(text)![0]);
    case "include_vars":
      return args.dir === undefined ? source(task, "file", "vars") : undefined;
    default:
      return undefined;
  }
}

function source(
  task: Task,
  key: string,
  folder: Source["folder"],
  nameIn: (text: string) => string = (text) => text,
): Source | undefined {
  const written: Value | undefined = task.args[key] ?? task.freeForm?.value;
  if (typeof written !== "string" || written === "" || isTemplate(written)) return undefined;
  const at = task.args[key] === undefined ? task.freeForm?.at : placeOf(task.args, key);
  const value = nameIn(written.trim()).replace(/^(["'])(.*)\1$/, "$2");
  // what another variable may stand for, and what is no path at all
  if (value === "" || /[$`\\]/.test(value)) return undefined;
  return { folder, name: { value, at: at ?? task.at } };
}

const OWN_SYNTAX = /^(block|variable|comment)_(start|end)_string$|^newline_sequence$/;

/** The syntax of the file; not where it has marks of its own. */
function templateFaults(path: string, task: Task): Fault[] {
  if (Object.keys(task.args).some((name) => OWN_SYNTAX.test(name))) return [];
  if (!statSync(path).isFile()) return [];
  const text = readFileSync(path, "utf8");
  if (/^(\$ANSIBLE_VAULT|#jinja2:)/.test(text)) return [];
  noteText(path, text);
  const fault = syntaxFaultOf(text, { path, line: 1, column: 1, indent: 1 }, "template");
  return fault ? [fault] : [];
}

/** The text of the template file that a task names, for what stands in it. */
export function templateFileOf(seen: SeenTask): { text: string; at: Place } | undefined {
  if (shortName(seen.task) !== "template" || seen.filesMayChange) return undefined;
  const source = sourceOf(seen.task);
  if (!source || Object.keys(seen.task.args).some((name) => OWN_SYNTAX.test(name))) return undefined;
  const places = candidates(seen.task, seen.play.folder, source.folder, source.name.value);
  const path = places.find((place) => existsSync(place));
  if (path === undefined || !statSync(path).isFile()) return undefined;
  const text = readFileSync(path, "utf8");
  if (/^(\$ANSIBLE_VAULT|#jinja2:)/.test(text)) return undefined;
  return { text, at: { path, line: 1, column: 1, indent: 1 } };
}

/** `vars_files` that are named as they are. Of a list within the list one must be there. */
export function varsFilesFaults(play: Play): Fault[] {
  const { vars_files: located } = play.keywords;
  const entries = [located?.value ?? []].flat() as Value[];
  return entries.flatMap((entry, index) => {
    const names = [entry].flat() as Value[];
    if (names.some((name) => typeof name !== "string" || isTemplate(name))) return [];
    const places = names.flatMap((name) => candidates(undefined, play.folder, "vars", String(name)));
    if (places.some((place) => existsSync(place))) return [];
    const list = located?.value;
    const at = Array.isArray(list) ? (placeOf(list, index) ?? located!.at) : located!.at;
    return [
      new Fault("FILE_MISSING", `vars file ${names.join(" or ")} was not found`, {
        at,
        hint: hintOfSearch(places),
      }),
    ];
  });
}
