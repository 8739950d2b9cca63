import { appendFileSync, closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders } from "../../disk/disk.js";
import { localUser } from "../../disk/local_user.js";
import type { Weight } from "../../model/reporter.js";
import type { RunOptions } from "../options/run_options.js";

export interface Log {
  write(text: string, weight?: Weight): void;
  /** why the log is not whole, or not there at all */
  problem(): string | undefined;
}

/** What `log_filter` may call the lines of a log: as Ansible does, and as they are signed. */
const LOGGERS = ["ansible", "tera"];

/** `log_path`: the file that what is shown goes to as well. That it cannot be written stops no run. */
export function logOf({ settings }: RunOptions): Log | undefined {
  const path = settings.logPath;
  if (path === undefined || settings.logFilter.some((name) => LOGGERS.includes(name))) return undefined;
  const user = localUser().name;
  let problem: string | undefined;
  const tried = (act: () => void): void => {
    if (problem !== undefined) return;
    try {
      act();
    } catch (error) {
      problem = `the log ${path} is not whole: ${(error as Error).message}`;
    }
  };
  tried(() => {
    makeFolders(dirname(path));
    closeSync(openSync(path, "a", 0o600)); // what a terminal shows is not everybody's
  });
  return {
    write: (text, weight = "info") => {
      const record = logRecord(text, { weight, user, pid: process.pid, at: new Date() });
      if (record !== "") tried(() => appendFileSync(path, record));
    },
    problem: () => problem,
  };
}

/** A line as Ansible's log has it; nothing where there is nothing to read. */
export function logRecord(
  text: string,
  { weight, user, pid, at }: { weight: Weight; user: string; pid: number; at: Date },
): string {
  const shown = text.replace(/^\n+|\n+$/g, "");
  if (shown === "") return "";
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const millis = String(at.getMilliseconds()).padStart(3, "0");
  return `${day} ${time},${millis} p=${pid} u=${user} n=tera ${weight.toUpperCase()}| ${shown}\n`;
}
