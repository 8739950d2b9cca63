import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { awsEnv } from "./aws_env.js";
import { freePort } from "./loopback.js";

/** An emulator of AWS: what it keeps is gone with it. */
export interface Moto {
  /** http://127.0.0.1:PORT */
  endpoint: string;
  /** for programs that are to use it: endpoint, credentials, region, no metadata service */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** Why there can be no emulator here; undefined where there can. */
export function missingForMoto(): string | undefined {
  try {
    execFileSync("moto_server", ["--help"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "moto_server is not there (pip install 'moto[server]')";
  }
}

/** `amis`: a file with images in moto's form, instead of its own list. */
export async function startMoto({
  amis,
  region = "us-east-1",
}: {
  amis?: string;
  region?: string;
} = {}): Promise<Moto> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "tera-moto-"));
  const log = join(folder, "log");
  const output = openSync(log, "w");
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      ...(amis ? { MOTO_AMIS_PATH: amis } : {}),
    },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, child, log);
  return { endpoint, env: awsEnv(endpoint, region), stop: () => stop(child, folder) };
}

async function answers(endpoint: string, child: ChildProcess, log: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  child.kill();
  throw new Error(`the emulator did not start:\n${readFileSync(log, "utf8")}`);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode === null) {
    child.kill("SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
