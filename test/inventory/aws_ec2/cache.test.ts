import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { startEc2 } from "../../helpers/ec2_server.js";
import { loadEc2 } from "./loading.js";

test("what is kept for one question is no answer to another: other credentials, filters, regions, endpoint", async (t) => {
  const servers = [await startEc2(), await startEc2()];
  const folder = mkdtempSync(join(tmpdir(), "tera-ec2-question-"));
  t.teardown(async () => {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "aws_ec2.yml");
  const kept = join(folder, "kept");
  /** Writes the file anew, and says whether EC2 was asked. */
  const isAsked = async (more: string, env: Record<string, string> = {}): Promise<boolean> => {
    const cache = `cache: true\ncache_plugin: jsonfile\ncache_connection: ${kept}\n`;
    writeFileSync(file, `plugin: aws_ec2\n${cache}${more}`);
    Object.assign(process.env, servers[0]!.env, env);
    const before = servers.flatMap(({ calls }) => calls).length;
    await loadEc2(file);
    return servers.flatMap(({ calls }) => calls).length > before;
  };
  const one = "regions: [eu-west-1]\n";
  t.true(await isAsked(one));
  t.false(await isAsked(one));
  const others: [why: string, more: string, env?: Record<string, string>][] = [
    ["a key of the environment", one, { AWS_ACCESS_KEY_ID: "AKIDOTHER" }],
    ["a key of the file", `${one}access_key: AKIDTHIRD\nsecret_key: x\n`],
    ["filters", `${one}filters: {instance-type: t3.small}\n`],
    ["what is out", `${one}exclude_filters: [{instance-type: t3.small}]\n`],
    ["regions", "regions: [eu-west-1, us-west-2]\n"],
    ["an endpoint", one, { AWS_ENDPOINT_URL: servers[1]!.endpoint }],
    ["a user that is said: no image was read", `${one}compose: {ansible_user: "'ops'"}\n`],
  ];
  for (const [why, more, env] of others) {
    t.true(await isAsked(more, env), why);
    t.false(await isAsked(more, env), `${why}, again`);
  }
  t.is(readdirSync(kept).length, 1 + others.length);
  t.false(
    await isAsked(`${one}keyed_groups: [{key: tags, prefix: tag}]\n`),
    "groups are made of what is kept",
  );
});
