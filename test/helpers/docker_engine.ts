import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";

/** A Docker engine of the test's own: its data, sockets and network belong to it alone. */
export interface Engine {
  /** DOCKER_HOST */
  host: string;
  /** the machine's address as its containers see it; "" without a network */
  gateway: string;
  /** runs `docker` with this engine; gives its output */
  docker(args: readonly string[], options?: { cwd?: string; input?: string | Buffer }): Promise<string>;
  stop(): Promise<void>;
}

const PATH = `/usr/sbin:/usr/bin:/sbin:/bin:${process.env.PATH}`;

/** Why there can be no such engine here; undefined where there can. */
export function missingForEngine(
  more: readonly (readonly [program: string, package_: string])[] = [],
): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs Linux and root, for dockerd";
  const wanted = [["dockerd", "docker.io"], ["docker", "docker.io"], ["iptables", "iptables"], ...more];
  const missing = wanted.find(
    ([program]) => !PATH.split(":").some((folder) => existsSync(join(folder, program!))),
  );
  return missing && `${missing[0]} is not there: install ${missing[1]}`;
}

/** Without `network` the engine can pull, push and import, and touches nothing of the machine's network. */
export async function startEngine(folder: string, { network = false } = {}): Promise<Engine> {
  mkdirSync(folder, { recursive: true });
  const bridge = network ? await makeBridge() : undefined;
  const host = `unix://${join(folder, "docker.sock")}`;
  const log = openSync(join(folder, "dockerd.log"), "w");
  const child = spawn(
    "dockerd",
    [
      ...["--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")],
      ...["--pidfile", join(folder, "dockerd.pid"), "--host", host],
      ...(bridge
        ? ["--bridge", bridge.name, "--mtu", String(bridge.mtu)]
        : ["--bridge=none", "--iptables=false", "--ip-forward=false"]),
    ],
    { stdio: ["ignore", log, log], env: { ...process.env, PATH }, detached: true },
  );
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: "1", PATH };
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await Promise.race([ended, sleep(30_000, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
    await ended;
    await bridge?.remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  for (let tries = 0; ; tries++) {
    if ((await execa("docker", ["version"], { env, reject: false })).exitCode === 0) break;
    if (tries === 100 || child.exitCode !== null) {
      const said = readFileSync(join(folder, "dockerd.log"), "utf8").slice(-2000);
      await stop();
      throw new Error(`dockerd did not start:\n${said}`);
    }
    await sleep(200);
  }
  return {
    host,
    gateway: bridge?.address ?? "",
    docker: async (args, options = {}) => (await execa("docker", args, { env, ...options })).stdout,
    stop,
  };
}

/** A bridge of its own, from the range for tests of networks; the machine's firewall is put back at the end. */
async function makeBridge() {
  const name = `tera${process.pid}`;
  const address = `198.18.${process.pid % 250}.1`;
  const run = (command: string, input?: string) =>
    execa("sh", ["-c", command], { env: { PATH }, ...(input === undefined ? {} : { input }) });
  const rules = (await run("iptables-save")).stdout;
  await run(
    `ip link add ${name} type bridge && ip addr add ${address}/24 dev ${name} && ip link set ${name} up`,
  );
  const { stdout: mtu } = await run(
    "cat /sys/class/net/$(ip route show default | sed 's/.* dev //; s/ .*//; q')/mtu || echo 1500",
  );
  return {
    name,
    address,
    mtu: Number(mtu),
    remove: async () => {
      await run("iptables-restore", `${rules}\n`);
      await run(`ip link del ${name}`);
    },
  };
}
