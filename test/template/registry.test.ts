import test from "ava";
import { lookupExists, lookupNames } from "../../src/template/lookups/lookups.js";
import { filterNames, findFilter, findTest, testNames } from "../../src/template/registry.js";

const EXISTS = {
  filter: (name: string) => findFilter(name) !== undefined,
  test: (name: string) => findTest(name) !== undefined,
  lookup: lookupExists,
};

for (const [kind, name, exists] of [
  ["filter", "regex_replace", true],
  ["filter", "ansible.builtin.to_yaml", true],
  ["filter", "ansible.legacy.to_yaml", true],
  ["filter", "regex_replac", false],
  ["filter", "constructor", false],
  ["test", "version", true],
  ["test", "ansible.builtin.subset", true],
  ["test", "definde", false],
  ["test", "__proto__", false],
  ["lookup", "first_found", true],
  ["lookup", "ansible.builtin.file", true],
  ["lookup", "community.general.flattened", true],
  ["lookup", "firstfound", false],
  ["lookup", "toString", false],
] as const)
  test(`the ${kind} ${name} is ${exists ? "known" : "unknown"}`, (t) => {
    t.is(EXISTS[kind](name), exists);
  });

test("every name that is listed can be found", (t) => {
  for (const name of filterNames()) t.truthy(findFilter(name), name);
  for (const name of testNames()) t.truthy(findTest(name), name);
  for (const name of lookupNames()) t.true(lookupExists(name), name);
});
