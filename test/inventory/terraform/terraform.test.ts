import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "ava";
import { pluginExpressions } from "../../../src/cli/engine/plugin_expressions.js";
import { loadInventory } from "../../../src/inventory/load.js";
import { load } from "../../../src/inventory/terraform/terraform.js";
import { Fault } from "../../../src/model/errors.js";
import type { Inventory } from "../../../src/model/host.js";
import { isUnsafe, type PlainDict } from "../../../src/model/value.js";

const folder = mkdtempSync(join(tmpdir(), "tera-inventory-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

const WEB = {
  address: "198.51.100.7",
  private_ip: "10.20.0.7",
  instance_id: "i-0abc",
  os: "ubuntu",
  os_family: "debian",
  user: "ubuntu",
  connection: "ssh",
  port: 22,
  az: "eu-central-1a",
  groups: ["web", "blue-green"],
};
const WINDOWS = {
  ...WEB,
  instance_id: "i-0win",
  os: "windows-2022",
  os_family: "windows",
  user: "Administrator",
  connection: "winrm",
  port: "5986",
  az: "us-west-2-lax-1a",
};

interface Loaded {
  inventory: Inventory;
  warnings: string[];
}

/** Loads a configuration; `files` lie beside it. */
async function loaded(config: string, files: Record<string, unknown> = {}): Promise<Loaded> {
  const place = mkdtempSync(join(folder, "case-"));
  for (const [name, content] of Object.entries({
    ...files,
    "terraform.yml": `plugin: tera.terraform\n${config}\n`,
  })) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), typeof content === "string" ? content : JSON.stringify(content));
    if (name === "terraform") chmodSync(join(place, name), 0o755);
  }
  const warnings: string[] = [];
  const inventory = await loadInventory([join(place, "terraform.yml")], {
    warn: (text) => warnings.push(text),
    plugins: [{ names: ["tera.terraform"], load }],
    evaluate: await pluginExpressions(() => {}),
  });
  return { inventory, warnings };
}

const saved = (value: unknown, sensitive = false) => ({ "out.json": { inventory: { sensitive, value } } });
const state = (outputs: object) => ({
  version: 4,
  terraform_version: "1.11.4",
  outputs,
  resources: [
    { mode: "managed", type: "aws_instance", instances: [{}, {}] },
    { mode: "data", type: "aws_ami", instances: [{}] },
  ],
});

test("a host gets its address and what is known of it, and is in its groups, its system and its family", async (t) => {
  const { inventory, warnings } = await loaded("output_file: out.json", saved({ web1: WEB }));
  const host = inventory.hosts.get("web1")!;
  t.deepEqual(host.vars, {
    ansible_host: "198.51.100.7",
    instance_id: "i-0abc",
    private_ip: "10.20.0.7",
    availability_zone: "eu-central-1a",
    region: "eu-central-1",
    os: "ubuntu",
    os_family: "debian",
  });
  t.deepEqual(host.defaults, { ansible_connection: "ssh", ansible_user: "ubuntu", ansible_port: 22 });
  t.deepEqual(host.groups, ["web", "blue_green", "ubuntu", "debian"]);
  t.deepEqual(warnings, []);
});

test("a Windows host is in the group windows, and its password is asked for when it is needed", async (t) => {
  const { inventory } = await loaded(
    "output_file: out.json\nkey_file: ~/.ssh/it's.pem",
    saved({ win1: WINDOWS }),
  );
  const host = inventory.hosts.get("win1")!;
  t.true(host.groups.includes("windows"));
  t.deepEqual(host.defaults, {
    ansible_connection: "winrm",
    ansible_user: "Administrator",
    ansible_port: 5986,
    ansible_become_method: "runas",
    ansible_password:
      "{{ lookup('tera.aws.windows_password', instance_id, region='us-west-2', key_file='~/.ssh/it\\'s.pem') }}",
  });
});

test("a Linux host has no password to ask for, though a key file is named", async (t) => {
  const { inventory } = await loaded("output_file: out.json\nkey_file: key.pem", saved({ web1: WEB }));
  const { defaults } = inventory.hosts.get("web1")!;
  t.deepEqual(defaults, { ansible_connection: "ssh", ansible_user: "ubuntu", ansible_port: 22 });
});

test("further fields are variables, and never templates", async (t) => {
  const { inventory } = await loaded(
    "output_file: out.json",
    saved({
      web1: {
        ...{ ...WEB, os: "{{ os }}", webapp_port: 8081, motto: "{{ fresh }}", "not a name": 1 },
        tags: { Name: "{{ name }}", roles: ["web", "{% if %}"] },
      },
    }),
  );
  const { vars } = inventory.hosts.get("web1")!;
  t.true(isUnsafe(vars, "os"));
  const tags = vars.tags as PlainDict;
  t.true(isUnsafe(tags, "Name"));
  t.deepEqual(
    [0, 1].map((index) => isUnsafe(tags.roles as object, index)),
    [false, true],
  );
  t.is(vars.webapp_port, 8081);
  t.is(vars.motto, "{{ fresh }}");
  t.true(isUnsafe(vars, "motto"));
  t.false("not a name" in vars);
});

test("variables and groups are computed from what is known of a host", async (t) => {
  const { inventory } = await loaded(
    `output_file: out.json
keyed_groups: [{key: availability_zone, prefix: az}]
groups: {fresh: motto == 'fresh'}
compose: {ansible_host: private_ip}`,
    saved({ web1: { ...WEB, motto: "fresh" } }),
  );
  const host = inventory.hosts.get("web1")!;
  t.is(host.vars.ansible_host, "10.20.0.7");
  t.deepEqual(host.groups.slice(-2), ["fresh", "az_eu_central_1a"]);
});

test("what is wrong with an expression is said once, not for every host", async (t) => {
  const { warnings } = await loaded(
    `output_file: out.json
keyed_groups: [{key: os, parent_group: "{{ nothing }}"}, {key: "os |"}]`,
    saved({ web1: WEB, web2: WEB, web3: WEB }),
  );
  t.is(warnings.length, 2, warnings.join("\n"));
  t.regex(warnings[0]!, /terraform\.yml: no parent group by `\{\{ nothing \}\}`: /);
  t.regex(warnings[1]!, /terraform\.yml: `os \|` is no expression: /);
});

test("a state file is read without Terraform", async (t) => {
  const files = { "terraform.tfstate": state({ hosts: { value: { web1: WEB }, type: "dynamic" } }) };
  const { inventory } = await loaded("state: terraform.tfstate\noutput: hosts", files);
  t.deepEqual([...inventory.hosts.keys()], ["web1"]);
});

test("a root's state of one environment lies beside its variables; the other environment has none", async (t) => {
  const files = {
    "root/env/dev.tfvars": "",
    "root/env/prod.tfvars": "",
    "root/env/dev.tfstate": state({ inventory: { value: { web1: WEB } } }),
  };
  const { inventory } = await loaded("folder: root\nenvironment: dev", files);
  t.deepEqual([...inventory.hosts.keys()], ["web1"]);
  const fault = await t.throwsAsync(loaded("folder: root\nenvironment: prod", files), { instanceOf: Fault });
  t.regex(fault.message, /^nothing is known to be applied in .*root for prod$/);
  t.is(fault.hint, "Run `tera cloud up prod` to make hosts");
});

test("a root that was initialised by hand is asked through Terraform, for the environment whose backend it has", async (t) => {
  const files = {
    "root/env/dev.tfvars": "",
    "root/env/dev.s3.tfbackend": 'key = "tera/dev.tfstate"\n',
    "root/env/prod.tfvars": "",
    "root/env/prod.s3.tfbackend": 'key = "tera/prod.tfstate"\n',
    "root/.terraform/terraform.tfstate": {
      version: 3,
      backend: { type: "s3", config: { bucket: "states", key: "tera/dev.tfstate" } },
    },
    terraform: `#!/bin/sh
case "$1" in
version) echo Terraform v1.11.4 ;;
*) echo '{"inventory": {"sensitive": false, "value": {"web1": {"address": "'"\${TF_DATA_DIR##*/}"'"}}}}' ;;
esac
`,
  };
  const program = "terraform: ./terraform";
  const { inventory } = await loaded(`folder: root\nenvironment: dev\n${program}`, files);
  t.is(inventory.hosts.get("web1")?.vars.ansible_host, ".terraform");
  const fault = await t.throwsAsync(loaded(`folder: root\nenvironment: prod\n${program}`, files), {
    instanceOf: Fault,
  });
  t.regex(fault.message, /^nothing is known to be applied/);
});

test("an environment that is misspelt is a fault with a suggestion", async (t) => {
  const files = { "root/env/prod.tfvars": "" };
  const fault = await t.throwsAsync(loaded("folder: root\nenvironment: prd", files), { instanceOf: Fault });
  t.is(fault.hint, "did you mean `prod`?");
});

test("until something is applied, the fallback is used, with a warning", async (t) => {
  const { inventory, warnings } = await loaded("state: terraform.tfstate\nfallback: hosts.ini", {
    "hosts.ini": "[web]\nexample1 ansible_host=192.0.2.1\n",
  });
  t.deepEqual(inventory.groups.get("web")?.hosts, ["example1"]);
  t.is(warnings.length, 1);
  t.regex(
    warnings[0]!,
    /^there is no state yet in .*terraform\.tfstate: the hosts of .*hosts\.ini are used\./,
  );
});

test("a fallback may be a folder, and never the file itself", async (t) => {
  const { inventory } = await loaded("state: terraform.tfstate\nfallback: hosts", {
    "hosts/web": "[web]\nexample1 ansible_host=192.0.2.1\n",
  });
  t.deepEqual(inventory.groups.get("web")?.hosts, ["example1"]);
  const circle = loaded("state: terraform.tfstate\nfallback: terraform.yml");
  const fault = await t.throwsAsync(circle, { instanceOf: Fault });
  t.regex(fault.message, /terraform\.yml stands in for itself$/);
});

test("a state from which everything was destroyed is as none", async (t) => {
  const files = { "terraform.tfstate": { version: 4, outputs: {}, resources: [] } };
  const fault = await t.throwsAsync(loaded("state: terraform.tfstate", files), { instanceOf: Fault });
  t.regex(fault.message, /^nothing is applied yet in /);
});

test("hosts without an address are left out, and named with the reason", async (t) => {
  const hosts = { web1: WEB, web2: { ...WEB, address: null, instance_id: "i-0def" } };
  const { inventory, warnings } = await loaded("output_file: out.json", saved(hosts));
  t.deepEqual([...inventory.hosts.keys()], ["web1"]);
  t.is(warnings.length, 1);
  t.regex(
    warnings[0]!,
    /^web2 \(i-0def\) is left out: .* has no address for it; its private address is 10\.20\.0\.7: `address: \[address, private_ip\]` takes that$/,
  );
  const both = await loaded("output_file: out.json\naddress: [address, private_ip]", saved(hosts));
  t.is(both.inventory.hosts.get("web2")?.vars.ansible_host, "10.20.0.7");
});

test("a sensitive output is refused unless the file says that it may be shown", async (t) => {
  const files = saved({ web1: WEB }, true);
  const fault = await t.throwsAsync(loaded("output_file: out.json", files), { instanceOf: Fault });
  t.regex(fault.message, /^the output inventory of .* is sensitive$/);
  const { inventory } = await loaded("output_file: out.json\nsensitive: true", files);
  t.is(inventory.hosts.size, 1);
});

const WRONG: readonly [title: string, value: unknown, says: RegExp][] = [
  ["a list", [WEB], /^the output inventory of .* is a list, not a map of hosts$/],
  ["a host that is text", { web1: "198.51.100.7" }, /: web1 is a string, not an object$/],
  [
    "an address that is a number",
    { web1: { ...WEB, address: 7 } },
    /: `address` of web1 must be text, not a number$/,
  ],
  [
    "a port out of range",
    { web1: { ...WEB, port: 70_000 } },
    /: `port` of web1 must be a number from 1 to 65535$/,
  ],
  [
    "groups that are text",
    { web1: { ...WEB, groups: "web" } },
    /: `groups` of web1 must be a list of names$/,
  ],
  ["a user that is a template", { web1: { ...WEB, user: "{{ x }}" } }, /: `user` of web1 must be a name$/],
  [
    "a connection that is a template",
    { web1: { ...WEB, connection: "{{ x }}" } },
    /: `connection` of web1 must be the name of a connection, such as ssh or winrm$/,
  ],
  ["a name with a space", { "web 1": WEB }, /: `web 1` cannot be the name of a host$/],
];

for (const [title, value, says] of WRONG)
  test(`a wrong output is a fault that names host and field: ${title}`, async (t) => {
    const fault = await t.throwsAsync(loaded("output_file: out.json", saved(value)), { instanceOf: Fault });
    t.is(fault.code, "INVENTORY_INVALID");
    t.regex(fault.message, says);
  });

const MISTAKES: readonly [config: string, says: RegExp, line: number, hint: RegExp][] = [
  ["foldr: root", /^tera\.terraform has no key `foldr`$/, 2, /did you mean `folder`\?/],
  ["state: a\nfolder: b", /^folder and state exclude each other$/, 2, /one of/],
  ["output: inventory", /^no state is named$/, 1, /one of `folder`/],
  ["state: a\nenvironment: dev", /^`environment` belongs to `folder`$/, 3, /^$/],
  ["state: a\nsensitive: perhaps", /^`sensitive` of tera\.terraform must be true or false/, 3, /^$/],
];

for (const [config, says, line, hint] of MISTAKES)
  test(`a mistake in the file is a fault with its place: ${config.replace("\n", ", ")}`, async (t) => {
    const fault = await t.throwsAsync(loaded(config), { instanceOf: Fault });
    t.regex(fault.message, says);
    t.is(fault.at?.line, line);
    t.regex(fault.hint ?? "", hint);
  });

test("an output that is not there is a fault with a suggestion", async (t) => {
  const fault = await t.throwsAsync(loaded("output_file: out.json\noutput: inventry", saved({})), {
    instanceOf: Fault,
  });
  t.regex(fault.message, /has no output `inventry`$/);
  t.is(fault.hint, "did you mean `inventory`?");
});

test("what is wrong with outputs is said where the file names them", async (t) => {
  const cases: [config: string, files: Record<string, unknown>, message: RegExp, column: number][] = [
    ["state: cut.tfstate", { "cut.tfstate": '{"version": 4, "outp' }, /cut\.tfstate is not JSON$/, 8],
    ["output_file: nowhere.json", {}, /^there is no .*nowhere\.json$/, 14],
    ["folder: nowhere", {}, /^there is no folder .*nowhere$/, 9],
  ];
  for (const [config, files, message, column] of cases) {
    const fault = await t.throwsAsync(loaded(config, files), { instanceOf: Fault, message });
    t.like(fault.at, { line: 2, column });
    t.regex(fault.at!.path, /terraform\.yml$/);
  }
});
