import { mkdirSync, readFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Engine } from "../helpers/docker_engine.js";
import { type DockerHost, startHost } from "./docker_host.js";

/** An operating system as far as a playbook sees it; below it is a Debian in every case. */
export interface System {
  user: string;
  /** /etc/os-release */
  release: string;
  /** where its packages come from: dnf's database says which release it is, apt needs nothing */
  packages: "apt" | "amazon" | "rhel";
}

/** By the name of the operating system in terraform/deploy. */
export const SYSTEMS: Readonly<Record<string, System>> = {
  amazonlinux2023: {
    user: "ec2-user",
    packages: "amazon",
    release: `NAME="Amazon Linux"
VERSION="2023"
ID="amzn"
ID_LIKE="fedora"
VERSION_ID="2023"
PRETTY_NAME="Amazon Linux 2023.9.20251117"
`,
  },
  ubuntu2404: {
    user: "ubuntu",
    packages: "apt",
    release: `PRETTY_NAME="Ubuntu 24.04.3 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.3 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
UBUNTU_CODENAME=noble
`,
  },
  rhel9: {
    user: "ec2-user",
    packages: "rhel",
    release: `NAME="Red Hat Enterprise Linux"
VERSION="9.7 (Plow)"
ID="rhel"
ID_LIKE="fedora"
VERSION_ID="9.7"
PRETTY_NAME="Red Hat Enterprise Linux 9.7 (Plow)"
`,
  },
};

/** A host behind a public address of its own, as an instance is behind its elastic IP. */
export interface CloudHost extends DockerHost {
  publicAddress: string;
}

/** `key`: private key of the key pair; `names`: names it knows; `releases`: rpm files that say which system it is. */
export interface CloudHostOptions {
  folder: string;
  key: string;
  images: Record<System["packages"], string>;
  names: readonly string[];
  repositories: { url: string; releases: Record<"amazon" | "rhel", string> };
}

export async function startCloudHost(
  engine: Engine,
  system: System,
  publicAddress: string,
  options: CloudHostOptions,
): Promise<CloudHost> {
  const folder = join(options.folder, publicAddress);
  mkdirSync(folder, { recursive: true });
  const host = await startHost(engine, options.images[system.packages], folder, {
    user: system.user,
    key: options.key,
    names: options.names,
  });
  await host.write("/etc/os-release", system.release);
  if (system.packages !== "apt") await dress(host, system.packages, options.repositories);
  const ways = await Promise.all([22, 8080].map((port) => forward(publicAddress, port, host.address)));
  return {
    ...host,
    publicAddress,
    remove: async () => {
      for (const close of ways) close();
      await host.remove();
    },
  };
}

/** What distinguishes an Amazon or Red Hat system for dnf. */
async function dress(
  host: DockerHost,
  packages: "amazon" | "rhel",
  { url, releases }: CloudHostOptions["repositories"],
): Promise<void> {
  await host.write("/tmp/release.rpm", readFileSync(releases[packages]));
  await host.run(
    "mkdir -p /etc/yum.repos.d /etc/pki/rpm-gpg && rpm --initdb && rpm -i --nodeps --nosignature /tmp/release.rpm && rm /tmp/release.rpm",
  );
  if (packages === "rhel")
    await host.write("/etc/redhat-release", "Red Hat Enterprise Linux release 9.7 (Plow)\n");
  else
    await host.write(
      "/etc/yum.repos.d/amazonlinux.repo",
      `[amazonlinux]\nname=Amazon Linux 2023 repository\nbaseurl=${url}/amazon/core\ngpgcheck=1\ngpgkey=${url}/amazon/gpg\n`,
    );
}

/** Network address translation as between an elastic IP and its instance, for one port. */
async function forward(publicAddress: string, port: number, address: string): Promise<() => void> {
  const open = new Set<Socket>();
  const server: Server = createServer((outside) => {
    const inside = connect(port, address);
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy()).on("close", () => open.delete(one));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, publicAddress, resolve);
  });
  return () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
}
