import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import ssh2 from "ssh2";
import { startServer } from "../../src/lab/server.js";
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

/** How long nobody may say anything before what the host has said is handed on. */
const QUIET_MS = 200;

interface Counts {
  /** how often the controller had nothing left to say before it got an answer */
  roundTrips: number;
  bytesSent: number;
}

/** A way to the host that hands on its answers only when the controller waits for them, and counts that. */
function countingProxy(port: number, counts: Counts): Promise<Server> {
  const server = createServer({ noDelay: true }, (client) => {
    const host = connect({ port, host: "127.0.0.1", noDelay: true });
    let held: Buffer[] = [];
    counts.roundTrips += 1; // TCP's own
    const release = () => {
      if (held.length === 0) return;
      counts.roundTrips += 1;
      client.write(Buffer.concat(held));
      held = [];
    };
    const quiet = setTimeout(release, QUIET_MS);
    client.on("data", (data) => {
      counts.bytesSent += data.length;
      host.write(data);
      quiet.refresh();
    });
    host.on("data", (data) => {
      held.push(data as Buffer);
      quiet.refresh();
    });
    for (const [one, other] of [
      [client, host],
      [host, client],
    ] as const) {
      one.on("error", () => {});
      one.on("close", () => {
        clearTimeout(quiet);
        other.destroy();
      });
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

test("a play whose steps do not read each other's answers waits for few of them", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "tera-trips-"));
  const pair = ssh2.utils.generateKeyPairSync("ed25519");
  const hostKey = ssh2.utils.generateKeyPairSync("ed25519").private;
  const home = join(folder, "host");
  const stop = new AbortController();
  const { signal } = stop;
  const port = await startServer({
    hostKey,
    clientKey: pair.public,
    folder: home,
    name: "host",
    port: 0,
    signal,
  });
  const counts: Counts = { roundTrips: 0, bytesSent: 0 };
  const proxy = await countingProxy(port, counts);
  t.teardown(() => {
    proxy.close();
    stop.abort();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, "key"), pair.private, { mode: 0o600 });
  writeFileSync(join(folder, "app.j2"), "level {{ level | upper }}\n");
  writeFileSync(join(folder, "site.yml"), PLAY);
  const where = `ansible_host=127.0.0.1 ansible_port=${(proxy.address() as AddressInfo).port} ansible_user=me`;
  const how = `ansible_ssh_private_key_file=${folder}/key ansible_ssh_known_hosts_file=${folder}/known_hosts`;
  writeFileSync(join(folder, "hosts.ini"), `host ${where} ${how} lab_folder=${home}\n`);
  const run = () => tera(["playbook", "-i", join(folder, "hosts.ini"), join(folder, "site.yml")]);

  const cold = await run();
  t.is(cold.code, 0, cold.stdout + cold.stderr);
  Object.assign(counts, { roundTrips: 0, bytesSent: 0 });
  const warm = await run();
  t.like(recap(warm.stdout).host, { ok: 21, changed: 0, failed: 0 }, warm.stdout + warm.stderr);
  t.log(`${counts.roundTrips} round trips, ${counts.bytesSent} bytes sent`);
  // 7 to connect, 1 for all steps; a busy machine may split an answer
  t.true(counts.roundTrips <= 11, `${counts.roundTrips} round trips`);
  t.true(counts.bytesSent <= 40 * 1024, `${counts.bytesSent} bytes sent`);
});
