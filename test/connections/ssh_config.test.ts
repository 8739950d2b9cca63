import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { configFor } from "../../src/connections/ssh_config.js";
import type { Target } from "../../src/model/connection.js";

const folder = mkdtempSync(join(tmpdir(), "tera-ssh-config-"));
const file = join(folder, "config");
test.before(() => writeFileSync(file, "Host *\n  ProxyJump bastion.example\n"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

const configured = (...args: string[]) => {
  const target: Target = {
    ...{ name: "web1", address: "web1", hostKeyChecking: "accept-new", connectTimeout: 5, connectRetries: 0 },
    options: {},
    sshArgs: ["-F", file, ...args],
  };
  const { proxyJump, proxyCommand } = configFor(target);
  return { proxyJump, proxyCommand };
};

test("a jump host of the file counts where the command line says nothing of the way", (t) => {
  t.deepEqual(configured(), { proxyJump: "bastion.example", proxyCommand: undefined });
});

test("a proxy command of the command line counts before a jump host of the file", (t) => {
  t.deepEqual(configured("-o", "ProxyCommand=aws ssm start-session"), {
    proxyJump: undefined,
    proxyCommand: "aws ssm start-session",
  });
});

test("a jump host of the command line counts before everything, and `none` is none", (t) => {
  t.is(configured("-J", "other.example", "-o", "ProxyCommand=x").proxyJump, "other.example");
  t.is(configured("-o", "ProxyJump=none").proxyJump, undefined);
});
