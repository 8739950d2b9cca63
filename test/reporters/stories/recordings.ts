import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Event } from "../../../src/model/event.js";
import { numbered, recorded } from "./record.js";
import type { Stories, Story } from "./story.js";

/** Set it to record the runs anew: UPDATE_GOLDEN=1 node scripts/test.mjs reporters/contract */
const update = process.env.UPDATE_GOLDEN === "1";
const FOLDER = "test/fixtures/stories";

interface Recording {
  /** of which story it is: one that was changed since is another one */
  of: string;
  events: Event[];
}
type Recordings = Record<string, Recording>;

/** What happened in each story of a group. Throws where one was never recorded, or was changed since. */
export async function recordings(group: string, stories: Stories): Promise<Record<string, Event[]>> {
  const path = `${FOLDER}/${group}.json`;
  const known: Recordings = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const now: Recordings = {};
  for (const [name, story] of Object.entries(stories)) {
    const of = digest(story);
    const found = known[name];
    if (found?.of === of) now[name] = found;
    else if (update) now[name] = { of, events: await recorded(story) };
    else
      throw new Error(
        `"${name}" is to be recorded: UPDATE_GOLDEN=1 node scripts/test.mjs reporters/contract`,
      );
  }
  if (update) write(path, now);
  return Object.fromEntries(Object.entries(now).map(([name, { events }]) => [name, numbered(events)]));
}

/** Of what is run, not of what must be said of it. */
function digest({ says, never, varies, ...run }: Story): string {
  return createHash("sha256").update(JSON.stringify(run)).digest("hex").slice(0, 16);
}

/** An event a line: what a change does to them can be read. */
function write(path: string, all: Recordings): void {
  const stories = Object.entries(all).map(([name, { of, events }]) => {
    const lines = events.map((event) => `    ${JSON.stringify(event)}`).join(",\n");
    return `${JSON.stringify(name)}: {"of": ${JSON.stringify(of)}, "events": [\n${lines}\n  ]}`;
  });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, `{\n${stories.join(",\n")}\n}\n`);
}
