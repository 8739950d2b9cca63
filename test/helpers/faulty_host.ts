import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { openSession, type Session } from "../../src/shell/session/session.js";
import { connectHere } from "./module.js";

/** Why there can be no mounts of our own here; undefined where there can. */
export function mountsMissing(): string | undefined {
  try {
    execFileSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"], { stdio: "ignore" });
    execFileSync("nsenter", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "needs root, unshare and nsenter: mounts of its own";
  }
}

/**
 * A session on this machine with mounts of its own, which end with it. `setup` is shell text that makes them;
 * `environment` is what its shell starts with. `look` runs a command there, apart from the session.
 */
export async function onFaultyHost<T>(
  { setup, environment = "" }: { setup: string; environment?: string },
  work: (session: Session, look: (command: string) => string) => Promise<T>,
): Promise<T> {
  const keeper = spawn("unshare", ["-m", "sh", "-c", `(set -e; ${setup}) && echo up; exec cat`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    await isUp(keeper);
    const inside = ["-t", String(keeper.pid), "-m", "sh", "-c"];
    const connection = await connectHere(
      (command) => `${environment} exec nsenter ${inside.join(" ")} ${quoted(command)}`,
    );
    const session = await openSession(connection);
    try {
      return await work(session, (command) =>
        execFileSync("nsenter", [...inside, command], { encoding: "utf8" }),
      );
    } finally {
      await session.close();
      await connection.close();
    }
  } finally {
    keeper.kill("SIGKILL");
  }
}

const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

function isUp(keeper: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    keeper.stdout!.on("data", (data: Buffer) => data.includes("up\n") && resolve());
    keeper.once("exit", () => reject(new Error("the mounts could not be made")));
    keeper.once("error", reject);
  });
}
