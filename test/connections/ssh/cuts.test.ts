import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { aliveSettings } from "../../../src/connections/ssh/alive.js";
import type { ClientConfig } from "../../../src/connections/ssh/config.js";
import { recap, tera } from "../../e2e/cli.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { type Break, faultyProxy } from "./faulty_proxy.js";
import { makeKey, missingForSshd, type Sshd, startSshd, USER } from "./sshd.js";

const missing = missingForSshd();
if (missing && process.env.CI) test("real SSH servers can be made", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

const folder = scratchFolder("cuts");
const SIZE = 400_000;
let sshd: Sshd;
let key: string;
const proxies: { close(): void }[] = [];

test.before(async () => {
  if (missing) return;
  key = makeKey(folder, "client");
  const hostKeys = [makeKey(folder, "host")];
  sshd = await startSshd({ folder, name: "server", hostKeys, clientKey: key, lines: ["MaxStartups 500"] });
  writeFileSync(join(folder, "big"), Buffer.alloc(SIZE, "0123456789abcdef\n"));
});
test.after.always(() => {
  sshd?.stop();
  for (const proxy of proxies) proxy.close();
});

/** A command, an upload, a download, another command: some 400 KB in each direction. */
const PLAY = `
- hosts: all
  gather_facts: false
  strategy: free
  tasks:
    - command: echo first
    - copy: { src: big, dest: "{{ out }}/{{ inventory_hostname }}" }
    - fetch: { src: "{{ out }}/{{ inventory_hostname }}", dest: "{{ out }}-fetched/{{ inventory_hostname }}", flat: true }
    - command: echo last
`;

/** Runs the play on hosts whose connections break, and on one whose do not. */
async function runWith(name: string, faults: readonly Break[]) {
  const out = join(folder, `out-${name}`);
  mkdirSync(out);
  mkdirSync(`${out}-fetched`);
  writeFileSync(join(folder, "play.yml"), PLAY);
  const broken = new Map<string, () => number>();
  const lines = [`good ansible_port=${sshd.port}`];
  for (const fault of faults) {
    const host = `${fault.how}-${fault.direction}-${fault.after}`;
    const proxy = await faultyProxy(sshd.port, fault);
    proxies.push(proxy);
    broken.set(host, proxy.broken);
    lines.push(`${host} ansible_port=${proxy.port}`);
  }
  const vars = [
    "ansible_host=127.0.0.1",
    `ansible_user=${USER}`,
    `ansible_ssh_private_key_file=${key}`,
    "ansible_ssh_args=-F none -o ServerAliveInterval=1 -o ServerAliveCountMax=3",
    `ansible_ssh_known_hosts_file=${folder}/known_hosts`,
    "ansible_timeout=15",
    `out=${out}`,
  ];
  const inventory = join(folder, `${name}.ini`);
  writeFileSync(inventory, `[all]\n${lines.join("\n")}\n[all:vars]\n${vars.join("\n")}\n`);
  const run = await tera(["playbook", "-i", inventory, join(folder, "play.yml")]);
  return { ...run, out, broken };
}

const UP = [0, 10, 600, 1500, 2500, 3200, 6000, 12_000, 20_000, 60_000, 150_000, 300_000, 400_000];
const DOWN = [0, 10, 600, 1500, 2200, 2800, 3400, 5000, 20_000, 60_000, 150_000, 300_000, 400_000];
/** Before keys are agreed on, what is garbled may be padding, which nobody reads; at the very end all has been said. */
const ENCRYPTED = 3400;
const breaksOf = (how: Break["how"]): Break[] =>
  [
    ...UP.map((after) => ({ how, direction: "up" as const, after })),
    ...DOWN.map((after) => ({ how, direction: "down" as const, after })),
  ].filter(({ after }) => how !== "garble" || (after >= ENCRYPTED && after < SIZE));

for (const how of ["reset", "end", "stall", "garble"] as const)
  real(
    `connections that ${how} at ${breaksOf(how).length} places make their hosts unreachable, and no other`,
    async (t) => {
      t.timeout(170_000);
      const { code, stdout, stderr, out, broken } = await runWith(how, breaksOf(how));
      t.is(code, 4, stdout + stderr);
      const advice = /^to (go on|run it again).*\n.*\n|^\[HINT\]: .*\n(?:(?!to |\[).+\n?)*/gm;
      t.is(stderr.replace(advice, "").trim(), "");
      const { good, ...hosts } = recap(stdout);
      t.like(good, { ok: 4, unreachable: 0, failed: 0 });
      for (const [host, times] of broken) {
        t.true(times() > 0, `${host} was broken: ${new RegExp(`fatal: \\[${host}\\].*`).exec(stdout)?.[0]}`);
        t.like(hosts[host], { unreachable: 1, failed: 0 }, host);
        const [, words] =
          new RegExp(`fatal: \\[${host}\\]: UNREACHABLE! => .*"msg": "([^\\n]+)`).exec(stdout) ?? [];
        t.true((words ?? "").length > 15, `${host} says why: ${words}`);
        const dest = join(out, host);
        if (existsSync(dest)) t.is(statSync(dest).size, SIZE, `${host}: no half file`);
        const fetched = join(`${out}-fetched`, host);
        if (existsSync(fetched)) t.is(statSync(fetched).size, SIZE, `${host}: no half file here`);
      }
      const left = [...readdirSync(`${out}-fetched`), ...readdirSync(out)].filter((name) =>
        /tmp|\.tera/.test(name),
      );
      t.deepEqual(left, [], "nothing half is left");
    },
  );

test("a peer that says nothing is given up within 45 seconds, unless the user wishes otherwise", (t) => {
  const { interval, count } = aliveSettings({} as ClientConfig);
  // it is looked at four times an interval
  t.true(interval * count + interval / 4 <= 45);
  t.deepEqual(aliveSettings({ alive: { interval: 60, count: 5 } } as ClientConfig), {
    interval: 60,
    count: 5,
  });
});
