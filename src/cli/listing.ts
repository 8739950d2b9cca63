import type { Block, Entry, Play, Playbook, Task } from "../model/play.js";
import { selected } from "../plan/select.js";
import type { Engine, Run } from "../run/engine.js";
import { chainOf } from "../run/keywords.js";
import { hostsOf } from "../run/play.js";
import type { RunOptions } from "./run_options.js";

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
  const tags = tagText(play.keywords.tags?.value);
  const lines = ["", `  play #${number} (${pattern}): ${play.title}\tTAGS: [${tags.join(", ")}]`];
  if (options.listHosts) {
    const hosts = hostsOf(engine as Run, play);
    lines.push(
      `    pattern: ['${pattern}']`,
      `    hosts (${hosts.length}):`,
      ...hosts.map((host) => `      ${host}`),
    );
  }
  const tasks = tasksOf(play).filter((task) => selected(tagsOf(task, play), options.tags, options.skipTags));
  if (options.listTasks) {
    lines.push("    tasks:");
    for (const task of tasks)
      lines.push(`      ${titleOf(task)}\tTAGS: [${[...tagsOf(task, play)].join(", ")}]`);
  }
  if (options.listTags) {
    const all = [...new Set(tasks.flatMap((task) => [...tagsOf(task, play)]))].sort();
    lines.push(`      TASK TAGS: [${all.join(", ")}]`);
  }
  return lines;
}

function tagText(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];
}

function tagsOf(task: Task, play: Play): Set<string> {
  const own = chainOf(task).flatMap((entry) => tagText(entry.keywords.tags?.value));
  return new Set([...tagText(play.keywords.tags?.value), ...own]);
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
