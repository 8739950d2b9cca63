import test from "ava";
import { pluginExpressions } from "../../../src/cli/engine/plugin_expressions.js";
import { addChild, addToGroup, emptyInventory, ensureGroup } from "../../../src/inventory/build.js";
import { CONSTRUCTED_FIELDS, readFields } from "../../../src/inventory/constructed/config.js";
import { construct } from "../../../src/inventory/constructed/constructed.js";
import { safeGroupName } from "../../../src/inventory/constructed/names.js";
import { Fault } from "../../../src/model/errors.js";
import type { PlainDict } from "../../../src/model/value.js";

const AT = { path: "hosts.yml", line: 1, column: 1 };

/** One host, `web1.example`, which is in `web`, a part of `site`; gives the groups that it is in then. */
async function groupsOf(given: PlainDict, vars: PlainDict = {}): Promise<string[]> {
  const inventory = emptyInventory();
  ensureGroup(inventory, "site");
  const host = addToGroup(inventory, "web", "web1.example");
  addChild(inventory, "site", "web", AT);
  host.vars = { ...vars };
  const options = readFields(CONSTRUCTED_FIELDS, given, "the test", AT);
  const evaluate = await pluginExpressions(() => {});
  const context = { inventory, evaluate, warn: () => {}, path: AT.path };
  construct(host, vars, { options, context, sanitise: safeGroupName });
  return host.groups;
}

test("conditions know the host's name and its groups, those above them too", async (t) => {
  const groups = {
    short: "inventory_hostname_short == 'web1'",
    named: "inventory_hostname == 'web1.example'",
    direct: "'web' in group_names",
    above: "'site' in group_names",
    everybody: "'all' in group_names",
  };
  t.deepEqual(await groupsOf({ groups }), ["web", "short", "named", "direct", "above"]);
});

test("keys see the groups that conditions and earlier keys have made", async (t) => {
  const given: PlainDict = {
    groups: { first: "true" },
    keyed_groups: [
      { key: "'second'", separator: "" },
      { key: "group_names | join('.')", prefix: "in" },
    ],
  };
  t.deepEqual(await groupsOf(given), ["web", "first", "second", "in_first_second_site_web"]);
});

test("with strict an empty key is a fault with a way out; without, there is no group", async (t) => {
  const keyed_groups = [{ key: "role", prefix: "role" }];
  t.deepEqual(await groupsOf({ keyed_groups }, { role: "" }), ["web"]);
  const fault = await t.throwsAsync(groupsOf({ keyed_groups, strict: true }, { role: "" }), {
    instanceOf: Fault,
    message: "`role` is empty for web1.example: no group has that name",
  });
  t.regex(fault!.hint!, /`default_value`/);
  const filled = [{ ...keyed_groups[0]!, default_value: "none" }];
  t.deepEqual(await groupsOf({ keyed_groups: filled, strict: true }, { role: "" }), ["web", "role_none"]);
  t.deepEqual(await groupsOf({ keyed_groups, strict: true }, { role: [] }), ["web"], "a list without items");
});
