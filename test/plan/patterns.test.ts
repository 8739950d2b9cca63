import { readFileSync } from "node:fs";
import test from "ava";
import { loadInventory } from "../../src/inventory/load.js";
import { Fault } from "../../src/model/errors.js";
import { expandLimit, orderHosts, selectHosts, splitPattern } from "../../src/plan/patterns.js";

interface Recorded {
  pattern: string;
  limit?: string;
  hosts: string[];
  unmatched?: string[];
}

const folder = "test/fixtures/inventories";
const inventory = await loadInventory([`${folder}/patterns.ini`], { warn: () => {} });
const recorded = JSON.parse(readFileSync(`${folder}/patterns.json`, "utf8")) as Recorded[];

for (const { pattern, limit, hosts, unmatched = [] } of recorded)
  test(`${pattern}${limit ? ` limited to ${limit}` : ""} selects what Ansible selects`, (t) => {
    const selected = selectHosts(pattern, inventory, limit);
    t.deepEqual(selected.hosts, hosts);
    t.deepEqual(selected.unmatched.map((one) => one.pattern).sort(), unmatched);
  });

test("a name that nothing has is warned about, with the nearest one", (t) => {
  const { hosts, warnings } = selectHosts("stagin", inventory);
  t.deepEqual(hosts, []);
  t.deepEqual(warnings, [
    "Could not match supplied host pattern, ignoring: stagin (did you mean `staging`?)",
  ]);
});

test("localhost is there without being in the inventory", (t) => {
  t.deepEqual(selectHosts("localhost", inventory).hosts, ["localhost"]);
});

for (const pattern of ["web[20]", "~web("])
  test(`${pattern} is a fault`, (t) => {
    const fault = t.throws(() => selectHosts(pattern, inventory), { instanceOf: Fault });
    t.is(fault?.code, "PATTERN_INVALID");
  });

test("a limit takes the lines of a file, comments left out", (t) => {
  const read = (path: string) => (path === "failed.retry" ? "web01\n# note\n\nweb02\n" : "");
  t.is(expandLimit("@failed.retry,!web02", read), "web01,web02,!web02");
  t.is(expandLimit("web:&prod", read), "web:&prod");
});

const ORDERS: [string | undefined, string[]][] = [
  [undefined, ["b", "a", "c"]],
  ["inventory", ["b", "a", "c"]],
  ["reverse_inventory", ["c", "a", "b"]],
  ["sorted", ["a", "b", "c"]],
  ["reverse_sorted", ["c", "b", "a"]],
];

for (const [order, hosts] of ORDERS)
  test(`order ${order ?? "unset"} arranges the hosts`, (t) =>
    t.deepEqual(orderHosts(["b", "a", "c"], order), hosts));

test("shuffle loses no host", (t) => {
  t.deepEqual(orderHosts(["b", "a", "c"], "shuffle").sort(), ["a", "b", "c"]);
});

test("an unknown order is a fault with the nearest one", (t) => {
  const fault = t.throws(() => orderHosts([], "sortd"), { instanceOf: Fault });
  t.is(fault?.hint, "did you mean `sorted`?");
});

const PARTS: [pattern: string, parts: string[]][] = [
  ["web:db", ["web", "db"]],
  ["web,db", ["web", "db"]],
  [" web , db ", ["web", "db"]],
  ["web:&prod:!db", ["web", "&prod", "!db"]],
  ["web[1:3]:db", ["web[1:3]", "db"]],
  ["web1:22", ["web1:22"]],
  ["web[1:3]:22", ["web[1:3]:22"]],
  ["10.0.0.1:2222", ["10.0.0.1:2222"]],
  ["fe80::1", ["fe80::1"]],
  ["::1", ["::1"]],
  ["1:2:3:4:5:6:7:8", ["1:2:3:4:5:6:7:8"]],
  ["[fe80::1]:22", ["[fe80::1]:22"]],
  ["[fe80::1]", ["[fe80::1]"]],
  ["a::b,c:d", ["a::b", "c:d"]],
  ["web:db:22", ["web", "db", "22"]],
  ["!web:22", ["!web", "22"]],
  ["web:22:db", ["web", "22", "db"]],
  ["web:22x", ["web", "22x"]],
  ["web db", ["web", "db"]],
  ["web:[fe80::1]", ["web", "[fe80::1]"]],
  ["[fe80::1]:22:db", ["[fe80::1]", "22", "db"]],
  ["x[fe80::1]:22", ["x[fe80::1]:22"]],
  ["web:1:2:3:4:5:6:7:8", ["web", "1", "2", "3", "4", "5", "6", "7", "8"]],
  ["g:fe80::1", ["g", "fe80", "1"]],
  [" web : db ", ["web", "db"]],
  ["", []],
];

for (const [pattern, parts] of PARTS)
  test(`the pattern "${pattern}" has ${parts.length} parts`, (t) =>
    t.deepEqual(splitPattern(pattern), parts));

test("a pattern that an empty group has is not unmatched", (t) => {
  for (const pattern of ["empty", "emp*", "~empty"])
    t.deepEqual(selectHosts(pattern, inventory).unmatched, [], pattern);
});
