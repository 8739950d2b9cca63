import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { type AwsStub, startAwsStub } from "../helpers/aws_stub.js";
import { changedTasks, recap, tera } from "./cli.js";
import { addRpms, onHost, type PackageServer, prepare, startPackageServer } from "./ecs_agent_host.js";
import { missingForHosts, type SshHosts, startSshHosts } from "./ssh_hosts.js";

const missing = missingForHosts() ?? missingProgram(["gpg", "dpkg-deb", "curl"]);
const missingRpm = missing ?? missingProgram(["dnf", "rpmbuild", "createrepo_c"]);
const folder = mkdtempSync(join(tmpdir(), "tera-ecs-agent-"));
let hosts: SshHosts;
let packages: PackageServer;
let predicted: string[];
let aws: AwsStub;
/** what the control plane says of the agent, one answer a call; the last one stays */
let connected = [true];

test.after.always(async () => {
  packages?.stop();
  await aws?.stop();
  await hosts?.stop();
  rmSync(folder, { recursive: true, force: true });
});

if (missingRpm && process.env.CI) test("the ECS agent's end-to-end test can run", (t) => t.fail(missingRpm));
// on a user's machine it is skipped; CI must have what it needs
const real = missing ? test.serial.skip : test.serial;
const realRpm = missingRpm ? test.serial.skip : test.serial;

function missingProgram(names: readonly string[]): string | undefined {
  const missed = names.find((name) => {
    try {
      execFileSync("sh", ["-c", `command -v ${name}`]);
      return false;
    } catch {
      return true;
    }
  });
  return missed && `${missed} is not installed`;
}

const host = (command: string): string => onHost(hosts, hosts.hosts[0]!, command);
const starts = (): string[] =>
  host("cat /opt/fake/systemctl.log 2>/dev/null || true")
    .split("\n")
    .filter((line) => /^(start|restart|stop) /.test(line));

/** Runs the role; the system is told by facts, as its systemd is a stand-in. */
function provision(
  vars: Record<string, unknown> = {},
  options: string[] = [],
  env: Record<string, string> = {},
) {
  const playbook = join(folder, "ecs.yml");
  writeFileSync(playbook, `- {hosts: all, gather_facts: false, roles: [${process.cwd()}/roles/ecs_agent]}\n`);
  const given = {
    ansible_facts: {
      distribution: "Debian",
      os_family: "Debian",
      service_mgr: "systemd",
      architecture: machine(),
    },
    ecs_agent_cluster: "prod",
    ecs_agent_install_docker: false,
    ecs_agent_packages_url: packages.url,
    ecs_agent_key_url: `${packages.url}/ours.gpg`,
    ecs_agent_key_fingerprint: packages.fingerprint,
    ecs_agent_ready_seconds: 20,
    ecs_agent_verify_control_plane: false,
    ...vars,
  };
  return tera(["playbook", "-i", inventory(), "-e", JSON.stringify(given), playbook, ...options], { env });
}

const machine = (): string => ({ x64: "x86_64", arm64: "aarch64" })[process.arch as "x64" | "arm64"];

function inventory(): string {
  const path = join(folder, "hosts.ini");
  const { port } = hosts.hosts[0]!;
  writeFileSync(
    path,
    `web1 ansible_host=127.0.0.1 ansible_port=${port} ansible_user=root ansible_become=false ansible_ssh_private_key_file=${hosts.key} ansible_ssh_known_hosts_file=${folder}/known_hosts\n`,
  );
  return path;
}

/** `tera doctor` on the host, while files of /opt/fake say what is wrong with it. */
async function doctor(
  faults: Record<string, string> = {},
  options: string[] = [],
  env: Record<string, string> = {},
) {
  for (const [name, text] of Object.entries(faults))
    onHost(hosts, hosts.hosts[0]!, `cat >/opt/fake/${name}`, text);
  const run = await tera(["doctor", "ecs-agent", "web1", "-i", inventory(), ...options], { env });
  host(`cd /opt/fake && rm -f ${Object.keys(faults).join(" ") || "no-such-file"}`);
  return run;
}

/** The rows that `--json` names. */
async function rows(
  faults: Record<string, string>,
  options: string[] = [],
  env: Record<string, string> = {},
): Promise<number[]> {
  const run = await doctor(faults, ["--json", ...options], env);
  const { results } = JSON.parse(run.stdout) as { results: { findings: { row: number }[] }[] };
  return results.flatMap(({ findings }) => findings.map(({ row }) => row));
}

real("a host with stand-ins for systemd and Docker, and a signed package", async (t) => {
  hosts = await startSshHosts(1);
  packages = await startPackageServer(folder);
  prepare(hosts, hosts.hosts[0]!);
  t.is(host("command -v systemctl"), "/opt/fake/bin/systemctl");
  t.regex(packages.fingerprint, /^[0-9A-F]{40}$/);
});

real("check mode predicts the tasks, and changes nothing", async (t) => {
  const run = await provision({}, ["--check"]);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.is(host("ls /etc/ecs /opt/ecs-agent 2>/dev/null || true"), "");
  predicted = changedTasks(run.stdout);
});

real("a key with another fingerprint is refused, and nothing is installed", async (t) => {
  const run = await provision({ ecs_agent_key_url: `${packages.url}/theirs.gpg` });
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /the key is refused: its fingerprint is \w{40} , wanted is/);
  t.is(host("dpkg-query -W amazon-ecs-init 2>/dev/null || echo none"), "none");
  t.deepEqual(starts(), []);
});

real("a package that another key has signed is refused, and nothing is installed", async (t) => {
  const run = await provision({ ecs_agent_packages_url: `${packages.url}/forged` });
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /the package is refused: \S+ is no good signature of/);
  t.is(host("dpkg-query -W amazon-ecs-init 2>/dev/null || echo none"), "none");
  t.deepEqual(starts(), []);
});

real("a first boot that does not end is not waited for without end", async (t) => {
  host("echo 30 >/opt/fake/boot");
  const run = await provision({ ecs_agent_cloud_init_seconds: 1 });
  host("rm /opt/fake/boot");
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /TASK \[ecs_agent : Wait until the first boot has ended\] \*+\nfatal: /);
});

real(
  "the agent is installed, configured before its first start, and proved to be in its cluster",
  async (t) => {
    host("rm -rf /etc/ecs /var/cache/amazon-ecs-init.*");
    const run = await provision();
    t.is(run.code, 0, run.stdout + run.stderr);
    t.deepEqual(changedTasks(run.stdout), predicted, "check mode predicts exactly what changes");
    t.deepEqual(starts(), ["restart ecs [prod]"], "one start, and the cluster was there");
    t.is(host("cat /var/lib/ecs/data/agent.db"), "prod");
    t.is(host("stat -c %a /etc/ecs/ecs.config"), "600");
    t.is(
      host("cat /etc/ecs/ecs.config"),
      `ECS_CLUSTER=prod
ECS_AVAILABLE_LOGGING_DRIVERS=["json-file","awslogs"]
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
ECS_ENABLE_TASK_IAM_ROLE=true
ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true
ECS_RESERVED_MEMORY=256`,
    );
  },
);

real("a second run changes nothing", async (t) => {
  for (const check of [[], ["--check"]]) {
    const run = await provision({}, check);
    t.is(run.code, 0, run.stdout + run.stderr);
    t.is(recap(run.stdout).web1?.changed, 0, run.stdout);
  }
  t.is(starts().length, 1);
});

real("a changed line restarts the agent, and its state is kept", async (t) => {
  const run = await provision({ ecs_agent_config: { ECS_LOGLEVEL: "debug", ECS_RESERVED_MEMORY: null } });
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changedTasks(run.stdout), [
    "ecs_agent : Restart the agent / web1",
    "ecs_agent : Write its configuration / web1",
  ]);
  t.regex(host("cat /etc/ecs/ecs.config"), /^ECS_LOGLEVEL=debug$/m);
  t.notRegex(host("cat /etc/ecs/ecs.config"), /RESERVED_MEMORY/);
});

real("another cluster: stopped, emptied, configured, started, in this order", async (t) => {
  const before = starts().length;
  const run = await provision({ ecs_agent_cluster: "staging" });
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(starts().slice(before), ["stop ecs [prod]", "restart ecs [staging]"]);
  t.is(host("cat /var/lib/ecs/data/agent.db"), "staging");
  t.notRegex(host("cat /var/log/ecs/ecs-agent.log"), /Data mismatch/);
});

real("an agent in another cluster than wanted fails the proof, with what to ask next", async (t) => {
  host(
    "sed -i s/staging/elsewhere/ /etc/ecs/ecs.config; systemctl stop ecs; rm -rf /var/lib/ecs/data/*; systemctl start ecs",
  );
  // the file is right again, but the agent has not read it
  host("sleep 1; sed -i s/elsewhere/staging/ /etc/ecs/ecs.config");
  const run = await provision({ ecs_agent_cluster: "staging", ecs_agent_ready_seconds: 2 });
  t.is(run.code, 2, run.stdout + run.stderr);
  const said = run.stdout.replace(/\s+/g, " ");
  t.regex(said, /not in cluster staging after 2 seconds \(it registered in elsewhere\)/);
  t.regex(said, /Ask `tera doctor ecs-agent web1` why/);
  t.deepEqual(await rows({}), [7]);
});

real("the doctor's own command for an old state mends it", async (t) => {
  host("systemctl restart ecs; sleep 1");
  const run = await doctor({}, ["--json"]);
  t.is(run.code, 2, run.stdout);
  const [result] = (
    JSON.parse(run.stdout) as { results: { findings: { row: number; fix: string; evidence: string }[] }[] }
  ).results;
  const stale = result!.findings.find(({ row }) => row === 6);
  t.regex(
    stale?.evidence ?? "",
    /saved cluster 'elsewhere' does not match configured cluster 'staging'/,
    run.stdout,
  );
  host(`${stale!.fix}; sleep 1`);
  const healthy = await doctor();
  t.is(healthy.code, 0, healthy.stdout + healthy.stderr);
  t.regex(healthy.stdout, /^web1: healthy: in staging as 0123, Amazon ECS Agent - v1\.105\.1/);
});

real("a quoted cluster is named, and the doctor's own command takes the quotes away", async (t) => {
  host(`sed -i 's/^ECS_CLUSTER=.*/ECS_CLUSTER="staging"/' /etc/ecs/ecs.config`);
  const run = await doctor({}, ["--json"]);
  const { results } = JSON.parse(run.stdout) as { results: { findings: { row: number; fix: string }[] }[] };
  t.deepEqual(
    results[0]!.findings.map(({ row }) => row),
    [7],
  );
  host(`${results[0]!.findings[0]!.fix}; sleep 1`);
  t.regex(host("cat /etc/ecs/ecs.config"), /^ECS_CLUSTER=staging$/m);
  t.regex(host("cat /etc/ecs/ecs.config"), /^ECS_AVAILABLE_LOGGING_DRIVERS=\["json-file","awslogs"\]$/m);
  t.deepEqual(await rows({}), []);
});

const NO_ROOM =
  "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123 has insufficient memory available.";

/** What is wrong with a host whose agent does not run, and the rows that say so. */
const FAULTS: readonly [name: string, faults: Record<string, string>, rows: number[]][] = [
  [
    "the original deadlock",
    { "cloud-init": "status: running\n", jobs: "  238 ecs.service start waiting\n" },
    [1],
  ],
  [
    "no Docker engine",
    {
      docker: "failed\n",
      "docker-version": "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n",
    },
    [2],
  ],
  ["a terminal end", { show: "LoadState=loaded\nExecMainStatus=5\nNRestarts=0\n" }, [3]],
  ["no instance profile", { "no-role": "" }, [3, 4]],
  ["no route", { "no-route": "" }, [3, 5]],
  ["no DNS", { "no-dns": "" }, [3, 5]],
  [
    "SELinux",
    {
      selinux: "Enforcing\n",
      "docker-ps": "ecs-agent amazon/amazon-ecs-agent:latest Exited (1) 4 seconds ago\n",
    },
    [3, 8],
  ],
];

real("what is wrong with a real host is found by what its programs say", async (t) => {
  t.timeout(120_000);
  host("systemctl stop ecs; : >/var/log/ecs/ecs-agent.log");
  for (const [name, faults, wanted] of FAULTS) t.deepEqual(await rows(faults), wanted, name);
  host("systemctl start ecs; sleep 1");
  t.deepEqual(await rows({ "no-rules": "" }), [9]);
  t.deepEqual(await rows({}, ["--cluster", "another"]), [7]);
  t.deepEqual(await rows({}), []);
});

real(
  "the control plane is asked where that is wanted: by the role until it sees the agent, by the doctor once",
  async (t) => {
    const handlers = {
      DescribeContainerInstances: (input: Record<string, unknown>) => ({
        containerInstances: (input.containerInstances as string[]).map((containerInstanceArn) => ({
          containerInstanceArn,
          status: "ACTIVE",
          agentConnected: connected.length > 1 ? connected.shift() : connected[0],
        })),
      }),
      DescribeServices: () => ({
        services: [{ status: "ACTIVE", events: [{ id: "1", createdAt: 1_795_161_900, message: NO_ROOM }] }],
      }),
    };
    aws = await startAwsStub(handlers);
    connected = [false, true];
    const asking = {
      ecs_agent_verify_control_plane: true,
      ecs_agent_region: "eu-west-1",
      ecs_agent_cluster: "staging",
    };
    const run = await provision(asking, [], aws.env);
    t.is(run.code, 0, run.stdout + run.stderr);
    t.deepEqual(
      aws.calls.map(({ action, input }) => [action, input.cluster]),
      Array(2).fill(["DescribeContainerInstances", "staging"]),
    );
    t.deepEqual(await rows({}, ["--control-plane"], aws.env), []);
    t.deepEqual(await rows({}, ["--service", "web"], aws.env), [13]);
    connected = [false];
    t.deepEqual(await rows({}, ["--control-plane"], aws.env), [12]);
    const lost = await provision({ ...asking, ecs_agent_ready_seconds: 2 }, [], aws.env);
    t.is(lost.code, 2, lost.stdout + lost.stderr);
    t.regex(lost.stdout, /TASK \[ecs_agent : Wait until ECS sees the agent as connected\]/);
  },
);

real("the user data of a host that is stuck is read there, and its line is named", async (t) => {
  host("systemctl stop ecs; mkdir -p /var/lib/cloud/instance");
  const { hosts: all } = hosts;
  const text =
    "#!/bin/bash\nexport TOKEN=topsecret\nsystemctl enable --now ecs\necho ECS_CLUSTER=x >>/etc/ecs/ecs.config\n";
  onHost(hosts, all[0]!, "cat >/var/lib/cloud/instance/user-data.txt", text);
  const run = await doctor({ "cloud-init": "status: running\n", jobs: "  238 ecs.service start waiting\n" });
  t.is(run.code, 2);
  t.regex(run.stdout, /cause +line 3 of the user data, `systemctl enable --now ecs`,/);
  t.regex(run.stdout, /evidence +238 ecs\.service start waiting/);
  t.regex(run.stdout, /fix +systemctl cancel 238 /);
  t.notRegex(run.stdout, /topsecret/);
});

/** The host is another system from now on, without the agent. */
function becomeAnother(remove: string): void {
  host(
    `systemctl stop ecs; ${remove}; rm -rf /etc/ecs /var/lib/ecs /var/log/ecs /opt/fake/ecs.enabled /opt/fake/systemctl.log /var/cache/amazon-ecs-init.*`,
  );
}

const RED_HAT = { os_family: "RedHat", service_mgr: "systemd", architecture: machine() };

realRpm("on RHEL the agent comes from a signed rpm of a wanted version, by dnf", async (t) => {
  t.timeout(120_000);
  await addRpms(folder);
  becomeAnother("dpkg -r amazon-ecs-init");
  const repository = `[test]\nname=test\nbaseurl=${packages.url}/rpm\ngpgcheck=0\n`;
  onHost(
    hosts,
    hosts.hosts[0]!,
    "rpm --initdb; mkdir -p /etc/yum.repos.d; cat >/etc/yum.repos.d/test.repo",
    repository,
  );
  const vars = { ansible_facts: { ...RED_HAT, distribution: "RedHat" }, ecs_agent_version: "1.105.1-1" };
  const forged = await provision({ ...vars, ecs_agent_packages_url: `${packages.url}/forged` });
  t.is(forged.code, 2, forged.stdout + forged.stderr);
  t.regex(forged.stdout, /the package is refused: /);
  t.is(host("rpm -q amazon-ecs-init || true"), "package amazon-ecs-init is not installed");
  const first = await provision(vars);
  t.is(first.code, 0, first.stdout + first.stderr);
  t.is(host("rpm -q --qf '%{VERSION}' amazon-ecs-init"), "1.105.1");
  t.deepEqual(starts(), ["start ecs [prod]"], "the run that failed had configured it already");
  const again = await provision(vars);
  t.is(recap(again.stdout).web1?.changed, 0, again.stdout);
});

realRpm("on Amazon Linux the agent comes from the system's own repository", async (t) => {
  t.timeout(120_000);
  becomeAnother("rpm -e amazon-ecs-init");
  for (const ecs_agent_version of ["latest", "1.105.1"]) {
    const run = await provision({ ansible_facts: { ...RED_HAT, distribution: "Amazon" }, ecs_agent_version });
    t.is(run.code, 0, run.stdout + run.stderr);
    t.is(host("rpm -q --qf '%{NAME} %{VERSION}' ecs-init"), "ecs-init 1.105.1");
    t.deepEqual(
      starts(),
      ["restart ecs [prod]"],
      "the second run, of the version that is there, changes nothing",
    );
    if (ecs_agent_version !== "latest") t.is(recap(run.stdout).web1?.changed, 0, run.stdout);
  }
});

real("a host that cannot be reached is neither healthy nor ill", async (t) => {
  const path = join(folder, "gone.ini");
  writeFileSync(path, "gone ansible_host=127.0.0.1 ansible_port=9\n");
  const run = await tera(["doctor", "ecs-agent", "gone", "-i", path]);
  t.is(run.code, 4, run.stdout + run.stderr);
  t.regex(run.stdout, /^gone: unreachable: /);
  const none = await tera(["doctor", "ecs-agent", "gnoe", "-i", path]);
  t.is(none.code, 1);
  t.regex(none.stderr, /no host of the inventory matches `gnoe`[\s\S]*did you mean `gone`/);
});
