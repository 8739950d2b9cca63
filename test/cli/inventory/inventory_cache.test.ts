import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { startEc2 } from "../../helpers/ec2_server.js";
import { typed, typedFiles } from "../../helpers/typed.js";

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
    const { code, stdout } = await typed(["inventory", "-i", file, "--list", ...more], { env: server.env });
    t.is(code, 0);
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
    const run = await typedFiles({ "play.yml": text }, ["-i", file], server.env);
    t.is(run.code, 0, run.stdout + run.stderr);
    return server.calls.length - before;
  };
  const asked = await play([]);
  t.true(asked > 0);
  t.is(await play([{ debug: { msg: "kept" } }]), 0);
  t.is(await play([{ meta: "refresh_inventory" }]), asked);
});

test("settings say how answers are kept where the file does not", async (t) => {
  const server = await startEc2();
  const folder = mkdtempSync(join(tmpdir(), "tera-cache-settings-"));
  t.teardown(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  const plain = join(folder, "aws_ec2.yml");
  const without = join(folder, "off.aws_ec2.yml");
  const text = "plugin: amazon.aws.aws_ec2\nregions: [eu-west-1]\n";
  writeFileSync(plain, text);
  writeFileSync(without, `${text}cache: false\n`);
  const env = {
    ...server.env,
    ANSIBLE_INVENTORY_CACHE: "1",
    ANSIBLE_INVENTORY_CACHE_PLUGIN: "jsonfile",
    ANSIBLE_INVENTORY_CACHE_CONNECTION: join(folder, "kept"),
    ANSIBLE_INVENTORY_CACHE_PLUGIN_PREFIX: "mine_",
    ANSIBLE_INVENTORY_CACHE_TIMEOUT: "600",
  };
  const calls = async (file: string): Promise<number> => {
    const before = server.calls.length;
    t.is((await typed(["inventory", "-i", file, "--list"], { env })).code, 0);
    return server.calls.length - before;
  };
  const asked = await calls(plain);
  t.true(asked > 0);
  t.is(await calls(plain), 0, "the cache answers");
  t.regex(readdirSync(join(folder, "kept"))[0] ?? "", /^mine_/);
  t.is(await calls(without), asked, "what the file says counts");
});
