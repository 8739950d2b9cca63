import { Fault } from "../../model/errors.js";
import type { Block, Entry, Located, Play, Playbook, Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import { selected } from "../../plan/select.js";
import type { Engine, Run } from "../../run/hosts/engine.js";
import { hostsOf } from "../../run/play.js";
import { chainOf } from "../../run/vars/keywords.js";
import { plainScope } from "../../run/vars/play_scope.js";
import { evaluateDeep, type TemplateContext } from "../../template/render.js";
import type { RunOptions } from "../options/run_options.js";

/** --syntax-check, --list-hosts, --list-tasks, --list-tags: as ansible-playbook prints them. */
export async function list(
  options: RunOptions,
  engine: Engine,
  playbooks: readonly Playbook[],
): Promise<void> {
  const out: string[] = [];
  for (const playbook of playbooks) {
    const shown =
      options.playbooks.find((path) => playbook.path.endsWith(path.replace(/^\.\//, ""))) ?? playbook.path;
    out.push("", `playbook: ${shown}`);
    if (options.syntaxCheck && !options.listTasks && !options.listHosts && !options.listTags) continue;
    for (const [index, play] of playbook.plays.entries())
      out.push(...listPlay(options, engine, play, index + 1));
  }
  process.stdout.write(`${out.join("\n")}\n`);
}

function listPlay(options: RunOptions, engine: Engine, play: Play, number: number): string[] {
  const { context } = plainScope(engine as Run, play);
  const { hosts } = play.keywords;
  const pattern = hosts ? [knownValue(hosts.value, hosts, context)].flat().map(String).join(",") : "";
  const written = (located: Located | undefined): string[] => writtenTags(located, context);
  const tagsOf = (task: Task): string[] =>
    [
      ...new Set([play.keywords.tags, ...chainOf(task).map((entry) => entry.keywords.tags)].flatMap(written)),
    ].sort();
  const tags = written(play.keywords.tags);
  const title = play.title === hosts?.value ? pattern : play.title;
  const lines = ["", `  play #${number} (${pattern}): ${title}\tTAGS: [${tags.join(", ")}]`];
  if (options.listHosts) {
    const hosts = hostsOf(engine as Run, play);
    lines.push(
      `    pattern: ['${pattern}']`,
      `    hosts (${hosts.length}):`,
      ...hosts.map((host) => `      ${host}`),
    );
  }
  const every = tasksOf(play);
  const tasks = every.filter((task) => selected(new Set(tagsOf(task)), options.tags, options.skipTags));
  if (options.listTasks) {
    lines.push("    tasks:");
    for (const task of tasks) lines.push(`      ${titleOf(task)}\tTAGS: [${tagsOf(task).join(", ")}]`);
  }
  if (options.listTags) {
    // without a choice those of `never` too: the list is there to find out what can be asked for
    const isChosen = options.tags.length > 0 || options.skipTags.length > 0;
    const all = [...new Set((isChosen ? tasks : every).flatMap((task) => tagsOf(task)))].sort();
    lines.push(`      TASK TAGS: [${all.join(", ")}]`);
  }
  return lines;
}

/** Tags as far as they can be known without a host: one that reads more stays as it is written. */
function writtenTags(located: Located | undefined, context: TemplateContext): string[] {
  return [located?.value ?? []].flat().flatMap((tag) => {
    const known = knownValue(tag, located!, context);
    return [known].flat().map(String);
  });
}

function knownValue(tag: Value, { at }: Located, context: TemplateContext): Value {
  try {
    return evaluateDeep(tag, at, context);
  } catch (error) {
    if (error instanceof Fault) return tag;
    throw error;
  }
}

/** A task without a name is its module as it is written, wherever it stands; include_role keeps its own name. */
function titleOf({ keywords, module, role }: Task): string {
  const name = keywords.name?.value;
  if (name === undefined) return module.value;
  return role && !/(^|\.)include_role$/.test(module.value)
    ? `${role.role.name} : ${String(name)}`
    : String(name);
}

function tasksOf(play: Play): Task[] {
  const visit = (entries: readonly Entry[]): Task[] =>
    entries.flatMap((entry) => (entry.kind === "task" ? [entry] : visit(entry.body)));
  const sections: Block[] = [...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks];
  return visit(sections);
}
