import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../helpers/loopback.js";

/** Real OpenSSH servers on loopback, which run as whoever runs the tests. */
export interface Sshd {
  port: number;
  /** what it has written about its connections */
  log(): string;
  stop(): void;
}

const SSHD = "/usr/sbin/sshd";
const isRoot = process.getuid?.() === 0;

/** Why there can be none here; undefined where there can. */
export function missingForSshd(): string | undefined {
  if (process.platform !== "linux") return "needs Linux";
  const needed = [SSHD, "/usr/bin/ssh", "/usr/bin/ssh-keygen", ...(isRoot ? ["/usr/bin/unshare"] : [])];
  const missing = needed.find((path) => !existsSync(path));
  return missing && `${missing} is not installed`;
}

/** Whoever runs the tests may have a login profile that takes seconds: bash reads none at this depth. */
export const NO_PROFILE = "SetEnv SHLVL=2";

export const USER = userInfo().username;

/** A new key pair; returns the path of the private half. */
export function makeKey(folder: string, name: string, type: "ed25519" | "ecdsa" | "rsa" = "ed25519"): string {
  const path = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", name, "-f", path]);
  return path;
}

/** `TYPE BASE64` of a public key. */
export const publicKey = (path: string): string =>
  readFileSync(`${path}.pub`, "utf8").split(" ").slice(0, 2).join(" ");

export interface SshdOptions {
  folder: string;
  name: string;
  hostKeys: readonly string[];
  /** private key whose owner may log in */
  clientKey: string;
  /** further lines of sshd_config */
  lines?: readonly string[];
}

export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const { folder, name, hostKeys, clientKey, lines = [] } = options;
  const port = await freePort();
  const config = join(folder, `${name}.conf`);
  const logFile = join(folder, `${name}.log`);
  const allowed = join(folder, `${name}.authorized`);
  copyFileSync(`${clientKey}.pub`, allowed);
  writeFileSync(
    config,
    [
      ...lines,
      NO_PROFILE,
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      ...hostKeys.map((path) => `HostKey ${path}`),
      `AuthorizedKeysFile ${allowed}`,
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
      "PermitRootLogin yes",
      "PidFile none",
      "LogLevel VERBOSE",
      "",
    ].join("\n"),
  );
  const run = `exec ${SSHD} -D -e -f ${config}`;
  const log = openSync(logFile, "a");
  // root's sshd wants /run/sshd: one of its own, so that nothing of the machine is touched
  const child: ChildProcess = isRoot
    ? spawn("unshare", ["--mount", "sh", "-c", `mount -t tmpfs tmpfs /run && mkdir /run/sshd && ${run}`], {
        stdio: ["ignore", log, log],
        detached: true,
      })
    : spawn("sh", ["-c", run], { stdio: ["ignore", log, log], detached: true });
  await listening(port, logFile);
  return {
    port,
    log: () => readFileSync(logFile, "utf8"),
    stop: () => {
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        // it has ended by itself
      }
    },
  };
}

async function listening(port: number, logFile: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("error", () => resolve(false)).once("connect", () => resolve(true));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`sshd did not start: ${readFileSync(logFile, "utf8")}`);
}
