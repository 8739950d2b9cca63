import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A real OpenSSH server with an /etc, /opt, /home, /root and /tmp of its own. */
export interface SshHost {
  name: string;
  port: number;
  appPort: number;
  /** folder of the host's own files, as the machine sees it */
  upper: string;
}

export interface SshHosts {
  hosts: SshHost[];
  /** private key that root accepts */
  key: string;
  folder: string;
  stop(): Promise<void>;
}

/** The user who comes by password and becomes root by sudo with it. */
export const USER = { name: "deploy", password: "correct-horse" };

/** Why such hosts cannot be made here; undefined where they can. */
export function missingForHosts(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs Linux and root, for namespaces";
  const missing = ["/usr/sbin/sshd", "/usr/bin/sudo", "/usr/bin/unshare"].find((path) => !existsSync(path));
  return missing && `${missing} is not installed`;
}

const OWN = ["etc", "opt", "home", "root", "var", "srv"];

/** Starts `count` hosts on loopback ports. Each is a mount and process namespace with overlays over the machine's own folders. */
export async function startSshHosts(count: number, lines: readonly string[] = []): Promise<SshHosts> {
  const folder = mkdtempSync(join(tmpdir(), "tera-hosts-"));
  const key = join(folder, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const ports = await freePorts(count * 2);
  const children: ChildProcess[] = [];
  const hosts: SshHost[] = [];
  for (let index = 0; index < count; index++) {
    const host = {
      name: `host${index + 1}`,
      port: ports[index * 2]!,
      appPort: ports[index * 2 + 1]!,
      upper: join(folder, `host${index + 1}`),
    };
    hosts.push(host);
    children.push(startHost(host, folder, { key, lines }));
  }
  const stop = async () => {
    for (const child of children) if (child.pid) process.kill(-child.pid, "SIGKILL");
    await sleep(200);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(hosts.map((host) => answers(host)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { hosts, key, folder, stop };
}

function startHost(host: SshHost, folder: string, own: HostOptions): ChildProcess {
  const script = join(folder, `${host.name}.sh`);
  writeFileSync(script, hostScript(host, own));
  return spawn("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", script], {
    stdio: "ignore",
    detached: true,
  });
}

interface HostOptions {
  key: string;
  /** further lines of sshd_config, above the usual ones */
  lines: readonly string[];
}

function hostScript(host: SshHost, { key, lines }: HostOptions): string {
  return `set -e
mount --make-rprivate /
mkdir -p ${host.upper}; mount -t tmpfs tmpfs ${host.upper}
for d in ${OWN.join(" ")}; do
  mkdir -p ${host.upper}/$d ${host.upper}/.work-$d
  mount -t overlay overlay -o lowerdir=/$d,upperdir=${host.upper}/$d,workdir=${host.upper}/.work-$d /$d
done
mkdir -p /root/.ssh; cp ${key}.pub /root/.ssh/authorized_keys; chmod 700 /root/.ssh; chmod 600 /root/.ssh/authorized_keys; chown -R root:root /root/.ssh
useradd -m -s /bin/sh ${USER.name}; echo '${USER.name}:${USER.password}' | chpasswd
echo '${USER.name} ALL=(ALL) ALL' >/etc/sudoers.d/${USER.name}; chmod 440 /etc/sudoers.d/${USER.name}
ssh-keygen -q -t ed25519 -N '' -f ${host.upper}/hostkey
cat >${host.upper}/sshd_config <<END
${lines.join("\n")}
Port ${host.port}
ListenAddress 127.0.0.1
HostKey ${host.upper}/hostkey
PermitRootLogin prohibit-password
PasswordAuthentication yes
UsePAM no
PidFile none
LogLevel ERROR
END
mkdir -p /run/sshd
exec /usr/sbin/sshd -D -f ${host.upper}/sshd_config
`;
}

async function answers(host: SshHost): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const probe = spawn("bash", ["-c", `: </dev/tcp/127.0.0.1/${host.port}`], { stdio: "ignore" });
      probe.on("exit", (code) => resolve(code === 0));
    });
    if (open) return;
    await sleep(100);
  }
  throw new Error(`${host.name} did not start its SSH server`);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
