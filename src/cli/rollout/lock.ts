import { Fault } from "../../model/errors.js";
import { type At, infoPlays, lockPlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { askHosts, say } from "./asked_hosts.js";
import { runPlays } from "./start.js";

/** `tera lock [status|take|free]` */
export async function run(input: Input, play = runPlays): Promise<number> {
  const action = input.operands[0] ?? "status";
  const reason = (input.values.reason as string | undefined) ?? "";
  if (action === "take" && reason === "")
    throw new Fault("USAGE", "a lock that is held needs a reason", {
      hint: "--reason 'database is being moved'",
    });
  const plays = (at: At) =>
    action === "status" ? infoPlays(at) : lockPlays(at, action === "take" ? "held" : "free", reason);
  const { code, releases } = await askHosts(input, plays, play);
  if (action === "status")
    for (const { host, lock } of releases) say(`${host}: ${lock === "" ? "free" : lockText(lock)}\n`);
  else if (code === 0)
    say(action === "take" ? "the lock is held until `tera lock free`\n" : "the lock is free\n");
  return code;
}

function lockText(lock: string): string {
  const [owner, run, since, , , kind, reason] = lock.split("|");
  return `${kind === "held" ? "held" : "taken"} by ${owner} since ${since} (run ${run})${reason ? `: ${reason}` : ""}`;
}
