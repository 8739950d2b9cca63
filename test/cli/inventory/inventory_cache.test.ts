import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { startEc2 } from "../../helpers/ec2_server.js";
import { runFiles } from "../../helpers/play.js";

test("--flush-cache asks EC2 anew; without it the cache answers", async (t) => {
  const server = await startEc2();
  const folder = mkdtempSync(join(tmpdir(), "tera-flush-"));
  t.teardown(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "aws_ec2.yml");
  writeFileSync(
    file,
    `plugin: amazon.aws.aws_ec2\nregions: [eu-west-1]\ncache: true\ncache_plugin: jsonfile\ncache_connection: ${folder}/kept\n`,
  );
  const list = async (...more: string[]): Promise<string> => {
    const args = ["build/src/cli/main.js", "inventory", "-i", file, "--list", ...more];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, ...server.env },
      maxBuffer: 1e8,
    });
    return stdout;
  };
  const first = await list();
  const asked = server.calls.length;
  t.true(asked > 0);
  t.is(await list(), first);
  t.is(server.calls.length, asked);
  t.is(await list("--flush-cache"), first);
  t.is(server.calls.length, 2 * asked);
});

test("meta: refresh_inventory asks EC2 anew, whatever is kept", async (t) => {
  const server = await startEc2();
  const folder = mkdtempSync(join(tmpdir(), "tera-refresh-"));
  t.teardown(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "aws_ec2.yml");
  writeFileSync(
    file,
    `plugin: amazon.aws.aws_ec2\nregions: [eu-west-1]\ncache: true\ncache_plugin: jsonfile\ncache_connection: ${folder}/kept\n`,
  );
  const play = async (tasks: object[]): Promise<number> => {
    const before = server.calls.length;
    const text = JSON.stringify([{ hosts: "localhost", connection: "local", gather_facts: false, tasks }]);
    const run = await runFiles({ "play.yml": text }, ["-i", file], server.env);
    t.is(run.code, 0, run.stdout + run.stderr);
    return server.calls.length - before;
  };
  const asked = await play([]);
  t.true(asked > 0);
  t.is(await play([{ debug: { msg: "kept" } }]), 0);
  t.is(await play([{ meta: "refresh_inventory" }]), asked);
});
