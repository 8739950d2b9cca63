import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mergeOptions } from "../../../src/cli/options/merge.js";
import { readSettings } from "../../../src/cli/options/settings.js";
import { runPlaybooks } from "../../../src/cli/play/play.js";
import { Fault } from "../../../src/model/errors.js";
import type { Event } from "../../../src/model/event.js";
import type { Story } from "./story.js";

/** Runs a story in this process, and gives what happened, with times and folders that are always the same. */
export async function recorded(story: Story): Promise<Event[]> {
  const folder = mkdtempSync(join(tmpdir(), "tera-story-"));
  try {
    for (const [name, text] of Object.entries(filesOf(story))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return numbered((await run(story, folder)).map((event) => steady(event, folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesOf({ tasks, keywords, files, inventory }: Story): Record<string, string> {
  const play = [
    "- name: the play",
    "  hosts: all",
    "  gather_facts: false",
    ...(keywords ? [`  ${keywords}`] : []),
    ...(tasks ? [`  tasks:${tasks}`] : []),
  ];
  return { "play.yml": `${play.join("\n")}\n`, ...(inventory ? { hosts: inventory } : {}), ...files };
}

async function run({ hosts, inventory, check, diff, stopAt }: Story, folder: string): Promise<Event[]> {
  const events: Event[] = [];
  const stop = new AbortController();
  const here = `${(hosts ?? ["a"]).join(",")},`;
  const options = mergeOptions(
    { ...(inventory ? {} : { connection: "local" }), check, diff },
    readSettings({}, folder),
    { playbooks: [join(folder, "play.yml")], inventory: [inventory ? join(folder, "hosts") : here] },
  );
  options.outputs = [{ kind: "jsonl", file: "/dev/null" }];
  await runPlaybooks(options, stop.signal, (event) => {
    events.push(event);
    if (event.type === "host-busy" && event.task.name === stopAt)
      stop.abort(new Fault("INTERRUPTED", "stopped by the user (Ctrl-C)"));
  });
  return events;
}

const TIMES = /^(start|end|delta|elapsed|atime|mtime|ctime|inode|dev|started|finished)$/;

/** Times, numbers of files and the folder are other ones each time. */
function steady(event: Event, folder: string): Event {
  const text = JSON.stringify(event, (key, value: unknown) => {
    if (key === "seconds") return 0.1;
    if (event.type === "run-start" && (key === "at" || key === "version")) return "1";
    if (TIMES.test(key) && (typeof value === "number" || typeof value === "string"))
      return typeof value === "number" ? 1 : "0";
    return value;
  });
  return JSON.parse(text.replaceAll(folder, "/srv")) as Event;
}

/** Tasks by their number in the order of appearance: their own ids say how they are ordered among themselves. */
export function numbered(events: readonly Event[]): Event[] {
  const ids = new Map<string, string>();
  const text = JSON.stringify(events, (key, value: unknown) => {
    if (key !== "id" || typeof value !== "string") return value;
    if (!ids.has(value)) ids.set(value, `${ids.size + 1} ${value.replace(/^.*\0/s, "")}`);
    return ids.get(value);
  });
  return JSON.parse(text) as Event[];
}
