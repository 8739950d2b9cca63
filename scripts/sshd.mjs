// A real sshd on a free port of loopback, with what is asked of it, for programs that measure or attack.
// Needs Linux, sshd and ssh-keygen; root needs unshare.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A new key pair in the folder; the path of its private half. */
export function makeKey(folder, name) {
  const path = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]);
  return path;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => resolve(true));
    socket.once("connect", () => socket.destroy());
  });
}

/** `lines` are of its configuration, before the usual ones; `inside` is done first in root's own mount namespace. */
export async function startSshd({ folder, name, hostKey, clientKey, lines = [], inside = ":" }) {
  const port = await freePort();
  const config = join(folder, `${name}.conf`);
  const usual = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${hostKey}`,
    "StrictModes no",
    "UsePAM no",
  ];
  const who = [
    `AuthorizedKeysFile ${clientKey}.pub`,
    "PermitRootLogin yes",
    "PidFile none",
    "LogLevel VERBOSE",
  ];
  writeFileSync(config, `${[...lines, ...usual, ...who].join("\n")}\n`);
  const log = join(folder, `${name}.log`);
  const run = `exec /usr/sbin/sshd -D -f ${config} -E ${log}`;
  // root's sshd wants /run/sshd: one of its own
  const own = `mount -t tmpfs tmpfs /run && mkdir /run/sshd && ${inside} && ${run}`;
  const child =
    process.getuid() === 0
      ? spawn("unshare", ["--mount", "sh", "-c", own], { stdio: "ignore" })
      : spawn("sh", ["-c", run], { stdio: "ignore" });
  for (let tries = 0; tries < 100 && !(await answers(port)); tries++) await sleep(50);
  return { port, child, logins: () => readFileSync(log, "utf8").match(/Accepted publickey/g)?.length ?? 0 };
}
