import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeEngine } from "../../src/cli/engine/engine.js";
import { mergeOptions } from "../../src/cli/options/merge.js";
import { readSettings } from "../../src/cli/options/settings.js";
import { Fault, Faults } from "../../src/model/errors.js";
import type { Event } from "../../src/model/event.js";
import { readPlaybook } from "../../src/playbook/playbook.js";
import { runPlaybooks } from "../../src/run/run.js";
import type { Story } from "./plays.js";
import { RecordingHosts } from "./recording.js";
import { filesOf, hostNames } from "./render.js";

/** What can be told of a run from outside, in a form that does not depend on time. */
export interface Outcome {
  exit: number | string;
  recap: unknown;
  /** per host that ran them and host on whose behalf */
  requests: Record<string, string[]>;
  /** per host of the play, in order */
  results: Record<string, string[]>;
  /** the order in which tasks were shown; only where the strategy keeps one */
  titles: string[];
  /** files that lookups made on the controller */
  left: string[];
}

export interface RunOptions {
  folder: string;
  sendAhead: boolean;
  random: () => number;
}

const HANG = 20;

export async function outcomeOf(story: Story, { folder, sendAhead, random }: RunOptions): Promise<Outcome> {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(filesOf(story, folder))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const recording = new RecordingHosts(random, new Set(hostNames(story.unreachable)));
  const events: Event[] = [];
  const stop = new AbortController();
  const names = [0, 1, 2, 3].slice(0, story.hosts).map((index) => `h${index + 1}`);
  const options = mergeOptions({ forks: story.forks }, readSettings({}, folder), {
    playbooks: [join(folder, "site.yml")],
    inventory: [`${names.join(",")},`],
  });
  options.settings.sendAhead = sendAhead;
  const engine = await makeEngine(options, () => {}, stop.signal);
  engine.findTransport = async (name) => recording.transport(name);
  engine.emit = (event) => events.push(event);
  const exit = await exitOf(async () => {
    const playbook = readPlaybook(join(folder, "site.yml"), engine.loading);
    return runPlaybooks(engine, [playbook]);
  }, stop);
  return { exit, ...shownOf(events, story), requests: requestsOf(recording), left: leftIn(folder) };
}

/** The exit code, or why there is none. */
export async function exitOf(run: () => Promise<number>, stop: AbortController): Promise<number | string> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<string>((resolve) => {
    // in ticks of this process: a machine that stands still for a while does not count
    let ticks = 0;
    timer = setInterval(() => ++ticks > HANG && resolve("it hangs"), 1000);
  });
  try {
    const exit = await Promise.race([run(), hang]);
    if (exit === "it hangs") stop.abort();
    return exit;
  } catch (error) {
    if (error instanceof Faults) return error.faults.map((fault) => fault.message).join("\n");
    if (error instanceof Fault) return `fault: ${error.message}`;
    return `defect: ${(error as Error).stack}`;
  } finally {
    clearInterval(timer);
  }
}

function requestsOf({ requests }: RecordingHosts): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { target, by, request } of requests)
    add(found, `${target} for ${by}`, unpaused(timeless(request)));
  return sorted(found);
}

/** What a pause has printed may be written into a file: the checksum is another one then too. */
function unpaused(request: string): string {
  const text = untimed(request);
  return text === request ? text : text.replace(/ new=\w+/, "");
}

function add(lists: Record<string, string[]>, name: string, line: string): void {
  const list = lists[name] ?? [];
  list.push(line);
  lists[name] = list;
}

/** Results within texts hold times too. */
const timeless = (text: string): string =>
  text.replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+Z?/g, "NOW").replace(/\b0:00:0\d\.\d{6}/g, "TIME");

/** Times, and what depends on when it ran: a suggestion knows only the names that are there already. */
const TIMES = new Set(["start", "end", "delta", "stop", "elapsed"]);
const plain = (value: unknown): string =>
  JSON.stringify(value, (key, inner) => {
    if (TIMES.has(key)) return undefined;
    return typeof inner === "string" ? timeless(inner.replace(/\n {2}did you mean `\w+`\?/, "")) : inner;
  });

function shownOf(events: readonly Event[], story: Story): Pick<Outcome, "recap" | "results" | "titles"> {
  const results: Record<string, string[]> = {};
  const titles: string[] = [];
  let recap: unknown;
  for (const event of events) {
    if (event.type === "task-start") titles.push(event.task.name);
    if (event.type === "no-more-hosts") titles.push(event.type);
    if (event.type === "task-result" || event.type === "item-result" || event.type === "task-retry") {
      const { task, host, seconds: _, ...rest } = { seconds: 0, ...event };
      add(results, host, `${task.name}: ${untimed(plain(rest))}`);
    }
    if (event.type === "include") for (const host of event.hosts) add(results, host, `include ${event.path}`);
    if (event.type === "handler-notified") add(results, `${event.host} notifies`, event.handler);
    if (event.type === "stats") recap = { hosts: event.hosts, custom: event.custom };
  }
  const isOrdered = story.plays.every((play) => play.strategy !== "free");
  return { recap, results: sorted(results), titles: isOrdered ? titles : [] };
}

/** How long a pause was is another time in each run. */
const untimed = (text: string): string =>
  text
    .replace(/Paused for [\d.]+ (seconds|minutes)/g, "Paused")
    .replace(/"(delta|start|stop)":("[^"]*"|[\d.]+)/g, '"$1"');

function leftIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /piped|generated/.test(join(entry.parentPath, entry.name)))
    .map((entry) => `${entry.name}: ${readFileSync(join(entry.parentPath, entry.name), "utf8")}`)
    .sort();
}

function sorted<T>(found: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}
