import { readFileSync } from "node:fs";
import test from "ava";
import type { PlainDict } from "../../src/model/value.js";
import { argumentErrors } from "../../src/playbook/argument_check.js";
import { readYaml } from "../../src/yaml/read.js";

interface Row {
  spec: PlainDict;
  given: PlainDict;
  errors: string[];
}

const path = "test/playbook/argument_check.yml";

for (const [index, { spec, given, errors }] of (
  readYaml(readFileSync(path, "utf8"), path) as unknown as Row[]
).entries())
  test(`arguments ${index + 1} are judged as by Ansible: ${JSON.stringify(given)}`, (t) => {
    // Python names what is true and false in any order
    const told = argumentErrors(spec, given).map((text) => text.replace(/(booleans include: ).*/, "$1…"));
    t.deepEqual(told, errors, JSON.stringify(spec));
  });
