/** Where the package puts the agent: below /opt, which is the host's own. */
export const AGENT = "/opt/ecs-agent/agent.mjs";

/**
 * Stands for the agent: reads ecs.config, refuses an old state of another cluster as the
 * real one does, "registers" after a moment, and answers on the introspection port.
 */
export const AGENT_PROGRAM = `import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
}).listen(Number(readFileSync("/opt/fake/port", "utf8")), "127.0.0.1");
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
export const PROGRAMS: Readonly<Record<string, string>> = {
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
http://localhost:51678/*)
  # hosts share the machine's network: each agent has a port of its own
  exec /usr/bin/curl "$1" "$2" "$3" "$4" "$5" "http://localhost:$(cat /opt/fake/port)\${url#http://localhost:51678}" ;;
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
