import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeEngine } from "../../src/cli/engine/engine.js";
import { mergeOptions } from "../../src/cli/options/merge.js";
import { readSettings } from "../../src/cli/options/settings.js";
import type { Event } from "../../src/model/event.js";
import { readPlaybook } from "../../src/playbook/playbook.js";
import { runPlaybooks } from "../../src/run/run.js";
import { farAway, type Wire } from "./late.js";
import { exitOf } from "./outcome.js";
import { playbookOf, type RealStory } from "./real_plays.js";

/** What can be told of a run of real modules from outside, without times and what is another name each time. */
export interface RealOutcome {
  exit: number | string;
  recap: unknown;
  /** per host of the play, in order */
  results: Record<string, string[]>;
  titles: string[];
  /** what lies on the hosts and here afterwards, by path */
  tree: Record<string, string>;
}

const SHELL = (size: number, end: string) =>
  `#!/bin/sh\necho script $1 >>"$2"\n: '${"x".repeat(size)}'\n${end}\n`;

/** Everything that the plays bring to their hosts, small and large: made once, beside the playbooks. */
export function makeSources(folder: string): void {
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  write("files/small", "small\n");
  write("files/middle", "middle\n".repeat(5000));
  write("files/large", "large\n".repeat(200_000));
  write("files/bin", Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 7919) % 256)));
  write("files/tree/one", "1\n");
  write("files/tree/sub/two", "two\n".repeat(9000));
  write("files/tree/sub/three", "three\n".repeat(9000));
  write("files/short.sh", SHELL(10, ":"));
  write("files/long.sh", SHELL(20_000, "echo long"));
  write("files/fails.sh", SHELL(20_000, "exit 3"));
  write("templates/small.j2", "{{ inventory_hostname }} {{ r0.stdout | default('-') }}\n");
  write("templates/large.j2", "{% for n in range(4000) %}{{ n }} {{ f0 | default('-') }}\n{% endfor %}");
  write("templates/broken.j2", "{{ inventory_hostname.nothing.at.all }}\n");
  write("vars.yml", "f0: from a file\n");
  for (const [name, of] of [
    ["some.tgz", "tree"],
    ["more.tgz", "bin"],
  ])
    execFileSync("tar", ["-C", join(folder, "files"), "-czf", join(folder, "files", name!), of!]);
}

const HOSTS = ["h1", "h2", "h3", "localhost"];

/** What every run makes anew. */
const MADE = /^(h\d|localhost|fetched|gen-.*|site\.yml|part\d+\.yml)$/;

export async function realOutcomeOf(
  story: RealStory,
  {
    folder,
    sendAhead,
    random,
    wire,
  }: { folder: string; sendAhead: boolean; random: () => number; wire: Wire },
): Promise<RealOutcome> {
  for (const name of readdirSync(folder))
    if (MADE.test(name)) rmSync(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(playbookOf(story))) writeFileSync(join(folder, name), text);
  // what hosts do on one host in the same task is kept apart: which of them is first is nobody's to say
  for (const name of HOSTS) for (const by of HOSTS) mkdirSync(join(folder, name, by), { recursive: true });
  const events: Event[] = [];
  const stop = new AbortController();
  const names = ["h1", "h2", "h3"].slice(0, story.hosts);
  const options = mergeOptions({ forks: story.forks }, readSettings({}, folder), {
    playbooks: [join(folder, "site.yml")],
    inventory: ["h1,h2,h3,"],
  });
  options.limit = names.join(",");
  options.settings.sendAhead = sendAhead;
  const engine = await makeEngine(options, () => {}, stop.signal);
  engine.findTransport = async (name) => farAway(name, random, wire);
  engine.emit = (event) => events.push(event);
  const exit = await exitOf(
    async () => runPlaybooks(engine, [readPlaybook(join(folder, "site.yml"), engine.loading)]),
    stop,
  );
  return { exit, ...shownOf(events, story), tree: treeOf(folder) };
}

/** Times, numbers of processes and inodes, names that are made up. */
const CHANGING =
  /^(start|end|delta|elapsed|seconds|startedAt|at|[amc]time|inode|dev|ansible_job_id|results_file|pid|version|skip_reason_at)$/;

function shownOf(
  events: readonly Event[],
  { strategy }: RealStory,
): Pick<RealOutcome, "recap" | "results" | "titles"> {
  const results: Record<string, string[]> = {};
  const titles: string[] = [];
  let recap: unknown;
  const plain = (value: unknown): string =>
    JSON.stringify(value, (key, inner) => (CHANGING.test(key) ? undefined : inner))
      .replaceAll(/\.tera-[\w-]+/g, "TEMP")
      // a suggestion knows only the names that are there already
      .replaceAll(/\\n {2}did you mean `\w+`\?/g, "");
  for (const event of events) {
    if (event.type === "task-start" || event.type === "meta-start") titles.push(event.task.name);
    if (event.type === "no-more-hosts") titles.push(event.type);
    if (event.type === "task-result" || event.type === "item-result" || event.type === "task-retry") {
      const { task, host, ...rest } = event;
      results[host] = [...(results[host] ?? []), `${task.name}: ${plain(rest)}`];
    }
    if (event.type === "stats") recap = event.hosts;
  }
  const sorted = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { recap, results: sorted, titles: strategy === "linear" ? titles : [] };
}

function treeOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (!MADE.test(name.split("/")[0]!)) continue;
    if (entry.isSymbolicLink()) found[name] = `-> ${readlinkSync(path)}`;
    else if (entry.isFile())
      found[name] = `${(statSync(path).mode & 0o777).toString(8)} ${briefly(readFileSync(path))}`;
    else found[name] = "folder";
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const briefly = (content: Buffer): string =>
  content.length < 400
    ? content.toString("latin1")
    : `${content.length} bytes: ${content.toString("latin1", 0, 40)}`;
