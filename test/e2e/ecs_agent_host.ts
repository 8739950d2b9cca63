import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { SshHost, SshHosts } from "./ssh_hosts.js";

/** A folder of packages as AWS' bucket is laid out: package, signature, keys. */
export interface PackageServer {
  url: string;
  /** of the key that signs the package */
  fingerprint: string;
  stop(): void;
}

const AGENT = "/opt/ecs-agent/agent.mjs";

/**
 * Stands for the agent: reads ecs.config, refuses an old state of another cluster as the
 * real one does, "registers" after a moment, and answers on the introspection port.
 */
const AGENT_PROGRAM = `import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
mkdirSync("/var/log/ecs", { recursive: true });
mkdirSync("/var/lib/ecs/data", { recursive: true });
const log = (level, msg) => appendFileSync("/var/log/ecs/ecs-agent.log", \`level=\${level} time=\${new Date().toISOString()} msg="\${msg}"\\n\`);
log("info", "Loading configuration");
const config = existsSync("/etc/ecs/ecs.config") ? readFileSync("/etc/ecs/ecs.config", "utf8") : "";
const cluster = /^ECS_CLUSTER=(.*)$/m.exec(config)?.[1] ?? "default";
const file = "/var/lib/ecs/data/agent.db";
const saved = existsSync(file) ? readFileSync(file, "utf8") : cluster;
if (saved !== cluster) {
  log("critical", \`Data mismatch; saved cluster '\${saved}' does not match configured cluster '\${cluster}'. Perhaps you want to delete the configured checkpoint file?\`);
  process.exit(5);
}
let arn = null;
setTimeout(() => {
  arn = \`arn:aws:ecs:eu-west-1:111122223333:container-instance/\${cluster}/0123\`;
  writeFileSync(file, cluster);
  log("info", \`Registration completed successfully in cluster \${cluster}\`);
}, 500);
createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ Cluster: cluster, ContainerInstanceArn: arn, Version: "Amazon ECS Agent - v1.105.1 (test)" }));
}).listen(51678, "127.0.0.1");
`;

/** Stands for systemd with the one unit ecs, and notes what it is asked for and what is configured then. */
const SYSTEMCTL = `#!/bin/sh
pid_file=/opt/fake/ecs.pid enabled=/opt/fake/ecs.enabled
configured=$(sed -n 's/^ECS_CLUSTER=//p' /etc/ecs/ecs.config 2>/dev/null)
echo "$* [\${configured:-nothing}]" >>/opt/fake/systemctl.log
alive() { [ -s "$pid_file" ] && grep -q agent.mjs "/proc/$(cat "$pid_file")/cmdline" 2>/dev/null; }
start() { alive || { setsid ${process.execPath} ${AGENT} >/dev/null 2>&1 </dev/null & echo $! >"$pid_file"; }; }
stop() { alive && kill "$(cat "$pid_file")"; while alive; do sleep 0.1; done; rm -f "$pid_file"; }
for last; do :; done
case $1 in
cat) [ -e ${AGENT} ] ;;
is-active)
  case $last in
  docker) cat /opt/fake/docker 2>/dev/null || echo active ;;
  *) if alive; then [ "$2" = --quiet ] || echo active; else [ "$2" = --quiet ] || echo inactive; exit 3; fi ;;
  esac ;;
is-enabled) [ -e "$enabled" ] && echo enabled ;;
enable) : >"$enabled" ;;
start) start ;;
stop) stop ;;
restart) stop; start ;;
list-jobs) cat /opt/fake/jobs 2>/dev/null || echo "No jobs running." ;;
show)
  if alive; then echo ActiveState=active; echo SubState=running; else echo ActiveState=inactive; echo SubState=dead; fi
  cat /opt/fake/show 2>/dev/null || printf 'LoadState=loaded\\nExecMainStatus=0\\nNRestarts=0\\nUnitFileState=enabled\\n' ;;
esac
`;

/** Programs that hosts have and this machine has not, or that must not answer for the machine. */
const PROGRAMS: Readonly<Record<string, string>> = {
  systemctl: SYSTEMCTL,
  "cloud-init": `#!/bin/sh
[ "$2" != --wait ] || sleep "$(cat /opt/fake/boot 2>/dev/null || echo 0)"
cat /opt/fake/cloud-init 2>/dev/null || echo "status: done"
`,
  docker: `#!/bin/sh
case $1 in
version) cat /opt/fake/docker-version 2>/dev/null || printf 'Client:\\n Version: 27.5.1\\nServer:\\n Engine:\\n  Version: 27.5.1\\n' ;;
ps) cat /opt/fake/docker-ps 2>/dev/null || echo "ecs-agent amazon/amazon-ecs-agent:latest Up 3 minutes" ;;
esac
`,
  // the metadata service and ECS are never asked for real
  curl: `#!/bin/sh
for url; do :; done
out=$(sed -n 's/^output = "\\(.*\\)"$/\\1/p' "$3"); head=$(sed -n 's/^dump-header = "\\(.*\\)"$/\\1/p' "$3")
answer() { printf %s "$2" >"$out"; printf 'HTTP/1.1 %s\\nDate: %s\\n' "$1" "$(date -u '+%a, %d %b %Y %H:%M:%S GMT')" >"$head"; printf '%s 0.01 %s' "$1" "$url"; exit 0; }
case $url in
http://169.254.169.254/latest/api/token) answer 200 a-token ;;
*/security-credentials/) [ ! -e /opt/fake/no-role ] || answer 404 'Not Found'; answer 200 prod-instance ;;
*/placement/region) answer 200 eu-west-1 ;;
https://ecs.*) [ ! -e /opt/fake/no-route ] || { echo 'curl: (28) Connection timed out after 5001 milliseconds' >&2; printf '000 5.0 %s' "$url"; exit 28; }; answer 400 MissingAuthenticationToken ;;
*) exec /usr/bin/curl "$@" ;;
esac
`,
  getent: `#!/bin/sh
[ "$1" != hosts ] || { [ -e /opt/fake/no-dns ] || echo "52.95.112.1 $2"; exit 0; }
exec /usr/bin/getent "$@"
`,
  iptables: `#!/bin/sh
[ ! -e /opt/fake/no-rules ] || exit 0
echo '-A PREROUTING -d 169.254.170.2/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 127.0.0.1:51679'
echo '-A OUTPUT -d 169.254.170.2/32 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 51679'
`,
  sysctl: "#!/bin/sh\necho 1\n",
  timedatectl: "#!/bin/sh\ncat /opt/fake/ntp 2>/dev/null || echo NTPSynchronized=yes\n",
  journalctl: "#!/bin/sh\n:\n",
  getenforce: "#!/bin/sh\ncat /opt/fake/selinux 2>/dev/null || echo Disabled\n",
};

/** Runs a command on the host as root; gives its output. */
export function onHost(hosts: SshHosts, host: SshHost, command: string, input = ""): string {
  const options = [
    "StrictHostKeyChecking=no",
    "UserKnownHostsFile=/dev/null",
    "LogLevel=ERROR",
    "BatchMode=yes",
  ];
  const words = [...options.flatMap((one) => ["-o", one]), "-i", hosts.key, "-p", String(host.port)];
  return execFileSync("ssh", [...words, "root@127.0.0.1", command], { input, encoding: "utf8" }).trim();
}

/** Puts the stand-ins first in the PATH of the host's root, and has apt take its lists for fresh. */
export function prepare(hosts: SshHosts, host: SshHost): void {
  const files = Object.entries(PROGRAMS).map(
    ([name, text]) => `cat >/opt/fake/bin/${name} <<'END_OF_FILE'\n${text}END_OF_FILE\n`,
  );
  const script = `set -e
mkdir -p /opt/fake/bin /var/lib/apt/periodic
touch /var/lib/apt/periodic/update-success-stamp
${files.join("")}chmod 755 /opt/fake/bin/*
echo 'PATH=/opt/fake/bin:$PATH; export PATH' >/root/.bashrc
`;
  onHost(hosts, host, "sh -s", script);
}

/**
 * The same agent as a real rpm beside its signature, and a repository of the packages that Red Hat's and Amazon's
 * systems have: served below the package server's folder.
 */
export async function addRpms(folder: string): Promise<void> {
  const repository = join(folder, "served/rpm");
  mkdirSync(repository, { recursive: true });
  const agent = await buildRpm(folder, "amazon-ecs-init", [AGENT]);
  const { stdout: architecture } = await execa("rpm", ["--eval", "%{_arch}"]);
  const served = join(folder, "served", `amazon-ecs-init-1.105.1-1.${architecture}.rpm`);
  copyFileSync(agent, served);
  await gpg(join(folder, "ours"), "--armor", "--detach-sign", "--output", `${served}.asc`, served);
  for (const [name, files] of [
    ["ecs-init", [AGENT]],
    ["gnupg2", []],
    ["iptables-nft", []],
  ] as const)
    copyFileSync(await buildRpm(folder, name, files), join(repository, `${name}.rpm`));
  await execa("createrepo_c", ["--quiet", repository]);
}

async function buildRpm(folder: string, name: string, files: readonly string[]): Promise<string> {
  const top = join(folder, "rpm-build");
  const spec = join(folder, `${name}.spec`);
  const lines = [
    ...["%global debug_package %{nil}", "%global __os_install_post %{nil}", "%define _build_id_links none"],
    ...[`Name: ${name}`, "Version: 1.105.1", "Release: 1", "Summary: stands for a package", "License: none"],
    ...["AutoReqProv: no", "%description", name, "%install", "mkdir -p %{buildroot}"],
    ...files.map((file) => `install -D -m 0644 ${join(folder, "tree", file)} %{buildroot}${file}`),
    ...["%files", ...files, ""],
  ];
  writeFileSync(spec, lines.join("\n"));
  const places = [
    "--define",
    `_topdir ${top}`,
    "--define",
    `_rpmdir ${top}`,
    "--define",
    `_dbpath ${top}/db`,
  ];
  await execa("rpmbuild", ["-bb", "--quiet", ...places, spec]);
  const { stdout } = await execa("find", [top, "-name", `${name}-1.105.1-1.*.rpm`]);
  return stdout.trim();
}

/** A real Debian package with the stand-in agent in it, signed; and keys that did and did not sign it. */
export async function startPackageServer(folder: string): Promise<PackageServer> {
  const served = join(folder, "served");
  const tree = join(folder, "tree");
  write(join(tree, AGENT), AGENT_PROGRAM);
  const { stdout: architecture } = await execa("dpkg", ["--print-architecture"]);
  write(
    join(tree, "DEBIAN/control"),
    `Package: amazon-ecs-init\nVersion: 1.105.1-1\nArchitecture: ${architecture}\nMaintainer: test <test@localhost>\nDescription: stands for the ECS agent\n`,
  );
  mkdirSync(served, { recursive: true });
  const deb = join(served, `amazon-ecs-init-latest.${architecture}.deb`);
  await execa("dpkg-deb", ["--root-owner-group", "-Znone", "--build", tree, deb]);
  const ours = await makeKey(join(folder, "ours"), join(served, "ours.gpg"));
  await makeKey(join(folder, "theirs"), join(served, "theirs.gpg"));
  for (const [home, name] of [
    ["ours", `${deb}.asc`],
    ["theirs", join(served, "theirs.asc")],
  ] as const)
    await gpg(join(folder, home), "--armor", "--detach-sign", "--output", name, deb);
  const server = await serve(served);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, fingerprint: ours, stop: () => server.close() };
}

const gpg = (home: string, ...args: string[]) =>
  execa("gpg", ["--homedir", home, "--batch", "--quiet", "--passphrase", "", ...args]);

async function makeKey(home: string, file: string): Promise<string> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  await gpg(home, "--quick-generate-key", "Agent <agent@localhost>", "ed25519", "sign", "1d");
  const { stdout } = await gpg(home, "--list-keys", "--with-colons");
  writeFileSync(file, (await gpg(home, "--armor", "--export")).stdout);
  return /^fpr:+(\w+):/m.exec(stdout)![1]!;
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(request.url ?? "/"));
    // /forged/… is the same package with a signature of another key
    const file = path.replace(/\/forged\/.*\.asc$/, "/theirs.asc").replace("/forged/", "/");
    try {
      if (!statSync(file).isFile()) throw new Error("no file");
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
