import type { Play, Task } from "../../model/play.js";
import { isDict, type PlainDict } from "../../model/value.js";
import type { HostState } from "../hosts/host.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { cleanFacts } from "../vars/clean_facts.js";
import { evaluated } from "../vars/evaluate.js";
import { taskScope } from "../vars/task_scope.js";
import { begin } from "./begin.js";

/** The step that gathers facts at the start of a play, as the task it is. */
export function gatheringTask(play: Play, only: ReadonlySet<string> | undefined): Task {
  const at = play.keywords.gather_facts?.at ?? play.at;
  const args: PlainDict = {};
  for (const name of ["gather_subset", "gather_timeout", "fact_path"] as const)
    if (play.keywords[name]) args[name] = play.keywords[name].value;
  if (only && !play.keywords.gather_subset) args.only = [...only].sort();
  return {
    kind: "task",
    keywords: {
      name: { value: "Gathering Facts", at },
      tags: { value: ["always"], at },
      ...(play.importedWhen ? { when: { value: play.importedWhen.flatMap(({ value }) => value), at } } : {}),
    },
    module: { value: "ansible.builtin.setup", at },
    args,
    at,
    folder: play.folder,
  };
}

/** Does the play gather, and does this host still need it? */
export function gathers(walk: Walk): boolean {
  const { play, run } = walk.batch;
  const scope = taskScope(walk, undefined);
  const wanted = evaluated(play.keywords.gather_facts, scope);
  if (wanted !== undefined && wanted !== null)
    return wanted === true || /^(yes|true|1|on)$/i.test(String(wanted));
  if (run.settings.gathering === "explicit") return false;
  return run.settings.gathering !== "smart" || walk.host.gathered === "none";
}

const gathering = new WeakMap<HostState, Promise<void>>();

/** Gathers all facts of a host of which only some are there; once, however many steps ask for it. */
export function gatherAll(walk: Walk, host: HostState, position: Position): Promise<void> {
  let running = gathering.get(host);
  if (!running) {
    running = askForAll(walk.batch.walks.get(host.name) ?? walk, host, position).finally(() =>
      gathering.delete(host),
    );
    gathering.set(host, running);
  }
  return running;
}

async function askForAll(walk: Walk, host: HostState, position: Position): Promise<void> {
  // the request itself must not wait for the facts it brings
  host.gathered = "none";
  const task = gatheringTask(walk.batch.play, undefined);
  const begun = await begin(walk, task, taskScope(walk, task, { position }), {
    position,
    onFailure: "ignore",
  });
  const values = await begun.take();
  if (isDict(values?.ansible_facts)) host.addFacts(cleanFacts(values.ansible_facts as PlainDict), position);
  host.gathered = "all";
}
