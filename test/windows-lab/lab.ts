import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../helpers/loopback.js";
import { agentExecutor, type Executor } from "./server/processes.js";

const BUILD = "test/windows-lab/build.sh";
const EXTRAS = "test/windows-lab/extras/build.sh";

/** The folder of the built lab; undefined where it was not built (test/windows-lab/build.sh does). */
export const builtLab = (): string | undefined => built(BUILD);

function built(script: string): string | undefined {
  const { status, stdout } = spawnSync("bash", [script, "--check"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** A layer over the drive with what a restart needs: made at once, where the lab itself is there. */
function extras(): string {
  const { status, stdout, stderr } = spawnSync("bash", [EXTRAS], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${EXTRAS}: ${stderr}`);
  return stdout.trim();
}

export interface Lab {
  executor: Executor;
  /** drive C: as this machine sees what was changed in it */
  drive: string;
  stop(): Promise<void>;
}

/** Starts genuine PowerShell's host with a fresh drive and registry; `restarts`: it can start itself anew. */
export async function startLab(cache: string, { restarts = false } = {}): Promise<Lab> {
  const scratch = mkdtempSync(join(tmpdir(), "tera-windows-"));
  // what Wine has no command for: doubles with the genuine parameters
  const modules = join(scratch, "upper", "drive_c", "Program Files", "PowerShell", "Modules");
  cpSync("test/windows-lab/doubles", modules, { recursive: true });
  const port = await freePort();
  const words = [cache, scratch, String(port), ...(restarts ? [extras()] : [])];
  const child = spawn("bash", ["test/windows-lab/start.sh", ...words], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    rmSync(scratch, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)); tries++) {
    if (child.exitCode !== null || tries > 600) {
      await stop();
      throw new Error("the agent of the Windows lab did not start");
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { executor: agentExecutor(port), drive: join(scratch, "upper", "drive_c"), stop };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
