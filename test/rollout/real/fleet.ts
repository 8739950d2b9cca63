import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type DockerHost, startHost, trust } from "../../e2e/docker_host.js";
import type { Engine } from "../../helpers/docker_engine.js";
import type { Registry } from "../../helpers/docker_registry.js";

/** Hosts with an engine each. */
export interface Fleet {
  hosts: DockerHost[];
  names: string[];
  inventory: string;
  remove(): Promise<void>;
}

export async function startFleet(
  engine: Engine,
  registry: Registry,
  { folder, count, image }: { folder: string; count: number; image: string },
): Promise<Fleet> {
  mkdirSync(folder, { recursive: true });
  const hosts: DockerHost[] = [];
  const key = join(folder, "key");
  for (let index = 0; index < count; index++) {
    const host = await startHost(engine, image, folder, { key });
    hosts.push(host);
    await trust(host, engine, registry);
    await host.run("dockerd >/var/log/docker.log 2>&1 </dev/null &");
  }
  for (const host of hosts) await engineAnswers(host);
  const names = hosts.map((_, index) => `web${index + 1}`);
  const inventory = join(folder, "prod.yml");
  const lines = hosts.map(({ address }, index) => `    ${names[index]}: {ansible_host: ${address}}`);
  writeFileSync(
    inventory,
    `all:
  hosts:
${lines.join("\n")}
  vars:
    ansible_user: deploy
    ansible_ssh_private_key_file: ${key}
    ansible_ssh_known_hosts_file: ${join(folder, "known_hosts")}
`,
  );
  return {
    hosts,
    names,
    inventory,
    remove: async () => {
      for (const host of hosts) await host.remove().catch(() => undefined);
    },
  };
}

async function engineAnswers(host: DockerHost): Promise<void> {
  for (let tries = 0; ; tries++) {
    const answer = await host.run("docker version >/dev/null 2>&1 && echo yes || echo no");
    if (answer === "yes") return;
    if (tries === 100) throw new Error(await host.run("tail -n 20 /var/log/docker.log"));
    await sleep(300);
  }
}
