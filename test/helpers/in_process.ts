import { mergeOptions } from "../../src/cli/options/merge.js";
import { readSettings } from "../../src/cli/options/settings.js";
import { runPlaybooks } from "../../src/cli/play/play.js";
import type { Event } from "../../src/model/event.js";

/** What a run in this process is given beside its playbook. */
export interface Given {
  cwd: string;
  become?: boolean;
  extraVars?: string[];
  /** a file, or hosts with a comma; this machine unless said */
  inventory?: string;
}

/** Runs a playbook on this machine, in this process, and gives its events. Nothing is printed. */
export async function played(
  playbook: string,
  { cwd, become, extraVars, inventory = "localhost," }: Given,
): Promise<Event[]> {
  const events: Event[] = [];
  const options = mergeOptions(
    { ...(inventory === "localhost," ? { connection: "local" } : {}), become, extraVars },
    readSettings({}, cwd),
    {
      playbooks: [playbook],
      inventory: [inventory],
    },
  );
  options.outputs = [{ kind: "jsonl", file: "/dev/null" }];
  await runPlaybooks(options, new AbortController().signal, (event) => events.push(event));
  return events;
}
