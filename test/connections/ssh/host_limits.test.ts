import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { recap, tera } from "../../e2e/cli.js";
import { missingForHosts, type SshHosts, startSshHosts, USER } from "../../e2e/ssh_hosts.js";
import { NO_PROFILE } from "./sshd.js";

const missing = missingForHosts();
if (missing && process.env.CI) test("real SSH hosts can be made", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

/** Hosts that allow so many programs at a time on one connection. */
const fleets: Record<number, SshHosts> = {};

test.before(async () => {
  if (missing) return;
  for (const sessions of [1, 2])
    fleets[sessions] = await startSshHosts(1, [`MaxSessions ${sessions}`, NO_PROFILE]);
});
test.after.always(async () => {
  for (const fleet of Object.values(fleets)) await fleet.stop();
});

function run(sessions: number, play: string, ...vars: string[]) {
  const { folder, hosts, key } = fleets[sessions]!;
  const path = join(folder, "play.yml");
  writeFileSync(path, play);
  writeFileSync(
    join(folder, "hosts.ini"),
    `h ansible_host=127.0.0.1 ansible_port=${hosts[0]!.port} ansible_ssh_private_key_file=${key} ansible_ssh_known_hosts_file=${folder}/known_hosts ansible_ssh_args="-F none" ${vars.join(" ")}\n`,
  );
  return tera(["playbook", "-i", join(folder, "hosts.ini"), path]);
}

const ROOT = "ansible_user=root";
const DEPLOY = `ansible_user=${USER.name} ansible_password=${USER.password} ansible_become_password=${USER.password}`;

/** Users of many kinds, an upload too large to come along, and one to be fetched. */
const SWITCHING = `
- hosts: all
  gather_facts: false
  vars: { big: "{{ 'x' * 200000 }}" }
  tasks:
    - user: { name: one }
    - user: { name: two }
    - command: whoami
      become: true
      become_user: "{{ item }}"
      loop: [one, two, root, one, two]
      register: who
    - assert:
        that: who.results | map(attribute='stdout') | list == ['one', 'two', 'root', 'one', 'two']
    - copy: { content: "{{ big }}", dest: /srv/big }
      become: true
    - copy: { content: "{{ big }}2", dest: /tmp/big-of-one }
      become: true
      become_user: one
    - fetch: { src: /srv/big, dest: "{{ playbook_dir }}-fetched/", flat: true }
    - command: cat /srv/big
      register: got
    - assert: { that: got.stdout == big }
`;

for (const sessions of [1, 2])
  real(`a host with MaxSessions ${sessions} lets users change, and files come and go`, async (t) => {
    const { code, stdout, stderr } = await run(sessions, SWITCHING, ROOT);
    t.is(code, 0, stdout + stderr);
  });

real("a host with MaxSessions 1 lets a user become root with a password", async (t) => {
  const play = SWITCHING.replace("gather_facts: false", "gather_facts: false\n  become: true");
  const { code, stdout, stderr } = await run(1, play, DEPLOY);
  t.is(code, 0, stdout + stderr);
});

real("a user who was become is removed", async (t) => {
  const play = `
- hosts: all
  gather_facts: false
  tasks:
    - user: { name: leaving }
    - command: whoami
      become: true
      become_user: leaving
    - user: { name: leaving, state: absent, remove: true }
    - command: echo still
`;
  const { code, stdout, stderr } = await run(2, play, ROOT);
  t.is(code, 0, stdout + stderr);
  t.like(recap(stdout).h, { ok: 4, failed: 0 });
});

real(
  "sudo that wants a terminal gets one, with and without a password, and streams stay apart",
  async (t) => {
    const write = `
- hosts: all
  gather_facts: false
  tasks:
    - copy:
        dest: /etc/sudoers.d/terminal
        content: "Defaults requiretty\\n{{ rule }}"
`;
    const play = `
- hosts: all
  gather_facts: false
  become: true
  tasks:
    - shell: whoami; echo apart >&2; tty || true
      register: got
    - assert:
        that:
          - got.stdout_lines == ['root', 'not a tty']
          - got.stderr == 'apart'
        fail_msg: "{{ got.stderr }} | {{ got.stdout }}"
    - copy: { content: "{{ 'y' * 100000 }}", dest: /srv/by-terminal }
    - stat: { path: /srv/by-terminal }
      register: there
    - assert: { that: there.stat.size == 100000 }
`;
    for (const [rule, vars] of [
      ["", DEPLOY],
      [`${USER.name} ALL=(ALL) NOPASSWD: ALL`, `ansible_user=${USER.name} ansible_password=${USER.password}`],
    ] as const) {
      const prepared = await run(1, write.replace("{{ rule }}", `${rule}\\n`), ROOT);
      t.is(prepared.code, 0, prepared.stdout);
      const { code, stdout, stderr } = await run(1, play, vars);
      t.is(code, 0, stdout + stderr);
    }
  },
);

real("a wrong password for a sudo that wants a terminal is told as one", async (t) => {
  const wrong = DEPLOY.replace(/ansible_become_password=\S+/, "ansible_become_password=wrong");
  const play = "- hosts: all\n  gather_facts: false\n  become: true\n  tasks: [command: whoami]\n";
  await run(
    2,
    `- hosts: all\n  gather_facts: false\n  tasks: [copy: {dest: /etc/sudoers.d/terminal, content: "Defaults requiretty\\n"}]\n`,
    ROOT,
  );
  const { stdout } = await run(2, play, wrong);
  t.regex(stdout, /Incorrect sudo password/);
});
