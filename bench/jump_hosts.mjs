// Reaches many names behind one jump host whose sshd has its own limits (MaxStartups 10:30:100), and says how it went.
// Usage: node bench/jump_hosts.mjs [HOSTS, default 1000]. Needs Linux, sshd and ssh-keygen; root needs unshare.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { makeKey, startSshd } from "../scripts/sshd.mjs";

const count = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), "tera-jump-bench-"));
const { username } = userInfo();

const hostKey = makeKey(folder, "host");
const clientKey = makeKey(folder, "client");
const usual = { folder, hostKey, clientKey };
// what sshd's manual says of itself, whatever this machine's configuration is
const bastion = await startSshd({ ...usual, name: "bastion" });
const targets = await startSshd({ ...usual, name: "targets", lines: ["MaxStartups 1000"] });
const vars = [
  `ansible_host=127.0.0.1\nansible_port=${targets.port}\nansible_user=${username}`,
  `ansible_ssh_private_key_file=${clientKey}\nansible_ssh_known_hosts_file=${folder}/known_hosts`,
  `ansible_ssh_args=-F none\nansible_ssh_common_args=-J ${username}@127.0.0.1:${bastion.port}`,
];
const names = Array.from({ length: count }, (_, index) => `n${index + 1}`);
writeFileSync(join(folder, "hosts.ini"), `${names.join("\n")}\n[all:vars]\n${vars.join("\n")}\n`);
writeFileSync(join(folder, "play.yml"), "- hosts: all\n  gather_facts: false\n  tasks: [{ping: }]\n");

const began = performance.now();
const args = ["dist/cli.js", "playbook", "-i", join(folder, "hosts.ini"), join(folder, "play.yml")];
const run = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
let output = "";
run.stdout.on("data", (data) => {
  output += data;
});
/** What the kernel says of the program while it lives: its most memory, and its seconds of computing so far. */
let memory = 0;
let seconds = 0;
const watch = setInterval(() => {
  try {
    memory = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${run.pid}/status`, "utf8"))?.[1] ?? memory);
    const [user, system] = readFileSync(`/proc/${run.pid}/stat`, "utf8")
      .split(") ")[1]
      .split(" ")
      .slice(11, 13);
    seconds = (Number(user) + Number(system)) / 100;
  } catch {
    // it has ended, or there is no /proc
  }
}, 200);
const code = await new Promise((resolve) => run.once("close", resolve));
clearInterval(watch);
const reached = output.match(/ok=1 .*unreachable=0/g)?.length ?? 0;
console.log(
  `${reached} of ${count} hosts reached (exit code ${code}), ${bastion.logins()} connections to the jump host, ${((performance.now() - began) / 1000).toFixed(1)} s`,
);
console.log(
  `the controller took ${seconds.toFixed(1)} s of computing and ${(memory / 1024).toFixed(0)} MB at most`,
);
for (const line of output.match(/^fatal: .*$/gm)?.slice(0, 3) ?? []) console.log(line);
for (const { child } of [bastion, targets]) child.kill();
rmSync(folder, { recursive: true, force: true });
