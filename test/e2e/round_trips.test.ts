import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { newKeyPair } from "../../src/lab/keys.js";
import { startServer } from "../../src/lab/server.js";
import { makeKey, missingForSshd, startSshd, USER } from "../connections/ssh/sshd.js";
import { type Counts, countingProxy } from "../helpers/counting_proxy.js";
import { recap, tera } from "./cli.js";

/** Facts and 20 steps of the usual kinds, none of which reads the answer of another. */
const PLAY = `
- hosts: all
  vars: { root: "{{ lab_folder }}/app", level: info }
  tasks:
    - ansible.builtin.file: { path: "{{ root }}", state: directory, mode: "0755" }
    - ansible.builtin.file: { path: "{{ root }}/conf", state: directory, mode: "0750" }
${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `    - ansible.builtin.copy: { dest: "{{ root }}/conf/${n}", content: "a {{ level }} ${n}\\n", mode: "0644" }`).join("\n")}
${[1, 2, 3].map((n) => `    - ansible.builtin.template: { src: app.j2, dest: "{{ root }}/unit${n}", mode: "0644" }`).join("\n")}
    - ansible.builtin.lineinfile: { path: "{{ root }}/app.ini", regexp: "^level=", line: "level={{ level }}", create: true }
    - ansible.builtin.lineinfile: { path: "{{ root }}/app.ini", regexp: "^port=", line: "port=80" }
    - ansible.builtin.lineinfile: { path: "{{ root }}/app.ini", regexp: "^workers=", line: "workers=4" }
    - ansible.builtin.command: { cmd: "touch {{ root }}/started", creates: "{{ root }}/started" }
    - ansible.builtin.command: "true"
      changed_when: false
    - ansible.builtin.file: { path: "{{ root }}/link", src: app.ini, state: link }
    - ansible.builtin.stat: { path: "{{ root }}/app.ini" }
`;

/** A host that the play can be run on, and how it is reached. */
interface Reached {
  port: number;
  key: string;
  user: string;
  home: string;
  stop(): void;
}

/** The warm run of the play over a way that counts. */
async function counted(t: ExecutionContext, folder: string, host: Reached): Promise<Counts> {
  const counts: Counts = { roundTrips: 0, bytesSent: 0 };
  const proxy = await countingProxy(host.port, counts);
  t.teardown(() => {
    proxy.close();
    host.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, "app.j2"), "level {{ level | upper }}\n");
  writeFileSync(join(folder, "site.yml"), PLAY);
  const where = `ansible_host=127.0.0.1 ansible_port=${(proxy.address() as AddressInfo).port} ansible_user=${host.user}`;
  const how = `ansible_ssh_private_key_file=${host.key} ansible_ssh_known_hosts_file=${folder}/known_hosts ansible_ssh_args="-F none"`;
  writeFileSync(join(folder, "hosts.ini"), `host ${where} ${how} lab_folder=${host.home}\n`);
  const run = () => tera(["playbook", "-i", join(folder, "hosts.ini"), join(folder, "site.yml")]);
  const cold = await run();
  t.is(cold.code, 0, cold.stdout + cold.stderr);
  Object.assign(counts, { roundTrips: 0, bytesSent: 0 });
  const warm = await run();
  t.like(recap(warm.stdout).host, { ok: 21, changed: 0, failed: 0 }, warm.stdout + warm.stderr);
  t.log(`${counts.roundTrips} round trips, ${counts.bytesSent} bytes sent`);
  return counts;
}

const scratchFolder = () => mkdtempSync(join(tmpdir(), "tera-trips-"));

test.serial("a play whose steps do not read each other's answers waits for few of them", async (t) => {
  const folder = scratchFolder();
  const pair = newKeyPair();
  const hostKey = newKeyPair().private;
  const home = join(folder, "host");
  const stop = new AbortController();
  const port = await startServer({
    ...{ hostKey, clientKey: pair.public, folder: home, name: "host", port: 0, signal: stop.signal },
  });
  const key = join(folder, "key");
  writeFileSync(key, pair.private, { mode: 0o600 });
  const counts = await counted(t, folder, { port, key, user: "me", home, stop: () => stop.abort() });
  // 7 to connect, 1 for all steps; a busy machine may split an answer
  t.true(counts.roundTrips <= 11, `${counts.roundTrips} round trips`);
  t.true(counts.bytesSent <= 40 * 1024, `${counts.bytesSent} bytes sent`);
});

const missing = missingForSshd();
(missing ? test.skip : test.serial)("with OpenSSH the shell comes with the login", async (t) => {
  const folder = scratchFolder();
  const key = makeKey(folder, "key");
  const hostKey = makeKey(folder, "host_key");
  const sshd = await startSshd({ folder, name: "host", hostKeys: [hostKey], clientKey: key });
  const counts = await counted(t, folder, { ...sshd, key, user: USER, home: join(folder, "home") });
  // 5 to log in, and the shell is there; 1 for all steps. Asked for in its turn it would be 2 more
  t.true(counts.roundTrips <= 7, `${counts.roundTrips} round trips`);
});
