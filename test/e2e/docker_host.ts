import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { Engine } from "../helpers/docker_engine.js";
import type { Registry } from "../helpers/docker_registry.js";

/** A container that is a host: its own root file system, network, sshd, and room for an engine of its own. */
export interface DockerHost {
  address: string;
  /** private key that the user is let in with; it becomes root by sudo */
  key: string;
  /** runs a command as root; gives its output */
  run(command: string): Promise<string>;
  /** makes a file, and its folder, as root */
  write(path: string, content: string | Buffer): Promise<void>;
  remove(): Promise<void>;
}

/** As much of --privileged as machines without CAP_SYS_RESOURCE can give. */
const RIGHTS = [
  ...["--cap-add=ALL", "--cap-drop=SYS_RESOURCE"],
  ...["--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"],
  ...["--device-cgroup-rule", "a *:* rwm", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"],
];

/** `names`: further names that the host knows, as `NAME:ADDRESS`; `key`: one that is there already. */
export async function startHost(
  engine: Engine,
  image: string,
  folder: string,
  { user = "deploy", key = join(folder, "key"), names = [] as readonly string[] } = {},
): Promise<DockerHost> {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(key)) await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  // overlay file systems do not stack: the engine's data is on a volume
  const id = await engine.docker([
    ...["run", "--detach", "--hostname", "fresh", ...RIGHTS, "--volume", "/var/lib/docker"],
    ...names.flatMap((name) => ["--add-host", name]),
    image,
  ]);
  const run = (command: string, input?: string | Buffer) =>
    engine.docker(["exec", ...(input ? ["-i"] : []), id, "sh", "-c", command], input ? { input } : {});
  const inspected = ["inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", id];
  const address = await engine.docker(inspected);
  await run(
    `useradd -m -s /bin/sh ${user} && install -d -m 700 -o ${user} /home/${user}/.ssh &&
     cat >/home/${user}/.ssh/authorized_keys && chown ${user} /home/${user}/.ssh/authorized_keys &&
     echo '${user} ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/${user}`,
    readFileSync(`${key}.pub`, "utf8"),
  );
  await listens(address);
  return {
    address,
    key,
    run: (command) => run(command),
    write: async (path, content) => {
      await run(`mkdir -p "$(dirname ${path})" && cat >${path}`, content);
    },
    remove: async () => {
      await run("docker ps -aq | xargs -r docker rm -f").catch(() => undefined);
      await engine.docker(["rm", "--force", "--volumes", id]);
    },
  };
}

/** The host trusts the registry's certificate, as a company's hosts trust theirs. */
export async function trust(
  host: DockerHost,
  engine: Engine,
  registry: Registry,
  name = `${engine.gateway}:${registry.port}`,
): Promise<void> {
  const place = `/etc/docker/certs.d/${name}`;
  await host.run(`mkdir -p ${place} && cat >${place}/ca.crt <<'END'\n${registry.certificate}END`);
}

async function listens(address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { exitCode } = await execa("bash", ["-c", `: </dev/tcp/${address}/22`], { reject: false });
    if (exitCode === 0) return;
    await sleep(100);
  }
  throw new Error(`no SSH server answers on ${address}`);
}
