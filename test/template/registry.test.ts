import test from "ava";
import { filterNames, findFilter, findTest, knownName, testNames } from "../../src/template/registry.js";

for (const [kind, name, exists, hint] of [
  ["filter", "regex_replace", true, undefined],
  ["filter", "ansible.builtin.to_yaml", true, undefined],
  ["filter", "ansible.legacy.to_yaml", true, undefined],
  ["filter", "regex_replac", false, "did you mean `regex_replace`?"],
  ["filter", "ansible.builtin.to_yml", false, "did you mean `to_yaml`?"],
  ["filter", "ipaddr", false, undefined],
  ["filter", "constructor", false, undefined],
  ["test", "version", true, undefined],
  ["test", "ansible.builtin.subset", true, undefined],
  ["test", "definde", false, "did you mean `defined`?"],
  ["test", "__proto__", false, undefined],
] as const)
  test(`the ${kind} ${name} ${exists ? "is known" : `is unknown: ${hint ?? "nothing is near"}`}`, (t) => {
    const known = knownName(kind, name);
    t.is(known.exists, exists);
    if (hint !== undefined || exists) t.is(known.hint, hint);
  });

test("every name that is listed can be found", (t) => {
  for (const name of filterNames()) t.truthy(findFilter(name), name);
  for (const name of testNames()) t.truthy(findTest(name), name);
});
