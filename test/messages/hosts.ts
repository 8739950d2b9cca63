import type { Message } from "./message.js";

const play = (...tasks: string[]): Record<string, string> => ({
  "play.yml": `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks.map((task) => `    - ${task}\n`).join("")}`,
});
/** What goes wrong on hosts and on the way to them, as far as it can be caused anywhere. */
export const ON_HOSTS: Readonly<Record<string, Message>> = {
  "nobody listens": {
    files: { ...play("ping:"), hosts: "h ansible_host=127.0.0.1 ansible_port=1 ansible_user=x\n" },
    inventory: "hosts",
    cause: "127.0.0.1 port 1: Connection refused",
    next: "systemctl start sshd",
  },
  "a name that nobody knows": {
    files: { ...play("ping:"), hosts: "no-such-host.invalid\n" },
    inventory: "hosts",
    cause: "no-such-host.invalid",
    next: "getent hosts no-such-host.invalid",
  },
  "a file that is no program": {
    files: play("command: /etc/passwd"),
    cause: "/etc/passwd",
    next: "mode: u+x",
  },
  "no right to run": {
    files: { ...play('command: "{{ playbook_dir }}/a.sh"'), "a.sh": "#!/bin/sh\n" },
    cause: "Permission denied",
    next: "mode: u+x",
  },
  "a program that is not there": {
    files: play("command: no-such-program"),
    cause: "no-such-program",
    next: "install no-such-program",
  },
  "a wrong interpreter": {
    files: play(
      'copy: {content: "#!/no/such/shell\\n", dest: "{{ playbook_dir }}/a.sh", mode: "0755"}',
      'command: "{{ playbook_dir }}/a.sh"',
    ),
    cause: "a.sh",
    next: "head -n 1",
  },
  "a folder that is not there": {
    files: play("command: {cmd: pwd, chdir: /no/such}"),
    cause: "/no/such",
    next: "file: {path: /no/such, state: directory}",
  },
  "the folder of a file that is not there": {
    files: play("copy: {content: x, dest: /no/such/folder/x}"),
    cause: "/no/such/folder",
    next: "file: {path: /no/such/folder, state: directory}",
  },
  "a full disk": {
    files: play("command: dd if=/dev/zero of=/dev/full count=1"),
    cause: "No space left on device",
    next: "df -h",
  },
  "a full disk under a copy": {
    files: play("copy: {content: x, dest: /dev/full, unsafe_writes: true}"),
    cause: "space",
    next: "df -h",
  },
  "a user that is not there": {
    files: play("file: {path: '{{ playbook_dir }}/x', state: touch, owner: nosuchuser}"),
    cause: "nosuchuser",
    next: "user: {name: nosuchuser}",
  },
  "a group that is not there": {
    files: play("file: {path: '{{ playbook_dir }}/x', state: touch, group: nosuchgroup}"),
    cause: "nosuchgroup",
    next: "group: {name: nosuchgroup}",
  },
  "a port where nobody comes": {
    files: play("wait_for: {host: 127.0.0.1, port: 1, timeout: 1}"),
    cause: "127.0.0.1:1",
    next: "ss -ltnp",
  },
  "an address where nobody answers": {
    files: play("uri: {url: 'http://127.0.0.1:1/'}"),
    cause: "http://127.0.0.1:1/",
    next: "has the service started",
  },
  "an address with a name that nobody knows": {
    files: play("uri: {url: 'http://no-such-host.invalid/'}"),
    cause: "no-such-host.invalid",
    next: "getent hosts",
  },
  "a download that is not there": {
    files: play("get_url: {url: 'http://127.0.0.1:1/x', dest: /tmp/x}"),
    cause: "http://127.0.0.1:1/x",
    next: "has the service started",
  },
  "a service that is not there": {
    files: play("service: {name: no-such-service, state: started}"),
    cause: "no-such-service",
    next: "systemctl list-unit-files | grep no-such-service",
  },
  "an archive that is none": {
    files: { ...play("unarchive: {src: a.tgz, dest: '{{ playbook_dir }}'}"), "a.tgz": "no archive\n" },
    cause: "a.tgz",
    next: "file PATH",
  },
  "a user that cannot be become": {
    files: play("{command: id, become: true, become_user: nosuchuser}"),
    cause: "nosuchuser",
    next: "user: {name: nosuchuser}",
  },
  "a task that takes too long": {
    files: play("{command: sleep 9, timeout: 1}"),
    cause: "time frame (1)",
    next: "`timeout`",
  },
  "a source on the host that is not there": {
    files: play("copy: {src: /no/such, dest: /tmp/x, remote_src: true}"),
    cause: "/no/such",
    next: "remote_src",
  },
  "a file whose line is to be changed and is not there": {
    files: play("lineinfile: {path: /no/such, line: a}"),
    cause: "/no/such",
    next: "create: true",
  },
  "a mode that is none": {
    files: play("file: {path: '{{ playbook_dir }}', mode: 'rwx'}"),
    cause: "rwx",
    next: "0644",
  },
  "a validation that fails": {
    files: play("copy: {content: x, dest: '{{ playbook_dir }}/x', validate: 'false %s'}"),
    cause: "failed to validate",
    next: "run it on the host",
  },
  "a shell script that fails": {
    files: play('shell: "echo one; echo the reason >&2; exit 3"'),
    cause: "the reason",
    next: "exit 3",
  },
  "a checkout without git's address": {
    files: play("git: {repo: /no/such/repo, dest: '{{ playbook_dir }}/r'}"),
    cause: "/no/such/repo",
    next: "git ls-remote",
  },
};
