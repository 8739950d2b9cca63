import { spawn } from "node:child_process";
import { timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import ssh2, { type Connection, type ServerChannel, type Session } from "ssh2";
import { makeFolders } from "../disk/disk.js";

export interface LabServerOptions {
  hostKey: string;
  /** the one key that is let in, as in authorized_keys */
  clientKey: string;
  folder: string;
  name: string;
  port: number;
  /** takes no further connections once it is aborted */
  signal?: AbortSignal;
}

/** An SSH server on loopback whose commands run in a folder of their own, as the current user. */
export function startServer(options: LabServerOptions): Promise<number> {
  makeFolders(options.folder, 0o700);
  const allowed = ssh2.utils.parseKey(options.clientKey);
  if (allowed instanceof Error) throw allowed;
  const key = Array.isArray(allowed) ? allowed[0]! : allowed;
  const server = new ssh2.Server({ hostKeys: [options.hostKey] }, (client) => serve(client, key, options));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const { port, signal } = options;
    server.listen({ port, host: "127.0.0.1", ...(signal ? { signal } : {}) }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}

function serve(client: Connection, key: ssh2.ParsedKey, options: LabServerOptions): void {
  client.on("error", () => {}); // a client that goes away is none
  client.on("authentication", (context) => {
    if (context.method !== "publickey") return context.reject(["publickey"]);
    const known = key.getPublicSSH();
    const same = context.key.data.length === known.length && timingSafeEqual(context.key.data, known);
    if (
      !same ||
      (context.signature && key.verify(context.blob!, context.signature, context.hashAlgo) !== true)
    )
      return context.reject(["publickey"]);
    context.accept();
  });
  client.on("ready", () => {
    client.on("session", (accept) => session(accept(), options));
  });
}

function session(session: Session, options: LabServerOptions): void {
  session.on("exec", (accept, _reject, { command }) => run(accept(), command, options));
}

/** Runs a command as sshd does: by a shell, in the home folder, with a fresh environment. */
function run(channel: ServerChannel, command: string, { folder, name }: LabServerOptions): void {
  const child = spawn("/bin/sh", ["-c", command], {
    cwd: folder,
    env: {
      HOME: folder,
      PATH: process.env.PATH,
      USER: process.env.USER ?? "",
      LANG: process.env.LANG ?? "C.UTF-8",
      TMPDIR: process.env.TMPDIR ?? "/tmp",
      TERA_LAB_HOST: name,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on("close", () => void child.kill("SIGHUP"));
  channel.on("error", () => {});
  child.on("error", () => finish(127, null));
  // what a program leaves behind may hold the pipes open: its end is the end, as with sshd, once they are drained
  child.on("exit", (code, signal) => setTimeout(() => finish(code, signal), 30));
  let finished = false;
  const finish = (code: number | null, signal: string | null): void => {
    if (finished) return;
    finished = true;
    if (signal !== null && code === null)
      (channel as unknown as { exit(signal: string): void }).exit(signal.replace(/^SIG/, ""));
    else channel.exit(code ?? 0);
    channel.end();
  };
}
