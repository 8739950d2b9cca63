import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test from "ava";
import { loadInventory, readVarsFolder } from "../../src/inventory/load.js";
import type { InventoryPlugin } from "../../src/inventory/plugins.js";
import { Fault } from "../../src/model/errors.js";
import { placeOf } from "../../src/model/source.js";
import { readYaml } from "../../src/yaml/read.js";
import { listing } from "./listing.js";

const folder = "test/fixtures/inventories";
const quiet = { warn: () => {} };
const read = (path: string) => readYaml(readFileSync(path, "utf8"), path);

/** Recorded with `ansible-inventory --list`. */
const RECORDED = [
  ["orchard.ini", "orchard_ini.list.json"],
  ["orchard.yml", "orchard_yml.list.json"],
  ["orchard.sh", "orchard_sh.list.json"],
  ["one_by_one.sh", "one_by_one_sh.list.json"],
  ["farm", "farm.list.json"],
] as const;

for (const [source, recorded] of RECORDED)
  test(`${source} holds the hosts, groups and variables that Ansible finds in it`, async (t) => {
    const path = `${folder}/${source}`;
    const inventory = await loadInventory([path], quiet);
    const vars = source === "farm" ? readVarsFolder(path, read) : undefined;
    t.deepEqual(listing(inventory, vars), JSON.parse(readFileSync(`${folder}/${recorded}`, "utf8")));
  });

test("a list of hosts may have ports, and IPv6 addresses in brackets", async (t) => {
  const inventory = await loadInventory(["web1,web2:2200,[::1]:33,"], quiet);
  t.deepEqual([...inventory.hosts.keys()], ["web1", "web2", "::1"]);
  t.is(inventory.hosts.get("web2")?.vars.ansible_port, 2200);
  t.is(inventory.hosts.get("::1")?.vars.ansible_port, 33);
  t.deepEqual(inventory.hosts.get("web1")?.groups, ["ungrouped"]);
});

test("ranges in a list of hosts are expanded where that is asked for", async (t) => {
  const hosts = async (hostRanges: boolean) => [
    ...(await loadInventory(["web[1:2],db,"], { ...quiet, hostRanges })).hosts.keys(),
  ];
  t.deepEqual(await hosts(true), ["web1", "web2", "db"]);
  t.deepEqual(await hosts(false), ["web[1:2]", "db"]);
});

test("a list of hosts may be longer than the name of a file", async (t) => {
  const names = Array.from({ length: 500 }, (_, index) => `web${index}`);
  const { hosts } = await loadInventory([names.join(",")], quiet);
  t.deepEqual([...hosts.keys()], names);
});

test("no sources are an inventory without hosts", async (t) => {
  t.is((await loadInventory([], quiet)).hosts.size, 0);
});

test("several sources are one inventory; the later one wins", async (t) => {
  const inventory = await loadInventory([`${folder}/orchard.sh`, `${folder}/farm`], quiet);
  t.deepEqual(inventory.groups.get("apples")?.hosts, ["a1", "a2"]);
  t.is(inventory.hosts.get("a1")?.vars.x, "file");
  t.is(inventory.hosts.get("a1")?.vars.ripe, true);
  t.deepEqual(inventory.sources, [resolve(folder, "orchard.sh"), resolve(folder, "farm")]);
});

test("a variable of a host knows where it stands", async (t) => {
  const inventory = await loadInventory([`${folder}/orchard.ini`], quiet);
  const { vars } = inventory.hosts.get("apple02.farm")!;
  t.like(placeOf(vars, "http_port"), { line: 6, column: 29 });
  t.like(placeOf(inventory.groups.get("apples")!.vars, "ntp"), { line: 14, column: 7 });
});

test("a missing inventory is a warning that names the nearest one, as Ansible runs on without it", async (t) => {
  const said: string[] = [];
  const options = { ...quiet, warn: (text: string) => said.push(text) };
  const inventory = await loadInventory([`${folder}/orchrd.yml`], options);
  t.is(inventory.hosts.size, 0);
  t.regex(said[0]!, /Unable to parse .*orchrd\.yml as an inventory source .*did you mean `orchard.yml`\?/);
  t.is(said[1], "No inventory was parsed, only implicit localhost is available");
  said.length = 0;
  await loadInventory([`${folder}/orchrd.yml`, "a,"], options);
  t.is(said.length, 1, "another source was parsed");
});

test("an inventory that is in the folder of inventories is named with its path", async (t) => {
  const said: string[] = [];
  await loadInventory(["local"], { ...quiet, warn: (text: string) => said.push(text) });
  t.regex(said[0]!, /did you mean `inventory\/local`\?/);
});

test("a missing inventory is a fault where the settings say so", async (t) => {
  const missing = [`${folder}/orchrd.yml`];
  for (const [setting, sources, fails] of [
    ["anyUnparsedFails", [...missing, "a,"], true],
    ["unparsedFails", [...missing, "a,"], false],
    ["unparsedFails", missing, true],
  ] as const) {
    const loading = loadInventory(sources, { ...quiet, [setting]: true });
    if (fails) await t.throwsAsync(loading, { instanceOf: Fault }, setting);
    else await t.notThrowsAsync(loading);
  }
});

/** What of a list of hosts is no range, with the plugin that expands them. */
const LISTS: readonly (readonly [source: string, hosts: string[], warning: RegExp | undefined])[] = [
  ["web[1:3],", ["web1", "web2", "web3"], undefined],
  ["web[01:10:5],db", ["web01", "web06", "db"], undefined],
  ["web[1:],", ["web[1:]"], undefined],
  ["web[1:j],", [], /Failed to parse web\[1:j\], with advanced_host_list plugin/],
];

test("ranges in lists of hosts", async (t) => {
  for (const [source, hosts, warning] of LISTS) {
    const said: string[] = [];
    const options = { ...quiet, hostRanges: true, warn: (text: string) => said.push(text) };
    const inventory = await loadInventory([source], options);
    t.deepEqual([...inventory.hosts.keys()], hosts, source);
    if (warning) t.regex(said[0] ?? "", warning);
    else t.deepEqual(said, [], source);
  }
});

test("a plugin that is not known is refused with what to do", async (t) => {
  const fault = await t.throwsAsync(loadInventory([`${folder}/cloud.yml`], quiet), { instanceOf: Fault });
  t.is(fault?.code, "PLUGIN_UNSUPPORTED");
  t.like(fault?.at, { line: 2, column: 1 });
  t.regex(fault?.hint ?? "", /YAML or INI file/);
});

test("a plugin that is handed in adds its hosts", async (t) => {
  const cloud: InventoryPlugin = {
    names: ["sky.clouds.cumulus"],
    async load(config, { inventory }) {
      const name = String(config.region);
      inventory.hosts.set(name, { name, vars: { from: "cloud" }, groups: [] });
    },
  };
  const inventory = await loadInventory([`${folder}/cloud.yml`], { ...quiet, plugins: [cloud] });
  t.deepEqual(inventory.hosts.get("north")?.groups, ["ungrouped"]);
});
