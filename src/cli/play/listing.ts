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
  const pattern = String(play.keywords.hosts?.value ?? "");
  const { context } = plainScope(engine as Run, play);
  const written = (located: Located | undefined): string[] => writtenTags(located, context);
  const tagsOf = (task: Task): string[] =>
    [
      ...new Set([play.keywords.tags, ...chainOf(task).map((entry) => entry.keywords.tags)].flatMap(written)),
    ].sort();
  const tags = written(play.keywords.tags);
  const lines = ["", `  play #${number} (${pattern}): ${play.title}\tTAGS: [${tags.join(", ")}]`];
  if (options.listHosts) {
    const hosts = hostsOf(engine as Run, play);
    lines.push(
      `    pattern: ['${pattern}']`,
      `    hosts (${hosts.length}):`,
      ...hosts.map((host) => `      ${host}`),
    );
  }
  const tasks = tasksOf(play).filter((task) =>
    selected(new Set(tagsOf(task)), options.tags, options.skipTags),
  );
  if (options.listTasks) {
    lines.push("    tasks:");
    for (const task of tasks) lines.push(`      ${titleOf(task)}\tTAGS: [${tagsOf(task).join(", ")}]`);
  }
  if (options.listTags) {
    const all = [...new Set(tasks.flatMap((task) => tagsOf(task)))].sort();
    lines.push(`      TASK TAGS: [${all.join(", ")}]`);
  }
  return lines;
}

/** Tags as far as they can be known without a host: one that reads more stays as it is written. */
function writtenTags(located: Located | undefined, context: TemplateContext): string[] {
  const value = located?.value;
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.flatMap((tag) => {
    const known = knownValue(tag, located!, context);
    return (Array.isArray(known) ? known : String(known).split(",")).map((one) => String(one).trim());
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

function titleOf(task: Task): string {
  const name = String(task.keywords.name?.value ?? task.module.value);
  return task.role ? `${task.role.role.name} : ${name}` : name;
}

function tasksOf(play: Play): Task[] {
  const visit = (entries: readonly Entry[]): Task[] =>
    entries.flatMap((entry) =>
      entry.kind === "task" ? [entry] : visit([...entry.body, ...entry.rescue, ...entry.always]),
    );
  const sections: Block[] = [...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks];
  return visit(sections);
}
