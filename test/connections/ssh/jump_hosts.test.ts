import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { recap, tera } from "../../e2e/cli.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { makeKey, missingForSshd, type Sshd, startSshd, USER } from "./sshd.js";

const missing = missingForSshd();
if (missing && process.env.CI) test("real SSH servers can be made", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

const folder = scratchFolder("jumps");
let key: string;
let hostKey: string;

test.before(() => {
  if (missing) return;
  key = makeKey(folder, "client");
  hostKey = makeKey(folder, "host");
});

const running: Sshd[] = [];
test.afterEach.always(() => {
  for (const server of running.splice(0)) server.stop();
});

async function server(name: string, lines: string[]): Promise<Sshd> {
  const started = await startSshd({ folder, name, hostKeys: [hostKey], clientKey: key, lines });
  running.push(started);
  return started;
}

/** sshd's own values: of ten connections that have not logged in, some are dropped. */
const DEFAULTS = ["MaxStartups 10:30:100"];
const ROOMY = ["MaxStartups 500", "MaxSessions 100"];

/** An inventory of many names for one server. */
function inventory(count: number, { port }: Sshd, args: string): string {
  const path = join(folder, `hosts-${running.map((one) => one.port).join("-")}.ini`);
  const names = Array.from({ length: count }, (_, index) => `n${index}`);
  const vars = [
    "ansible_host=127.0.0.1",
    `ansible_port=${port}`,
    `ansible_user=${USER}`,
    `ansible_ssh_private_key_file=${key}`,
    `ansible_ssh_args=-F none`,
    `ansible_ssh_common_args=${args}`,
    `ansible_ssh_known_hosts_file=${folder}/known_hosts`,
  ];
  writeFileSync(path, `[all]\n${names.join("\n")}\n[all:vars]\n${vars.join("\n")}\n`);
  return path;
}

const PLAY = join(folder, "play.yml");
writeFileSync(PLAY, "- hosts: all\n  gather_facts: false\n  tasks:\n    - command: echo reached\n");

const run = (path: string, ...more: string[]) =>
  tera(["playbook", "-i", path, PLAY, ...more], { env: { SSH_AUTH_SOCK: "" } });

/** All hosts reached; how often somebody logged in at the servers. */
const logins = ({ log }: Sshd): number => log().match(/Accepted publickey/g)?.length ?? 0;

real(
  "sixty hosts behind one jump host with sshd's limits are all reached, over one connection to it",
  async (t) => {
    const [bastion, targets] = [await server("bastion", DEFAULTS), await server("targets", ROOMY)];
    const { code, stdout } = await run(inventory(60, targets, `-J ${USER}@127.0.0.1:${bastion.port}`));
    t.is(code, 0, stdout);
    t.is(Object.values(recap(stdout)).filter(({ unreachable }) => unreachable === 0).length, 60);
    t.is(logins(bastion), 1);
    t.is(logins(targets), 60);
  },
);

real("a chain of jump hosts is shared link by link", async (t) => {
  const [first, second] = [await server("first", DEFAULTS), await server("second", DEFAULTS)];
  const targets = await server("behind", ROOMY);
  const chain = `-J ${USER}@127.0.0.1:${first.port},${USER}@127.0.0.1:${second.port}`;
  const { code, stdout } = await run(inventory(20, targets, chain));
  t.is(code, 0, stdout);
  t.deepEqual([logins(first), logins(second), logins(targets)], [1, 1, 20]);
});

real("a proxy command that is `ssh -W` is such a jump host", async (t) => {
  const [bastion, targets] = [await server("proxy", DEFAULTS), await server("proxied", ROOMY)];
  const command = `ssh -q -F none -W %h:%p -p ${bastion.port} -l ${USER} -i ${key} 127.0.0.1`;
  const { code, stdout } = await run(inventory(20, targets, `-o ProxyCommand="${command}"`));
  t.is(code, 0, stdout);
  t.deepEqual([logins(bastion), logins(targets)], [1, 20]);
});

real("the jump host of a file of ssh's options is shared, and the file is the jump host's too", async (t) => {
  const [bastion, targets] = [await server("filed", DEFAULTS), await server("filed-behind", ROOMY)];
  const file = join(folder, "options");
  const own = `Host gate\n  HostName 127.0.0.1\n  Port ${bastion.port}\n  User ${USER}\n  IdentityFile ${key}\n`;
  writeFileSync(file, `${own}Host 127.0.0.1\n  ProxyJump gate\n  IdentityFile ${key}\n`);
  const path = inventory(20, targets, `-F ${file}`);
  const { code, stdout } = await run(path, "-e", "ansible_ssh_private_key_file=", "-e", "ansible_ssh_args=");
  t.is(code, 0, stdout);
  t.deepEqual([logins(bastion), logins(targets)], [1, 20]);
});

real("sixty connections to one server with sshd's limits all log in", async (t) => {
  const targets = await server("limited", DEFAULTS);
  const { code, stdout } = await run(inventory(60, targets, ""));
  t.is(code, 0, stdout);
  t.is(logins(targets), 60);
});

real("a server that lets one at a time log in lets twelve hosts log in", async (t) => {
  const targets = await server("narrow", ["MaxStartups 1"]);
  const { code, stdout } = await run(inventory(12, targets, ""));
  t.is(code, 0, stdout);
  t.is(logins(targets), 12);
});

real("a jump host that is not there makes its hosts unreachable, with its name", async (t) => {
  const targets = await server("unreached", ROOMY);
  const { code, stdout } = await run(inventory(3, targets, `-J ${USER}@127.0.0.1:1`));
  t.is(code, 4, stdout);
  t.regex(stdout, /127\.0\.0\.1 port 1: Connection refused/);
});

real("a host that its jump host does not reach is unreachable alone", async (t) => {
  const [bastion, targets] = [await server("half", DEFAULTS), await server("half-behind", ROOMY)];
  const path = inventory(3, targets, `-J ${USER}@127.0.0.1:${bastion.port}`);
  writeFileSync(path, `gone ansible_port=1\n`, { flag: "a" });
  writeFileSync(`${path}.more`, `gone ansible_port=1\n`);
  const { code, stdout } = await run(path, "-i", `${path}.more`, "-e", "{}");
  t.is(code, 4, stdout);
  t.regex(stdout, /the jump host 127\.0\.0\.1 does not reach 127\.0\.0\.1:1/);
  t.is(Object.values(recap(stdout)).filter(({ unreachable }) => unreachable === 0).length, 3);
});
