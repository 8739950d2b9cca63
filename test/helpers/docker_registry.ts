import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { freePort } from "./loopback.js";

/** Debian's registry server. */
export interface Registry {
  port: number;
  username: string;
  password: string;
  /** the certificate to trust; "" without TLS */
  certificate: string;
  stop(): Promise<void>;
}

/**
 * `address`: speak TLS, and be reachable there too, also under `name`. Without a password everybody may pull and push.
 */
export async function startRegistry(
  folder: string,
  {
    address,
    name,
    port: wanted,
    username = "AWS",
    password = "",
  }: { address?: string; name?: string; port?: number; username?: string; password?: string } = {},
): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = wanted ?? (await freePort());
  const tls = address === undefined ? undefined : await selfSigned(folder, address, name);
  const users = join(folder, "htpasswd");
  if (password) writeFileSync(users, `${username}:${await bcrypt(password)}\n`);
  const config = join(folder, "config.yml");
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(folder, "data") } },
      http: { addr: `${address === undefined ? "127.0.0.1" : "0.0.0.0"}:${port}`, ...(tls && { tls }) },
      ...(password && { auth: { htpasswd: { realm: "test", path: users } } }),
    }),
  );
  const log = openSync(join(folder, "log"), "w");
  const child = spawn("docker-registry", ["serve", config], { stdio: ["ignore", log, log] });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  for (let tries = 0; !(await listens(port)); tries++) {
    if (tries === 100 || child.exitCode !== null)
      throw new Error(`the registry did not start:\n${readFileSync(join(folder, "log"), "utf8")}`);
    await sleep(100);
  }
  return {
    port,
    username,
    password,
    certificate: tls ? readFileSync(tls.certificate, "utf8") : "",
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function selfSigned(folder: string, address: string, name?: string) {
  const files = { certificate: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=registry"],
    ...["-addext", `subjectAltName=IP:${address},IP:127.0.0.1${name ? `,DNS:${name}` : ""}`],
    ...["-keyout", files.key, "-out", files.certificate],
  ]);
  return files;
}

/** The only form the registry reads; Perl's crypt is the C library's. */
async function bcrypt(password: string): Promise<string> {
  const script = "print crypt($ENV{WORD}, q($2y$05$) . q(abcdefghijklmnopqrstuu))";
  return (await execa("perl", ["-e", script], { env: { WORD: password } })).stdout;
}

function listens(port: number): Promise<boolean> {
  return execa("bash", ["-c", `: </dev/tcp/127.0.0.1/${port}`], { reject: false }).then(
    ({ exitCode }) => exitCode === 0,
  );
}
