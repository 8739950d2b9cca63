import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { recap, runProgram, tera } from "./cli.js";
import { missingForHosts, type SshHosts, startSshHosts, USER } from "./ssh_hosts.js";

const missing = missingForHosts();
let hosts: SshHosts;

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (!missing) hosts = await startSshHosts(4);
});

test.after.always(() => hosts?.stop());

function inventory(name: string, lines: string[]): string {
  const path = join(hosts.folder, name);
  const common = `ansible_host=127.0.0.1 ansible_ssh_known_hosts_file=${hosts.folder}/known_hosts webapp_runtime=native webapp_home=/opt/webapp webapp_node=${process.execPath}`;
  writeFileSync(path, `${lines.map((line) => `${line} ${common}`).join("\n")}\n`);
  return path;
}

const port = (index: number) =>
  `ansible_port=${hosts.hosts[index]!.port} webapp_port=${hosts.hosts[index]!.appPort}`;

test.serial("the same site.yml runs on real OpenSSH hosts, by key and by password with sudo", async (t) => {
  if (missing) {
    t.log(`skipped: ${missing}`);
    return t.pass();
  }
  const path = inventory("ours.ini", [
    `host1 ${port(0)} ansible_user=root ansible_ssh_private_key_file=${hosts.key}`,
    `host2 ${port(1)} ansible_user=root ansible_ssh_private_key_file=${hosts.key}`,
    `host3 ${port(2)} ansible_user=${USER.name} ansible_password=${USER.password} ansible_become=true ansible_become_password=${USER.password}`,
  ]);
  const first = await tera(["playbook", "-i", path, "playbooks/site.yml"]);
  if (first.code !== 0) t.log(await stateAfterFailure(path));
  t.is(first.code, 0, first.stdout + first.stderr);
  t.notRegex(first.stdout + first.stderr, new RegExp(USER.password), "the password is shown nowhere");
  const smoke = await tera(["playbook", "-i", path, "playbooks/smoke.yml"]);
  t.is(smoke.code, 0, smoke.stdout + smoke.stderr);
  const second = await tera(["playbook", "-i", path, "playbooks/site.yml"]);
  t.deepEqual(
    Object.values(recap(second.stdout)).map((host) => host.changed),
    [0, 0, 0],
    second.stdout,
  );
});

test.serial("ansible-playbook leaves a fresh host in the same state", async (t) => {
  if (missing) {
    t.log(`skipped: ${missing}`);
    return t.pass();
  }
  const path = inventory("theirs.ini", [
    `host4 ${port(3)} ansible_user=root ansible_ssh_private_key_file=${hosts.key} ansible_python_interpreter=/usr/bin/python3`,
  ]);
  const peer = await runProgram("ansible-playbook", ["-i", path, "playbooks/site.yml"], {
    ANSIBLE_HOST_KEY_CHECKING: "false",
    // these hosts have no sftp: without these two each file waits a minute for it
    ANSIBLE_PIPELINING: "true",
    ANSIBLE_SSH_TRANSFER_METHOD: "piped",
    PATH: `/usr/bin:/bin:/usr/sbin:/sbin:${process.execPath.replace(/\/node$/, "")}`,
  });
  t.is(peer.code, 0, peer.stdout + peer.stderr);
  t.deepEqual(stateOf(3), stateOf(0));
});

/** What the host with the password looks like when its app did not come up. */
async function stateAfterFailure(path: string): Promise<string> {
  const command = "ls -la /opt/webapp; cat /opt/webapp/app.log /opt/webapp/env; ps -ef";
  return (await tera(["adhoc", "-i", path, "host3", "-m", "shell", "-a", command, "-v"])).stdout;
}

/** Paths, modes, owners and contents below the app's folder; ports, pids and logs are each host's own. */
function stateOf(index: number): string[] {
  const { name, port: sshPort, appPort } = hosts.hosts[index]!;
  const script = `cd /opt/webapp && find . ! -name '*.log' ! -name '*.pid' -printf '%p %m %u %g\\n' | sort; for f in $(find . -type f ! -name '*.log' ! -name '*.pid' | sort); do sed 's/${appPort}/PORT/' "$f" | sha1sum; done`;
  const output = execFileSync(
    "ssh",
    [
      "-i",
      hosts.key,
      "-p",
      String(sshPort),
      "-o",
      "StrictHostKeyChecking=no",
      "-o",
      "UserKnownHostsFile=/dev/null",
      "-o",
      "LogLevel=ERROR",
      "root@127.0.0.1",
      script,
    ],
    { encoding: "utf8" },
  );
  return output.replaceAll(name, "HOST").trim().split("\n");
}
