import test from "ava";
import { graphText, hostText, listText, type ShownInventory } from "../../../src/cli/inventory/text.js";
import { loadInventory } from "../../../src/inventory/load.js";

const JSON_STYLE = { yaml: false, export: false, vars: false };

async function shown(): Promise<ShownInventory> {
  const inventory = await loadInventory(["test/fixtures/inventory/fleet.yml"], { warn: () => {} });
  const groups = new Map([["db", { secret: "x" }]]);
  return { inventory, inventoryVars: { groups, hosts: new Map() }, extraVars: {} };
}

// what ansible-inventory prints for the same file
test("--graph draws groups and hosts, with their variables if asked", async (t) => {
  const fleet = await shown();
  const all = fleet.inventory.groups.get("all")!;
  t.is(
    graphText(fleet, all, JSON_STYLE),
    `@all:
  |--@ungrouped:
  |  |--lone
  |--@web:
  |  |--web1
  |  |--web2
  |--@prod:
  |  |--@web:
  |  |  |--web1
  |  |  |--web2
  |  |--@db:
  |  |  |--db1
  |--@db:
  |  |--db1
`,
  );
  t.is(
    graphText(fleet, fleet.inventory.groups.get("db")!, { ...JSON_STYLE, vars: true }),
    `@db:
  |--db1
  |  |--{dc = berlin}
  |  |--{flag = True}
  |  |--{ports = [1, 2]}
  |  |--{secret = x}
  |--{secret = x}
`,
  );
});

test("--host prints what a host is told, templates as written", async (t) => {
  t.is(
    hostText(await shown(), "web1", JSON_STYLE),
    `{
    "ansible_host": "10.0.0.1",
    "app_port": 8080,
    "dc": "berlin",
    "note": "{{ dc }}"
}
`,
  );
  t.is(hostText(await shown(), "lone", { ...JSON_STYLE, yaml: true }), "dc: berlin\nport: 1\n");
});

test("--list prints groups, and hosts with variables", async (t) => {
  const listed = JSON.parse(listText(await shown(), JSON_STYLE));
  t.deepEqual(listed.all, { children: ["ungrouped", "web", "prod", "db"] });
  t.deepEqual(listed.prod, { children: ["web", "db"] });
  t.deepEqual(listed.web, { hosts: ["web1", "web2"] });
  t.deepEqual(listed._meta.hostvars.db1, { dc: "berlin", flag: true, ports: [1, 2], secret: "x" });
});

test("Ansible's own group stands first in `all`, and elsewhere where it was named", async (t) => {
  const fleet = await shown();
  fleet.inventory.groups.get("prod")!.children.push("ungrouped");
  t.deepEqual(JSON.parse(listText(fleet, JSON_STYLE)).prod.children, ["web", "db", "ungrouped"]);
});

test("--list --yaml prints a host's variables where it stands first", async (t) => {
  t.is(
    listText(await shown(), { ...JSON_STYLE, yaml: true }),
    `all:
  children:
    db:
      hosts:
        db1: {}
    prod:
      children:
        db:
          hosts:
            db1:
              dc: berlin
              flag: true
              ports:
              - 1
              - 2
              secret: x
        web:
          hosts:
            web1: {}
            web2: {}
    ungrouped:
      hosts:
        lone:
          dc: berlin
          port: 1
    web:
      hosts:
        web1:
          ansible_host: 10.0.0.1
          app_port: 8080
          dc: berlin
          note: '{{ dc }}'
        web2:
          app_port: 8080
          dc: berlin
`,
  );
});

test("--list --export prints variables where they were set", async (t) => {
  const listed = JSON.parse(listText(await shown(), { ...JSON_STYLE, export: true }));
  t.deepEqual(listed.all.vars, { dc: "berlin" });
  t.deepEqual(listed.web.vars, { app_port: 8080 });
  t.deepEqual(listed._meta.hostvars.lone, { port: 1 });
});
