import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import transport from "../../src/connections/aws_ssm.js";
import { namesHost, readKnownHosts } from "../../src/connections/ssh/known_hosts.js";
import type { Target } from "../../src/model/connection.js";
import { tera } from "../e2e/cli.js";
import { missingForHosts, type SshHosts, startSshHosts } from "../e2e/ssh_hosts.js";

const missing = missingForHosts();
if (missing && process.env.CI) test("real SSH hosts can be made", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;
let hosts: SshHosts;

test.before(async () => {
  if (!missing) hosts = await startSshHosts(1);
});
test.after.always(() => hosts?.stop());

/** Programs named as those of AWS; this `aws` forwards to `port`, and writes down how it was called. */
function programs(name: string, aws: string): string {
  const folder = join(hosts.folder, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "aws"), aws);
  writeFileSync(join(folder, "session-manager-plugin"), "#!/bin/sh\n");
  for (const program of ["aws", "session-manager-plugin"]) chmodSync(join(folder, program), 0o755);
  return folder;
}

const inventory = (name: string, more = "") => {
  const path = join(hosts.folder, name);
  const common = `ansible_connection=amazon.aws.aws_ssm ansible_user=root ansible_ssh_private_key_file=${hosts.key} ansible_ssh_known_hosts_file=${hosts.folder}/known_hosts`;
  writeFileSync(path, `web1 ${common} ${more}\n`);
  return path;
};

const ID = "i-0123456789abcdef0";

real("a host is reached through `aws ssm start-session`, with no open port of its own", async (t) => {
  const log = join(hosts.folder, "called");
  const folder = programs(
    "good",
    `#!${process.execPath}
require("node:fs").writeFileSync(${JSON.stringify(log)}, process.argv.slice(2).join("\\n"));
const socket = require("node:net").connect(${hosts.hosts[0]!.port}, "127.0.0.1");
process.stdin.pipe(socket);
socket.pipe(process.stdout);
`,
  );
  const path = inventory(
    "good.ini",
    `ansible_aws_ssm_instance_id=${ID} ansible_aws_ssm_region=eu-west-1 ansible_aws_ssm_profile="it's prod"`,
  );
  const run = await tera(["adhoc", "web1", "-i", path, "-a", "echo reached", "-v"], {
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  t.is(run.code, 0, run.stdout + run.stderr);
  t.regex(run.stdout, /reached/);
  t.deepEqual(readFileSync(log, "utf8").split("\n"), [
    ...["ssm", "start-session", "--target", ID, "--document-name", "AWS-StartSSHSession"],
    ...["--parameters", "portNumber=22", "--region", "eu-west-1", "--profile", "it's prod"],
  ]);
  const known = readKnownHosts(join(hosts.folder, "known_hosts"));
  t.true(known.some((key) => namesHost(key.hosts, ID)));
});

real("what the AWS CLI says when it cannot connect is in the message", async (t) => {
  const folder = programs(
    "bad",
    "#!/bin/sh\necho 'TargetNotConnected: i-0 is not connected' >&2\nexit 254\n",
  );
  const path = inventory("bad.ini", `ansible_host=${ID}`);
  const run = await tera(["adhoc", "web1", "-i", path, "-a", "true"], {
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  t.is(run.code, 4);
  t.regex(run.stdout + run.stderr, /the proxy command says: TargetNotConnected: i-0 is not connected/);
});

real("a ProxyCommand of the user's own counts", async (t) => {
  const folder = programs("unused", "#!/bin/sh\nexit 254\n");
  const own = join(folder, "own");
  const port = hosts.hosts[0]!.port;
  const forward = `const socket = require("node:net").connect(${port}, "127.0.0.1");
process.stdin.pipe(socket);
socket.pipe(process.stdout);
`;
  writeFileSync(own, `#!${process.execPath}\n${forward}`, { mode: 0o755 });
  const path = inventory("own.ini", `ansible_host=${ID} ansible_ssh_common_args="-o ProxyCommand=${own}"`);
  const run = await tera(["adhoc", "web1", "-i", path, "-a", "true"], {
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  t.is(run.code, 0, run.stdout + run.stderr);
});

const target = (more: Partial<Target>): Target => ({
  name: "web1",
  address: ID,
  hostKeyChecking: "accept-new",
  connectTimeout: 5,
  connectRetries: 0,
  options: {},
  ...more,
});

test.serial("without the programs of AWS it says what to install", async (t) => {
  const path = process.env.PATH;
  process.env.PATH = "/nonexistent";
  try {
    const error = await t.throwsAsync(transport.connect(target({}), new AbortController().signal));
    t.regex(error!.message, /web1 is reached by Session Manager, but there is no `aws` here/);
    // the CLI alone would say it in the middle of a connection
    const bin = mkdtempSync(join(tmpdir(), "tera-ssm-"));
    writeFileSync(join(bin, "aws"), "", { mode: 0o755 });
    process.env.PATH = bin;
    const second = await t.throwsAsync(transport.connect(target({}), new AbortController().signal));
    t.regex(second!.message, /there is no `session-manager-plugin` here/);
    rmSync(bin, { recursive: true });
  } finally {
    process.env.PATH = path;
  }
});

test("an address that is no instance id is refused, and never reaches a shell", async (t) => {
  for (const address of ["web1; reboot", `${ID}; reboot`, `$(reboot)${ID}`, "i-0123"]) {
    const wanted = transport.connect(target({ address }), new AbortController().signal);
    const error = await t.throwsAsync(wanted);
    t.true(error!.message.endsWith(`\`${address}\` of web1 is no id of an instance`), error!.message);
  }
});
