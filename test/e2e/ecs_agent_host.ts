import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CliRun, tera } from "./cli.js";
import { type PackageServer, startPackageServer } from "./ecs_agent_packages.js";
import { PROGRAMS } from "./ecs_agent_programs.js";
import { missingForHosts, startSshHosts } from "./ssh_hosts.js";

type Environment = Readonly<Record<string, string>>;

/** A host over real SSH whose systemd, Docker and agent are stand-ins, and a server of signed packages. */
export interface AgentHost {
  folder: string;
  packages: PackageServer;
  /** runs a command on the host as root; gives its output */
  run(command: string, input?: string): string;
  /** what the stand-in for systemd was asked to start and stop, with the cluster that was configured then */
  starts(): string[];
  /** runs the role; the system is told by facts */
  provision(vars?: object, options?: readonly string[], env?: Environment): Promise<CliRun>;
  /** runs `tera doctor`, while files of /opt/fake say what is wrong with the host */
  doctor(faults?: Environment, options?: readonly string[], env?: Environment): Promise<CliRun>;
  stop(): Promise<void>;
}

/** For `run`: waits, where it must, until a command succeeds. How long an agent takes is this machine's matter. */
const until = (command: string): string => `for i in $(seq 150); do ${command} && break; sleep 0.2; done`;
export const REGISTERED = until(
  `/usr/bin/curl -s "http://localhost:$(cat /opt/fake/port)/v1/metadata" | grep -q '"arn:'`,
);
export const REFUSED_ITS_STATE = until("grep -q 'Data mismatch' /var/log/ecs/ecs-agent.log");

export interface Found {
  row: number;
  cause: string;
  evidence: string;
  fix: string;
}

/** Why there can be no such host here; undefined where there can. */
export function missingForAgent(programs: readonly string[] = []): string | undefined {
  const missed = ["gpg", "dpkg-deb", "curl", ...programs].find((name) => {
    try {
      execFileSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" });
      return false;
    } catch {
      return true;
    }
  });
  return missingForHosts() ?? (missed && `${missed} is not installed`);
}

export const architecture = (): string =>
  ({ x64: "x86_64", arm64: "aarch64" })[process.arch as "x64" | "arm64"];

export async function startAgentHost(): Promise<AgentHost> {
  const folder = mkdtempSync(join(tmpdir(), "tera-ecs-agent-"));
  const packages = await startPackageServer(folder);
  const hosts = await startSshHosts(1);
  const [{ port, appPort }] = hosts.hosts as [(typeof hosts.hosts)[0]];
  const run = (command: string, input = "") => onHost(port, hosts.key, command, input);
  run("sh -s", preparation(appPort));
  const inventory = join(folder, "hosts.ini");
  writeFileSync(
    inventory,
    `web1 ansible_host=127.0.0.1 ansible_port=${port} ansible_user=root ansible_become=false ansible_ssh_private_key_file=${hosts.key} ansible_ssh_known_hosts_file=${folder}/known_hosts\n`,
  );
  const playbook = join(folder, "ecs.yml");
  writeFileSync(playbook, `- {hosts: all, gather_facts: false, roles: [${process.cwd()}/roles/ecs_agent]}\n`);
  return {
    folder,
    packages,
    run,
    starts: () => started(run("cat /opt/fake/systemctl.log 2>/dev/null || true")),
    provision: (vars = {}, options = [], env = {}) => {
      const given = JSON.stringify({ ...settings(packages), ...vars });
      return tera(["playbook", "-i", inventory, "-e", given, playbook, ...options], { env });
    },
    doctor: async (faults = {}, options = [], env = {}) => {
      for (const [name, text] of Object.entries(faults)) run(`cat >/opt/fake/${name}`, text);
      const found = await tera(["doctor", "ecs-agent", "web1", "-i", inventory, ...options], { env });
      for (const name of Object.keys(faults)) run(`rm /opt/fake/${name}`);
      return found;
    },
    stop: async () => {
      packages.stop();
      await hosts.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The findings that `--json` prints. */
export function found(run: CliRun): Found[] {
  const { results } = JSON.parse(run.stdout) as { results: { findings: Found[] }[] };
  return results.flatMap(({ findings }) => findings);
}

export const rows = (run: CliRun): number[] => found(run).map(({ row }) => row);

function settings({ url, fingerprint }: PackageServer): object {
  const system = { distribution: "Debian", os_family: "Debian", service_mgr: "systemd" };
  return {
    ansible_facts: { ...system, architecture: architecture() },
    ecs_agent_cluster: "prod",
    ecs_agent_install_docker: false,
    ecs_agent_packages_url: url,
    ecs_agent_key_url: `${url}/ours.gpg`,
    ecs_agent_key_fingerprint: fingerprint,
    ecs_agent_ready_seconds: 20,
    ecs_agent_verify_control_plane: false,
  };
}

const started = (log: string): string[] =>
  log.split("\n").filter((line) => /^(start|restart|stop) /.test(line));

function onHost(port: number, key: string, command: string, input: string): string {
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
  const words = [...options.flatMap((one) => ["-o", one]), "-i", key, "-p", String(port)];
  return execFileSync("ssh", [...words, "root@127.0.0.1", command], { input, encoding: "utf8" }).trim();
}

/** Puts the stand-ins first in the PATH of the host's root, and has apt take its lists for fresh. */
function preparation(agentPort: number): string {
  const files = Object.entries(PROGRAMS).map(
    ([name, text]) => `cat >/opt/fake/bin/${name} <<'END_OF_FILE'\n${text}END_OF_FILE\n`,
  );
  return `set -e
mkdir -p /opt/fake/bin /var/lib/apt/periodic
touch /var/lib/apt/periodic/update-success-stamp
echo ${agentPort} >/opt/fake/port
${files.join("")}chmod 755 /opt/fake/bin/*
echo 'PATH=/opt/fake/bin:$PATH; export PATH' >/root/.bashrc
`;
}
