import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";

/** A Docker engine: of the test's own, or the machine's where one runs. */
export interface Engine {
  /** DOCKER_HOST */
  host: string;
  /** the machine's address as its containers see it; "" without a network */
  gateway: string;
  /** runs `docker` with this engine; gives its output */
  docker(args: readonly string[], options?: { cwd?: string; input?: string | Buffer }): Promise<string>;
  stop(): Promise<void>;
}

/** How long one waits for an engine with a network at most, in milliseconds: other tests may have theirs first. */
export const ENGINE_TIMEOUT = 1_500_000;

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

/**
 * Without `network`: one that pulls, pushes and imports, and touches nothing of the machine's network.
 * With it: one whose containers have a network. Two engines would take each other's firewall rules
 * away, so there is one at a time, and the machine's is used where it has one.
 */
export async function startEngine(folder: string, { network = false } = {}): Promise<Engine> {
  mkdirSync(folder, { recursive: true });
  if (!network) return ownEngine(folder);
  const release = await alone();
  const engine = (await machinesEngine(folder)) ?? (await ownEngine(folder, await makeBridge()));
  return {
    ...engine,
    stop: async () => {
      await engine.stop();
      release();
    },
  };
}

/** Waits until no other test of this machine has an engine with a network; gives what lets the next one in. */
async function alone(): Promise<() => void> {
  for (;;) {
    // a test that has given up must not keep its process, and with it the lock
    const server = createServer().unref();
    const listening = new Promise<boolean>((resolve) => {
      server.once("listening", () => resolve(true)).once("error", () => resolve(false));
    });
    server.listen("\0tera-test-docker-network");
    if (await listening) return () => server.close();
    await sleep(500);
  }
}

async function machinesEngine(folder: string): Promise<Engine | undefined> {
  const env = clientEnv(folder);
  const docker: Engine["docker"] = async (args, options = {}) =>
    (await execa("docker", args, { env, ...options })).stdout;
  const ask = ["network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "bridge"];
  const gateway = await docker(ask).catch(() => undefined);
  if (!gateway) return undefined;
  return {
    host: process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock",
    gateway,
    docker,
    stop: async () => {
      const names = (await docker(["images", "--format", "{{.Repository}}:{{.Tag}}"])).split("\n");
      const ours = names.filter((name) => name.startsWith("tera-test/"));
      if (ours.length > 0) await docker(["rmi", "--force", ...ours]);
    },
  };
}

/** Credentials go to a folder of the test, not to the user's. */
function clientEnv(folder: string): Record<string, string> {
  return { DOCKER_CONFIG: join(folder, "client"), DOCKER_BUILDKIT: "1", PATH };
}

type Bridge = Awaited<ReturnType<typeof makeBridge>>;

async function ownEngine(folder: string, bridge?: Bridge): Promise<Engine> {
  const host = `unix://${join(folder, "docker.sock")}`;
  const log = openSync(join(folder, "dockerd.log"), "w");
  // it ends with this process, however that ends
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "TERM", "dockerd"],
      ...["--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")],
      ...["--pidfile", join(folder, "dockerd.pid"), "--host", host],
      ...(bridge
        ? ["--bridge", bridge.name, "--mtu", String(bridge.mtu)]
        : ["--bridge=none", "--iptables=false", "--ip-forward=false"]),
    ],
    { stdio: ["ignore", log, log], env: { ...process.env, PATH } },
  );
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const env = { ...clientEnv(folder), DOCKER_HOST: host };
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
