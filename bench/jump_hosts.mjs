// Reaches many names behind one jump host whose sshd has its own limits (MaxStartups 10:30:100), and says how it went.
// Usage: node bench/jump_hosts.mjs [HOSTS, default 1000]. Needs Linux, sshd and ssh-keygen; root needs unshare.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const count = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), "tera-jump-bench-"));
const { username } = userInfo();

function key(name) {
  const path = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]);
  return path;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => resolve(true));
    socket.once("connect", () => socket.destroy());
  });
}

async function startSshd(name, lines) {
  const port = await freePort();
  const config = join(folder, `${name}.conf`);
  const usual = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${hostKey}`,
    "StrictModes no",
    "UsePAM no",
  ];
  const who = [
    `AuthorizedKeysFile ${clientKey}.pub`,
    "PermitRootLogin yes",
    "PidFile none",
    "LogLevel VERBOSE",
  ];
  writeFileSync(config, `${[...lines, ...usual, ...who].join("\n")}\n`);
  const log = join(folder, `${name}.log`);
  const run = `exec /usr/sbin/sshd -D -f ${config} -E ${log}`;
  // root's sshd wants /run/sshd: one of its own
  const own = `mount -t tmpfs tmpfs /run && mkdir /run/sshd && ${run}`;
  const child =
    process.getuid() === 0
      ? spawn("unshare", ["--mount", "sh", "-c", own], { stdio: "ignore" })
      : spawn("sh", ["-c", run], { stdio: "ignore" });
  for (let tries = 0; tries < 100 && !(await answers(port)); tries++) await sleep(50);
  return { port, child, logins: () => readFileSync(log, "utf8").match(/Accepted publickey/g)?.length ?? 0 };
}

const hostKey = key("host");
const clientKey = key("client");
const bastion = await startSshd("bastion", []);
const targets = await startSshd("targets", ["MaxStartups 1000"]);
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
const code = await new Promise((resolve) => run.once("close", resolve));
const reached = output.match(/ok=1 .*unreachable=0/g)?.length ?? 0;
console.log(
  `${reached} of ${count} hosts reached (exit code ${code}), ${bastion.logins()} connections to the jump host, ${((performance.now() - began) / 1000).toFixed(1)} s`,
);
for (const line of output.match(/^fatal: .*$/gm)?.slice(0, 3) ?? []) console.log(line);
for (const { child } of [bastion, targets]) child.kill();
rmSync(folder, { recursive: true, force: true });
