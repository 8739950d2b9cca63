import { setTimeout } from "node:timers/promises";
import test from "ava";
import { Fault } from "../../../src/model/errors.js";
import { type Ec2Call, type Ec2Error, type Ec2Server, startEc2 } from "../../helpers/ec2_server.js";
import { loadText } from "./loading.js";

let server: Ec2Server;
let fail: (call: Ec2Call) => Ec2Error | undefined = () => undefined;

test.before(async () => {
  server = await startEc2({ fail: (call) => fail(call) });
});
test.beforeEach(() => {
  Object.assign(process.env, server.env);
  server.calls.length = 0;
  fail = () => undefined;
});
test.after.always(() => server.stop());

const ONE = "plugin: amazon.aws.aws_ec2\nregions: [eu-west-1]\n";
const refuse =
  (action: string, error: Ec2Error, region?: string) =>
  (call: Ec2Call): Ec2Error | undefined =>
    call.action === action && (!region || call.region === region) ? error : undefined;
const DENIED: Ec2Error = { status: 403, code: "UnauthorizedOperation", message: "You are not authorized." };

interface Wrong {
  title: string;
  text: string;
  message: RegExp;
  hint?: RegExp;
  line: number;
  column?: number;
}

const WRONG: readonly Wrong[] = [
  {
    title: "a key that is not known",
    text: `${ONE}key_groups: []\n`,
    message: /^the plugin aws_ec2 has no key `key_groups`$/,
    hint: /did you mean `keyed_groups`/,
    line: 3,
    column: 1,
  },
  {
    title: "a key of keyed_groups that is not known",
    text: `${ONE}keyed_groups:\n  - key: tags\n    prefx: tag\n`,
    message: /`keyed_groups` has no key `prefx`/,
    hint: /did you mean `prefix`/,
    line: 5,
    column: 5,
  },
  {
    title: "keyed_groups without key",
    text: `${ONE}keyed_groups:\n  - prefix: tag\n`,
    message: /`key` of `keyed_groups` is required/,
    line: 4,
  },
  {
    title: "an entry of keyed_groups that is a text",
    text: `${ONE}keyed_groups:\n  - tags\n`,
    message: /item 1 of `keyed_groups` must be a mapping/,
    line: 4,
  },
  {
    title: "default_value and trailing_separator",
    text: `${ONE}keyed_groups:\n  - key: tags\n    default_value: x\n    trailing_separator: false\n`,
    message: /exclude each other/,
    line: 6,
  },
  {
    title: "a flag that is none",
    text: `${ONE}strict: perhaps\n`,
    message: /`strict` of the plugin aws_ec2 must be true or false/,
    line: 3,
    column: 9,
  },
  {
    title: "filters that are a list",
    text: `${ONE}filters:\n  - tag:Role\n`,
    message: /`filters` of the plugin aws_ec2 must be a mapping/,
    line: 4,
  },
  {
    title: "a filter that is a dict",
    text: `${ONE}filters:\n  tag:Role:\n    a: b\n`,
    message: /the filter `tag:Role` must be a text or a list of texts/,
    line: 5,
  },
  {
    title: "a hostname that is a number",
    text: `${ONE}hostnames:\n  - tag:Name\n  - 7\n`,
    message: /item 2 of `hostnames` must be a text or a mapping/,
    line: 5,
  },
  {
    title: "a hostname without name",
    text: `${ONE}hostnames:\n  - prefix: tag:Name\n`,
    message: /`name` of `hostnames` is required/,
    line: 4,
  },
  {
    title: "what is no region",
    text: "plugin: amazon.aws.aws_ec2\nregions: [eu_west-1]\n",
    message: /`eu_west-1` is not the name of a region/,
    hint: /did you mean `eu-west-1`/,
    line: 2,
  },
  {
    title: "a role to assume",
    text: `${ONE}assume_role_arn: arn:aws:iam::123456789012:role/reader\n`,
    message: /`assume_role_arn` is not supported/,
    hint: /`role_arn` and `source_profile` into a profile/,
    line: 3,
    column: 1,
  },
  {
    title: "half of a key",
    text: `${ONE}aws_access_key: AKIDEXAMPLE\n`,
    message: /access_key and secret_key are given together or not at all/,
    line: 1,
  },
  {
    title: "a cache plugin that is not there",
    text: `${ONE}cache: true\ncache_plugin: redis\n`,
    message: /the cache plugin redis is not supported/,
    hint: /jsonfile/,
    line: 4,
  },
  {
    title: "a cache without a folder",
    text: `${ONE}cache: true\ncache_plugin: jsonfile\n`,
    message: /`cache_plugin: jsonfile` needs `cache_connection`/,
    line: 4,
  },
];

for (const { title, text, message, hint, line, column } of WRONG)
  test.serial(`${title}: a fault with its place before any call`, async (t) => {
    const fault = await t.throwsAsync(loadText(text), { instanceOf: Fault });
    t.regex(fault!.message, message);
    t.is(fault!.code, "INVENTORY_INVALID");
    t.like(fault!.at, { line, ...(column ? { column } : {}) });
    if (hint) t.regex(fault!.hint ?? "", hint);
    t.deepEqual(server.calls, []);
  });

test.serial("without credentials the fault says where they come from", async (t) => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
  const fault = await t.throwsAsync(loadText(ONE), { instanceOf: Fault });
  t.is(fault?.code, "AWS_CREDENTIALS");
  t.regex(fault!.message, /^there are no credentials for reading the instances/);
  t.regex(fault!.hint!, /AWS_PROFILE/);
});

test.serial("a profile that does not exist is named", async (t) => {
  const fault = await t.throwsAsync(loadText(`${ONE}profile: nobody\n`), { instanceOf: Fault });
  t.is(fault?.code, "AWS_CREDENTIALS");
  t.regex(fault!.message, /^there are no credentials for reading the instances in the profile nobody: /);
});

test.serial("a token that has expired", async (t) => {
  fail = refuse("DescribeInstances", {
    status: 400,
    code: "RequestExpired",
    message: "Request has expired.",
  });
  const fault = await t.throwsAsync(loadText(ONE), { instanceOf: Fault });
  t.is(fault?.code, "AWS_CREDENTIALS");
  t.is(fault!.message, "the credentials for reading the instances have expired");
  t.like(fault!.at, { line: 1, column: 1 });
});

test.serial("a key that AWS does not accept, or a region that is not enabled", async (t) => {
  fail = refuse("DescribeInstances", {
    status: 401,
    code: "AuthFailure",
    message: "AWS was not able to validate",
  });
  const fault = await t.throwsAsync(loadText(ONE), { instanceOf: Fault });
  t.is(fault?.code, "AWS_CREDENTIALS");
  t.regex(fault!.message, /does not accept the credentials .* in eu-west-1/);
});

test.serial(
  "a refused call names the action; with strict_permissions: false the region is left out",
  async (t) => {
    fail = refuse("DescribeInstances", DENIED, "eu-west-1");
    const both = ONE.replace("eu-west-1", "eu-west-1, us-west-2");
    const fault = await t.throwsAsync(loadText(both), { instanceOf: Fault });
    t.is(fault?.code, "AWS_DENIED");
    t.is(fault?.message, "AWS refuses ec2:DescribeInstances in eu-west-1 to these credentials");
    const { inventory, warnings } = await loadText(`${both}strict_permissions: false\n`);
    t.true(inventory.hosts.size > 0);
    t.true(
      [...inventory.hosts.values()].every(
        (one) => (one.vars.placement as { region: string }).region === "us-west-2",
      ),
    );
    t.true(warnings.some((text) => /refuses ec2:DescribeInstances in eu-west-1: left out/.test(text)));
  },
);

test.serial("after a fault no other region is asked a second time", async (t) => {
  fail = refuse("DescribeInstances", DENIED, "eu-west-1");
  const others = "us-east-1, us-west-2, eu-central-1, ap-southeast-1";
  await t.throwsAsync(loadText(ONE.replace("eu-west-1", `eu-west-1, ${others}`)), { instanceOf: Fault });
  // as long as the SDK would wait before it tries again
  await setTimeout(1500);
  const asked = server.calls.map(({ region }) => region);
  t.deepEqual(asked, [...new Set(asked)]);
});

test.serial("calls that are throttled for a moment are made again", async (t) => {
  let times = 0;
  fail = (call) =>
    call.action === "DescribeInstances" && times++ < 1
      ? { status: 503, code: "RequestLimitExceeded" }
      : undefined;
  const { inventory } = await loadText(ONE);
  t.true(inventory.hosts.size > 0);
  const asked = server.calls.filter(({ action }) => action === "DescribeInstances");
  t.deepEqual(
    asked.map(({ region }) => region),
    ["eu-west-1", "eu-west-1"],
  );
});

test.serial("throttling that does not end says so, after five attempts", async (t) => {
  fail = refuse("DescribeInstances", { status: 503, code: "RequestLimitExceeded" });
  const fault = await t.throwsAsync(loadText(ONE), { instanceOf: Fault });
  t.is(fault?.code, "AWS_THROTTLED");
  t.is(fault!.message, "AWS slows ec2:DescribeInstances in eu-west-1 down, also after 5 attempts");
  t.regex(fault!.hint!, /cache: true/);
});

test.serial("an endpoint where nobody listens", async (t) => {
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:9";
  const fault = await t.throwsAsync(loadText(ONE), { instanceOf: Fault });
  t.is(fault?.code, "AWS_FAILED");
  t.regex(fault!.message, /does not answer ec2:DescribeInstances in eu-west-1/);
});

test.serial("a filter that EC2 does not know", async (t) => {
  const fault = await t.throwsAsync(loadText(`${ONE}filters: {instance-typ: t3.small}\n`), {
    instanceOf: Fault,
  });
  t.is(fault?.code, "AWS_FAILED");
  t.regex(fault!.message, /The filter 'instance-typ' is invalid/);
});

test.serial("where the regions may not be asked for, the way out is to name them", async (t) => {
  fail = refuse("DescribeRegions", DENIED);
  const fault = await t.throwsAsync(loadText("plugin: aws_ec2\n"), { instanceOf: Fault });
  t.is(fault?.code, "AWS_DENIED");
  t.regex(fault!.hint!, /name `regions` in the file/);
});

test.serial("what an inventory can do without costs a warning where it is refused", async (t) => {
  fail = (call) => (/Images|Zones/.test(call.action) ? DENIED : undefined);
  const { inventory, warnings } = await loadText(ONE.replace("eu-west-1", "eu-west-1, us-west-2"));
  t.true(inventory.hosts.size > 0);
  t.is(warnings.filter((text) => /refuses ec2:DescribeImages .*set `ansible_user`/.test(text)).length, 1);
  t.is(warnings.filter((text) => /refuses ec2:DescribeAvailabilityZones/.test(text)).length, 1);
  const linux = [...inventory.hosts.values()].filter((one) => one.vars.platform_details === "Linux/UNIX");
  t.true(linux.length > 0);
  t.true(linux.every((one) => one.defaults?.ansible_user === undefined));
});

test.serial("only a refusal makes such a call optional: another error of it is a fault", async (t) => {
  for (const action of ["DescribeImages", "DescribeAvailabilityZones"]) {
    fail = refuse(action, { status: 400, code: "InternalProblem", message: "no luck" });
    const fault = await t.throwsAsync(loadText(ONE), { instanceOf: Fault }, action);
    t.is(fault?.code, "AWS_FAILED");
    t.regex(fault!.message, new RegExp(`could not do ec2:${action} in eu-west-1: InternalProblem: no luck`));
  }
});

test.serial("no instances: a warning names filters and regions", async (t) => {
  const { inventory, warnings } = await loadText(
    `${ONE}filters: {tag:Role: [nobody, none], instance-type: t3.small}\n`,
  );
  t.is(inventory.hosts.size, 0);
  t.deepEqual(inventory.groups.get("aws_ec2")?.hosts, []);
  t.is(warnings.length, 1);
  t.regex(warnings[0]!, /no instances match tag:Role=nobody,none and instance-type=t3.small in eu-west-1$/);
});

test.serial("a region that is not known here is asked all the same, with a warning", async (t) => {
  const { warnings } = await loadText(ONE.replace("eu-west-1", "eu-wets-1"));
  t.regex(warnings[0]!, /the region eu-wets-1 is not known here; did you mean `eu-west-1`\?/);
});

test.serial("instances without an address, without a name, or with the same name are named", async (t) => {
  const gone = "filters: {instance-state-name: terminated}\n";
  const regions =
    "plugin: aws_ec2\nregions: [us-east-1, us-west-2, eu-central-1, eu-west-1, ap-southeast-1]\n";
  const { warnings: first } = await loadText(`${regions}hostnames: [instance-id]\n${gone}`);
  t.regex(first.join("\n"), /there is no address to connect to for i-[0-9a-f]{17}/);
  const { warnings: second } = await loadText(
    `${regions}hostnames: [instance-id]\n${gone}compose: {ansible_host: "'10.0.0.1'"}\n`,
  );
  t.deepEqual(second, []);
  const { warnings: third } = await loadText(`${regions}${gone}`);
  t.regex(third.join("\n"), /left out, because nothing in `hostnames` gives them a name: i-/);
  const { warnings: fourth } = await loadText(`${regions}hostnames: [tag:Name, instance-id]\n`);
  t.regex(fourth.join("\n"), /4 instances are one host, `shared name`: i-.*, i-/);
});

test.serial("an attribute that is misspelt would be every host's name", async (t) => {
  const { warnings } = await loadText(`${ONE}hostnames: [private_ip_adress]\n`);
  t.regex(warnings[0]!, /`private_ip_adress` in hostnames is no attribute, .* is private-ip-address meant\?/);
});

test.serial("with strict an expression that fails is a fault with its place", async (t) => {
  const text = `${ONE}strict: true\ncompose:\n  rack: no_such_thing\n`;
  const fault = await t.throwsAsync(loadText(text), { instanceOf: Fault });
  t.regex(fault!.message, /^cannot set rack of .*no_such_thing/);
  t.like(fault!.at, { line: 5, column: 9 });
});

test.serial("without strict an expression that is no expression is at least a warning", async (t) => {
  const { inventory, warnings } = await loadText(`${ONE}groups:\n  odd: "platform =="\n`);
  t.true(inventory.hosts.size > 0);
  t.true(warnings.some((text) => /`platform ==` is no expression/.test(text)));
});

test.serial("a group cannot be named by a number that is a variable", async (t) => {
  const text = `${ONE}hostnames: [instance-id]\nkeyed_groups:\n  - key: ena_support\n`;
  const fault = await t.throwsAsync(loadText(text), { instanceOf: Fault });
  t.regex(fault!.message, /`ena_support` is True for i-.*: a group is named by a text, a list or a dict/);
  t.is(fault!.hint, "write `ena_support | string`");
});
