import test from "ava";
import { convertArgs } from "../../src/model/args.js";
import type { PlainDict } from "../../src/model/value.js";
import { fieldsFromSpec } from "../../src/playbook/argument_specs.js";
import { readYaml } from "../../src/yaml/read.js";

const spec = readYaml(
  `
name: {required: true, description: [whose, shop]}
port: {type: int, default: 80, aliases: [http_port]}
open: {type: bool}
colour: {choices: [red, green]}
sizes: {type: list, elements: int}
stalls:
  type: list
  elements: dict
  options:
    fruit: {required: true}
    kg: {type: float, default: 1.5}
sign: {type: dict, options: {text: {}, lit: {type: bool, default: no}}}
password: {no_log: true}
`,
  "argument_specs.yml",
) as PlainDict;

const fields = fieldsFromSpec(spec);

test("a spec's options are fields with their types and defaults", (t) => {
  const given: PlainDict = {
    name: "stand",
    http_port: "8080",
    open: "yes",
    sizes: ["1", 2],
    stalls: [{ fruit: "apple" }],
    sign: { text: 5 },
  };
  const { args, problems } = convertArgs(fields, given);
  t.deepEqual(problems, []);
  t.like(args, {
    name: "stand",
    port: 8080,
    open: true,
    sizes: [1, 2],
    stalls: [{ fruit: "apple", kg: 1.5 }],
    sign: { text: "5", lit: false },
  });
});

test("what does not fit a spec is a problem each", (t) => {
  const given: PlainDict = { port: "many", colour: "blue", stalls: [{ kg: 2 }] };
  const { problems } = convertArgs(fields, given);
  t.deepEqual(
    problems.map(({ name, kind }) => `${name} ${kind}`),
    ["port invalid", "colour invalid", "stalls invalid", "name missing"],
  );
});

test("texts, secrets and choices are kept for documentation", (t) => {
  t.is(fields.name?.about, "whose shop");
  t.true(fields.password?.secret);
  t.deepEqual(fields.colour?.choices, ["red", "green"]);
});
