import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** An emulator of AWS: what it keeps is gone with it. */
export interface Moto {
  /** http://127.0.0.1:PORT */
  endpoint: string;
  /** for programs that are to use it: endpoint, credentials, region, no metadata service */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** A key of 12 digits is the account's number. */
export const ACCOUNT = "123456789012";

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
  return { endpoint, env: environment(endpoint, region), stop: () => stop(child, folder) };
}

function environment(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
