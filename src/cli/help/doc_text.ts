import type { Field, Fields } from "../../model/args.js";
import type { Module } from "../../model/module.js";
import type { Value } from "../../model/value.js";
import { dumpJson } from "../../template/filters/dump_json.js";
import { dumpYaml } from "../../template/filters/dump_yaml.js";

const CHECK = {
  full: "predicts what it would change",
  skip: "is skipped",
  run: "reads only, and runs",
} as const;

/** What a person wants to know of a module, as plain text. */
export function moduleText(module: Module): string {
  const full = `${module.collection ?? "ansible.builtin"}.${module.name}`;
  const others = module.aliases ?? [];
  const lines = [full, "", `  ${module.about}.`];
  if (others.length > 0) lines.push("", `  Also called: ${others.join(", ")}`);
  for (const note of module.notes ?? []) lines.push("", `  ${note}`);
  lines.push("", `  In check mode it ${CHECK[module.check]}.`);
  lines.push("", "ARGUMENTS", "", ...fieldLines(module.args, "  "));
  if (module.freeForm) lines.push("", `  Free text (\`${module.name}: ...\`) is \`${module.freeForm}\`.`);
  const returns = Object.entries(module.returns ?? {});
  if (returns.length > 0)
    lines.push("", "RETURNS", "", ...returns.map(([name, about]) => `  ${name}: ${about}`));
  if (module.examples.length > 0) lines.push("", "EXAMPLES", "");
  for (const example of module.examples) lines.push(...exampleLines(module.name, example as Value), "");
  return `${lines.join("\n").trimEnd()}\n`;
}

function fieldLines(fields: Fields, margin: string): string[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    `${margin}${field.required ? "=" : "-"} ${name}  (${[field.kind, ...detailsOf(field)].join("; ")})`,
    `${margin}    ${field.about}`,
    ...(isFields(field.inner) ? fieldLines(field.inner, `${margin}    `) : []),
  ]);
}

function detailsOf(field: Field): string[] {
  const details: string[] = [];
  if (field.required) details.push("required");
  if (field.choices) details.push(`one of ${field.choices.join(", ")}`);
  if (field.default !== undefined) details.push(`default ${dumpJson(field.default)}`);
  if (field.aliases?.length) details.push(`also ${field.aliases.join(", ")}`);
  return details;
}

function isFields(inner: Field["inner"]): inner is Fields {
  return inner !== undefined && typeof (inner as Field).convert !== "function";
}

function exampleLines(name: string, example: Value): string[] {
  if (typeof example === "string") return [`  - ${name}: ${example}`];
  const text = dumpYaml([{ [name]: example }], { indent: 2, width: 100, sortKeys: false, flow: false });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
}
