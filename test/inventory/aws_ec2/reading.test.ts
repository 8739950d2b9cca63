import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import type { Host, Inventory } from "../../../src/model/host.js";
import { isUnsafe, type PlainDict } from "../../../src/model/value.js";
import { ec2Fleet } from "../../helpers/ec2_fleet.js";
import { type Ec2Server, ec2Data, startEc2 } from "../../helpers/ec2_server.js";
import type { Element } from "../../helpers/ec2_wire.js";
import { loadEc2, loadText } from "./loading.js";

const ALL = "regions: [us-east-1, us-west-2, eu-central-1, eu-west-1, ap-southeast-1]\n";
const PLUGIN = `plugin: amazon.aws.aws_ec2\n${ALL}`;

const servers: Ec2Server[] = [];
async function use(data = ec2Data()): Promise<Ec2Server> {
  const server = await startEc2({ data });
  servers.push(server);
  Object.assign(process.env, server.env);
  return server;
}
test.after.always(() => Promise.all(servers.map((server) => server.stop())));

const host = (inventory: Inventory, wanted: (vars: PlainDict) => boolean): Host =>
  [...inventory.hosts.values()].find(({ vars }) => wanted(vars))!;
const count = (server: Ec2Server, action: string) =>
  server.calls.filter((call) => call.action === action).length;

test.serial("5,000 instances of 5 regions are read in pages of 1,000, all regions at once", async (t) => {
  const server = await use(ec2Fleet(5000));
  const { inventory, warnings } = await loadText(
    `plugin: amazon.aws.aws_ec2\nhostnames: [instance-id]\nkeyed_groups:\n  - {key: placement.region, prefix: r}\n  - {key: tags, prefix: tag}\n`,
  );
  t.is(inventory.hosts.size, 5000);
  t.is(inventory.groups.get("aws_ec2")!.hosts.length, 5000);
  t.is(inventory.groups.get("r_eu_west_1")!.hosts.length, 1000);
  t.is([...inventory.groups.keys()].filter((name) => name.startsWith("tag_Name_")).length, 5000);
  t.deepEqual(warnings, []);
  t.is(count(server, "DescribeRegions"), 1);
  t.is(count(server, "DescribeInstances"), 5);
  t.is(count(server, "DescribeAvailabilityZones"), 5);
  t.is(count(server, "DescribeImages"), 5);
  t.is(server.calls.length, 16);
});

test.serial(
  "the account's regions are asked for where the environment says, in other partitions too",
  async (t) => {
    const server = await use(ec2Fleet(5));
    const before = process.env.AWS_REGION;
    t.teardown(() => {
      if (before === undefined) delete process.env.AWS_REGION;
      else process.env.AWS_REGION = before;
    });
    process.env.AWS_REGION = "eu-west-1";
    await loadText("plugin: amazon.aws.aws_ec2\nhostnames: [instance-id]\n");
    t.is(server.calls.find(({ action }) => action === "DescribeRegions")?.region, "eu-west-1");
  },
);

test.serial(
  "`region` alone reads all regions, as in Ansible, and a warning asks whether `regions` is meant",
  async (t) => {
    await use(ec2Fleet(5));
    const one = await loadText("plugin: amazon.aws.aws_ec2\nhostnames: [instance-id]\nregion: eu-west-1\n");
    t.is(one.inventory.hosts.size, 5);
    t.is(one.warnings.length, 1);
    t.regex(one.warnings[0]!, /is `regions: \[eu-west-1\]` meant\?$/);
    const both = await loadText(
      "plugin: amazon.aws.aws_ec2\nhostnames: [instance-id]\nregion: eu-west-1\nregions: [eu-west-1]\n",
    );
    t.deepEqual(both.warnings, []);
  },
);

test.serial("a region with more than 1,000 reservations has further pages", async (t) => {
  const server = await use(ec2Fleet(6000));
  const { inventory } = await loadText(`${PLUGIN}hostnames: [instance-id]\n`);
  t.is(inventory.hosts.size, 6000);
  const pages = server.calls.filter(({ action }) => action === "DescribeInstances");
  t.is(pages.length, 10);
  t.is(pages.filter(({ params }) => params.has("NextToken")).length, 5);
  t.true(pages.every(({ params }) => params.get("MaxResults") === "1000"));
});

test.serial("hosts are in the order of their instances' ids", async (t) => {
  await use();
  const { inventory } = await loadText(`${PLUGIN}hostnames: [instance-id]\n`);
  const names = [...inventory.hosts.keys()];
  t.deepEqual(names, [...names].sort());
  t.is(names.length, 58);
});

test.serial("the operating system says how a host is reached, its image as whom", async (t) => {
  await use();
  const { inventory } = await loadText(PLUGIN);
  const windows = host(inventory, (vars) => vars.platform === "windows" && vars.key_name !== undefined);
  const { region } = windows.vars.placement as { region: string };
  t.like(windows.defaults, {
    ansible_connection: "winrm",
    ansible_port: 5986,
    ansible_user: "Administrator",
    ansible_become_method: "runas",
    ansible_aws_ssm_instance_id: windows.vars.instance_id,
    ansible_aws_ssm_region: region,
  });
  t.is(
    windows.defaults?.ansible_password,
    `{{ lookup('tera.aws.windows_password', '${windows.vars.instance_id}', region='${region}', key_file=(ansible_ssh_private_key_file | default(ansible_private_key_file | default('')))) }}`,
  );
  const users = new Set([...inventory.hosts.values()].map(({ defaults }) => defaults?.ansible_user));
  t.deepEqual([...users].map(String).sort(), ["Administrator", "admin", "ec2-user", "ubuntu", "undefined"]);
  const redHat = host(inventory, (vars) => vars.platform_details === "Red Hat Enterprise Linux");
  t.like(redHat.defaults, { ansible_user: "ec2-user" });
  t.is(redHat.defaults?.ansible_connection, undefined);
  for (const { vars } of inventory.hosts.values())
    t.deepEqual(
      Object.keys(vars).filter((name) => name.startsWith("ansible_")),
      [],
    );
});

test.serial("a name that no network knows has the instance's address by default", async (t) => {
  await use();
  const { inventory } = await loadText(`${PLUGIN}hostnames: [instance-id]\n`);
  for (const { vars, defaults } of inventory.hosts.values())
    t.is(defaults?.ansible_host, vars.public_ip_address ?? vars.private_ip_address);
  const { inventory: named } = await loadText(PLUGIN);
  for (const { defaults } of named.hosts.values()) t.is(defaults?.ansible_host, undefined);
});

test.serial("where the file says the user, no image is asked for", async (t) => {
  const server = await use();
  await loadText(`${PLUGIN}compose:\n  ansible_user: "'ops'"\n`);
  t.is(count(server, "DescribeImages"), 0);
});

test.serial("zones are asked for only where instances do not say their zone's id", async (t) => {
  const data = ec2Data();
  for (const one of Object.values(data.reservations).flat())
    for (const instance of one.instancesSet as Element[])
      (instance.placement as Element).availabilityZoneId = "said-by-itself";
  const server = await use(data);
  const { inventory } = await loadText(PLUGIN);
  t.is(count(server, "DescribeAvailabilityZones"), 0);
  t.like(host(inventory, () => true).vars.placement, { availability_zone_id: "said-by-itself" });
});

test.serial("a tag that looks like a template is data", async (t) => {
  const data = ec2Data();
  const [first] = data.reservations["eu-west-1"]!;
  const [instance] = first!.instancesSet as Element[];
  const evil = "{{ lookup('pipe', 'touch /tmp/x') }}";
  instance!.tagSet = [{ key: "Name", value: evil }];
  instance!.keyName = evil;
  await use(data);
  const { inventory } = await loadText(
    `plugin: aws_ec2\nregions: [eu-west-1]\nhostnames: [instance-id]\ncompose:\n  note: tags.Name\n  later: "'{{ playbook_dir }}'"\n`,
  );
  const { vars } = inventory.hosts.get(String(instance!.instanceId))!;
  t.is((vars.tags as PlainDict).Name, evil);
  t.true(isUnsafe(vars.tags as PlainDict, "Name"));
  t.true(isUnsafe(vars, "key_name"));
  t.true(isUnsafe(vars, "note"));
  t.false(isUnsafe(vars, "later"));
});

test.serial("options may be templates that read the environment", async (t) => {
  const server = await use();
  process.env.TERA_TEST_REGION = "eu-west-1";
  const { inventory } = await loadText(
    `plugin: aws_ec2\nregions: ["{{ lookup('env', 'TERA_TEST_REGION') }}"]\naccess_key: AKIDOTHER\nsecret_key: "{{ 'not' ~ '-one' }}"\nfilters:\n  tag:Environment: "{{ 'pr' ~ 'od' }}*"\n`,
  );
  t.true(inventory.hosts.size > 0);
  const [call] = server.calls;
  t.like(call, { region: "eu-west-1", accessKey: "AKIDOTHER" });
  t.is(call!.params.get("Filter.1.Value.1"), "prod*");
});

test.serial("expressions see the variables of -e where the file says so", async (t) => {
  await use();
  const text = `plugin: aws_ec2\nregions: [eu-west-1]\ngroups: {picked: tags.Environment == wanted}\ncompose: {seen: wanted}\n`;
  const extraVars = { wanted: "prod" };
  const { inventory: without } = await loadText(text, { extraVars });
  t.false(without.groups.has("picked"));
  const { inventory } = await loadText(`${text}use_extra_vars: true\n`, { extraVars });
  t.true(inventory.groups.get("picked")!.hosts.length > 0);
  t.is(host(inventory, () => true).vars.seen, "prod");
});

test.serial("a cache answers without any call until it is too old, or is to be passed over", async (t) => {
  const server = await use();
  const folder = mkdtempSync(join(tmpdir(), "tera-ec2-cache-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "c.aws_ec2.yml");
  const kept = join(folder, "kept");
  writeFileSync(
    file,
    `${PLUGIN}cache: true\ncache_plugin: jsonfile\ncache_connection: ${kept}\ncache_timeout: 600\ncache_prefix: fleet_\n`,
  );
  const { inventory: first } = await loadEc2(file);
  const asked = server.calls.length;
  t.true(asked > 0);
  const { inventory: second } = await loadEc2(file);
  t.is(server.calls.length, asked);
  t.deepEqual([...second.hosts.values()], [...first.hosts.values()]);

  const [name, ...others] = readdirSync(kept);
  t.deepEqual(others, []);
  t.regex(name!, /^fleet_aws_ec2_[0-9a-f]{16}\.json$/);
  const path = join(kept, name!);
  t.is(statSync(path).mode & 0o777, 0o600);
  t.is(statSync(kept).mode & 0o777, 0o700);
  t.false(/AKIDEXAMPLE|not-a-secret/.test(readFileSync(path, "utf8")));

  await loadEc2(file, { fresh: true });
  t.is(server.calls.length, 2 * asked);
  utimesSync(path, new Date(), new Date(Date.now() - 601_000));
  await loadEc2(file);
  t.is(server.calls.length, 3 * asked);
  writeFileSync(path, '{"instances": [');
  await loadEc2(file);
  t.is(server.calls.length, 4 * asked);
});
