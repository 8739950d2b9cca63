import { readFileSync } from "node:fs";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { type PlainDict, toPlain, type Value } from "../../src/model/value.js";
import { evaluateCondition, evaluateTemplate } from "../../src/template/render.js";
import { renderText } from "../../src/template/render_text.js";
import { readYaml } from "../../src/yaml/read.js";
import { contextOf } from "../helpers/template.js";

const vars: PlainDict = {
  hosts: [
    { name: "web1", port: 80 },
    { name: "web2", port: 8080 },
  ],
  yes_flag: true,
};

const cases = readYaml(readFileSync("test/template/cases.yml", "utf8"), "cases.yml") as [string, Value][];

for (const [text, expected] of cases)
  test(`the template ${text}`, (t) => {
    t.deepEqual(toPlain(evaluateTemplate(text, undefined, contextOf(vars))), toPlain(expected));
  });

test("an undefined variable is named with its place and the nearest name", (t) => {
  const at = { path: "site.yml", line: 3, column: 10 };
  const fault = t.throws(() => evaluateTemplate("port {{ host.port }}", at, contextOf(vars)), {
    instanceOf: Fault,
  });
  t.is(fault?.message, "'host' is undefined");
  t.deepEqual(fault?.at, { path: "site.yml", line: 3, column: 18 });
  t.is(fault?.hint, "did you mean `hosts`?");
});

test("nothing of JavaScript can be reached", (t) => {
  for (const text of [
    "hosts.constructor",
    "hosts.__proto__",
    "''.__class__",
    "yes_flag.toString",
    "hosts.map",
  ])
    t.throws(
      () => evaluateTemplate(`{{ ${text} }}`, undefined, contextOf(vars)),
      { instanceOf: Fault },
      text,
    );
});

test("an unknown filter is a fault that names it", (t) => {
  const fault = t.throws(() => evaluateTemplate("{{ 1 | uper }}", undefined, contextOf({})), {
    instanceOf: Fault,
  });
  t.regex(fault?.message ?? "", /No filter named 'uper'/);
});

test("a condition that reads something undefined says which condition failed", (t) => {
  const fault = t.throws(() => evaluateCondition("port == 80", undefined, contextOf({})), {
    instanceOf: Fault,
  });
  t.is(
    fault?.message,
    "The conditional check 'port == 80' failed. The error was: error while evaluating conditional (port == 80): 'port' is undefined",
  );
});

test("a template file keeps its last newline and trims blocks", (t) => {
  const text = "{% for h in hosts %}\nserver {{ h.name }};\n{% endfor %}\nend\n";
  t.is(renderText(text, "pool.j2", {}, contextOf(vars), {}), "server web1;\nserver web2;\nend\n");
});
