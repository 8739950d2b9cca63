import { spawn, spawnSync } from "node:child_process";
import { type Ended, endOf, MAIN, type Project } from "./project.js";

/** Why nobody can be made to type here; undefined where it works. */
export function missingTerminal(): string | undefined {
  return spawnSync("script", ["--version"]).status === 0 ? undefined : "script is not there (bsdutils)";
}

/** At a terminal somebody types at the question; what is shown there comes back. */
export function atTerminal(project: Project, args: readonly string[], typed: string): Promise<Ended> {
  const words = [process.execPath, MAIN, ...args].join(" ");
  const child = spawn("script", ["-qec", words, "/dev/null"], {
    cwd: project.folder,
    env: { ...process.env, TF_VAR_signs: project.signs },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdout.on("data", (data) => {
    if (String(data).includes("Type ")) child.stdin.write(typed);
  });
  return endOf(child);
}
