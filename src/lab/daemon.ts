import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newKeyPair } from "./keys.js";
import { startServer } from "./server.js";
import { type LabHost, readState, writeState } from "./state.js";

/** The process behind the lab: an SSH server for each host, until it is told to end. */
export async function runLabDaemon(
  folder: string,
  names: readonly string[],
  appPorts: readonly number[],
): Promise<void> {
  const client = newKeyPair();
  const privateKeyFile = join(folder, "id_ed25519");
  const knownHostsFile = join(folder, "known_hosts");
  writeFileSync(privateKeyFile, client.private, { mode: 0o600 });
  const before = readState(folder)?.hosts ?? [];
  const hosts: LabHost[] = [];
  const known: string[] = [];
  for (const [index, name] of names.entries()) {
    const hostKey = newKeyPair();
    const home = join(folder, "hosts", name);
    const port = await startServer({
      hostKey: hostKey.private,
      clientKey: client.public,
      folder: home,
      name,
      port: 0,
    });
    const appPort = before.find((host) => host.name === name)?.appPort ?? appPorts[index]!;
    known.push(`[127.0.0.1]:${port} ${hostKey.public.split(" ").slice(0, 2).join(" ")}`);
    hosts.push({
      name,
      address: "127.0.0.1",
      port,
      user: process.env.USER || process.env.LOGNAME || "tera",
      privateKeyFile,
      knownHostsFile,
      folder: home,
      appPort,
    });
  }
  writeFileSync(knownHostsFile, `${known.join("\n")}\n`, { mode: 0o600 });
  writeState(folder, { pid: process.pid, hosts });
  await new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => {});
    process.on("SIGHUP", () => {});
  });
}
