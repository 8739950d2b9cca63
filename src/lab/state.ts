import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { makeFolders, writeWhole } from "../disk/disk.js";

/** One host of the lab: a folder, an SSH port and a port for its app. */
export interface LabHost {
  name: string;
  address: string;
  port: number;
  user: string;
  privateKeyFile: string;
  knownHostsFile: string;
  folder: string;
  appPort: number;
}

export interface LabState {
  pid: number;
  hosts: LabHost[];
}

/** The lab's folder: everything it writes is below it. */
export const LAB_FOLDER = resolve(".tera", "lab");

const stateFile = (folder: string): string => join(folder, "state.json");

export function readState(folder: string): LabState | undefined {
  if (!existsSync(stateFile(folder))) return undefined;
  return JSON.parse(readFileSync(stateFile(folder), "utf8")) as LabState;
}

export function writeState(folder: string, state: LabState): void {
  const path = stateFile(folder);
  makeFolders(dirname(path), 0o700);
  writeWhole(path, JSON.stringify(state, null, 2), 0o600);
}

/** Is the process there, and ours? A pid may have been given to somebody else meanwhile. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync(command) || readFileSync(command, "utf8").includes("lab-daemon");
}
