import { existsSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import type { RunOptions } from "../options/run_options.js";
import { pastRun } from "./path.js";

/**
 * `--limit @failed`: the hosts that failed or were not reached in the last run of these playbooks over this
 * inventory, one a line. Undefined where a file of that name is meant, as for Ansible. Fault: PATTERN_INVALID.
 */
export function failedHosts(options: RunOptions, warn: (text: string) => void): string | undefined {
  if (existsSync("failed")) return undefined;
  const past = pastRun(options);
  if (!past)
    throw new Fault(
      "PATTERN_INVALID",
      "--limit @failed: no earlier run of this playbook over this inventory is known",
      {
        hint: "`@` also names a file with a host on each line",
      },
    );
  if (past.lost.size === 0)
    throw new Fault("PATTERN_INVALID", "--limit @failed: no host failed in the last run", {
      hint:
        past.code === undefined
          ? "that run was broken off: --resume goes on with it"
          : "there is nothing to go on with",
    });
  if (past.code === undefined)
    warn(
      "the last run was broken off: hosts that had not come to its end are not among the failed ones (--resume goes on with all)",
    );
  return [...past.lost.keys()].join("\n");
}
