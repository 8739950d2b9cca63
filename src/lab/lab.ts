import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolders } from "../disk/disk.js";
import { Fault } from "../model/errors.js";
import { takeLock } from "../state/lock.js";
import { isRunning, LAB_FOLDER, type LabState, readState } from "./state.js";

export interface LabOptions {
  hosts: readonly string[];
  folder?: string;
  /** the program that runs the daemon: `tera lab-daemon` */
  command?: readonly string[];
}

/** The lab's hosts, started where they are not running. Starting it twice is starting it once. */
export async function labUp(options: LabOptions): Promise<LabState> {
  const { folder = LAB_FOLDER } = options;
  return alone(folder, () => startUnlessRunning(options, folder));
}

async function startUnlessRunning({ hosts, command }: LabOptions, folder: string): Promise<LabState> {
  const state = readState(folder);
  if (state && isRunning(state.pid) && hosts.every((name) => state.hosts.some((host) => host.name === name)))
    return state;
  if (state && isRunning(state.pid)) await stopDaemon(state.pid);
  makeFolders(folder, 0o700);
  const ports = await freePorts(hosts.length);
  const log = openSync(join(folder, "daemon.log"), "a");
  const [program = process.execPath, ...words] = command ?? [process.execPath, process.argv[1]!];
  const child = spawn(program, [...words, "lab-daemon", folder, hosts.join(","), ports.join(",")], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return waitForState(folder, child.pid!);
}

async function waitForState(folder: string, pid: number): Promise<LabState> {
  for (let waited = 0; waited < 1200; waited++) {
    const state = readState(folder);
    if (state?.pid === pid) return state;
    if (waited > 5 && !isRunning(pid)) break;
    await sleep(50);
  }
  throw new Fault("CONNECTION_FAILED", `the lab did not start: ${lastWords(join(folder, "daemon.log"))}`);
}

/** What the lab said at its end, without the places in its own code. */
function lastWords(log: string): string {
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
  const words = lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("at "));
  return words.slice(-3).join(" ") || "it said nothing";
}

/** Stops the hosts and everything that was started on them, and removes their folders. */
export async function labDown(folder = LAB_FOLDER): Promise<LabState | undefined> {
  return existsSync(folder) ? alone(folder, () => stop(folder)) : undefined;
}

/** Whoever else starts or stops this lab is waited for. The lock stands beside the folder, which goes with the lab. */
async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited++) {
    const lock = takeLock(`${folder}.lock`);
    if (!("heldBy" in lock)) return work().finally(() => lock.release());
    if (waited > 600)
      throw new Fault(
        "TIMEOUT",
        `process ${lock.heldBy.pid} has been starting or stopping the lab for a minute`,
      );
    await sleep(100);
  }
}

async function stop(folder: string): Promise<LabState | undefined> {
  const state = readState(folder);
  if (!state) return undefined;
  for (const host of state.hosts) killIn(host.folder);
  if (isRunning(state.pid)) await stopDaemon(state.pid);
  rmSync(folder, { recursive: true, force: true });
  return state;
}

export function labStatus(folder = LAB_FOLDER): (LabState & { running: boolean }) | undefined {
  const state = readState(folder);
  return state && { ...state, running: isRunning(state.pid) };
}

async function stopDaemon(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  for (let waited = 0; waited < 60 && isRunning(pid); waited++) await sleep(50);
}

/**
 * Ends what runs below a host's folder: the processes whose pid files lie in
 * it, and those that have it as their working folder (Linux shows that).
 */
function killIn(folder: string): void {
  const pids = new Set([...pidFiles(folder), ...workingIn(folder)]);
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // it has ended meanwhile
    }
  }
}

function pidFiles(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".pid"))
    .map((name) => Number(readFileSync(join(folder, name), "utf8").trim()))
    .filter((pid) => Number.isInteger(pid) && pid > 1 && commandOf(pid).includes(folder));
}

/** A pid file may be old and the number somebody else's by now: the command line must name the folder. */
function commandOf(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

function workingIn(folder: string): number[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Ports that are free now; all are held until the last one is found, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
