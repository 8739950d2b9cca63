import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";

/** The process that a lock belongs to. Its start time tells it from a later one of the same number. */
export interface Owner {
  pid: number;
  start: string;
  machine: string;
}

export function thisProcess(): Owner {
  return { pid: process.pid, start: startOf(process.pid) ?? "", machine: hostname() };
}

/** Is the process still there? Of another machine nobody can say, so it counts as there. */
export function isLive({ pid, start, machine }: Owner): boolean {
  if (machine !== hostname()) return true;
  return pid > 0 && startOf(pid) === start;
}

/** When a process began, in words of the system; undefined where there is none. */
function startOf(pid: number): string | undefined {
  if (existsSync("/proc/self/stat")) return startInProc(pid);
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function startInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the name in brackets may hold blanks and brackets
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
