import { Fault } from "../../model/errors.js";
import type { Module } from "../../model/module.js";
import { suggestQualified } from "../../model/nearest.js";
import { findModule, moduleNames } from "../engine/modules.js";
import type { Input } from "../options/option.js";
import { moduleText } from "./doc_text.js";

/** What playbooks and inventories name besides modules, and where it is explained. */
const PLUGINS: readonly { names: readonly string[]; kind: string; page: string }[] = [
  {
    names: ["aws_ec2", "amazon.aws.aws_ec2"],
    kind: "a source of hosts",
    page: "docs/inventory-aws.md",
  },
  { names: ["terraform", "tera.terraform"], kind: "a source of hosts", page: "docs/cloud.md" },
  { names: ["ecr_digest", "tera.aws.ecr_digest"], kind: "a lookup", page: "docs/ecr.md" },
  {
    names: ["windows_password", "tera.aws.windows_password"],
    kind: "a lookup",
    page: "docs/inventory-aws.md",
  },
  {
    names: ["aws_ssm", "community.aws.aws_ssm", "amazon.aws.aws_ssm"],
    kind: "a connection",
    page: "docs/inventory-aws.md",
  },
];

export async function run({ values, operands }: Input): Promise<number> {
  if (values.list || operands.length === 0) return listModules();
  const texts = await Promise.all(operands.map(async (name) => moduleText(await moduleNamed(name))));
  process.stdout.write(texts.join("\n"));
  return 0;
}

async function moduleNamed(name: string): Promise<Module> {
  const found = await findModule(name);
  if (found) return found;
  const plugin = PLUGINS.find(({ names }) => names.includes(name));
  if (plugin)
    throw new Fault("MODULE_UNKNOWN", `${name} is ${plugin.kind}, not a module`, {
      hint: `${plugin.page} explains it`,
    });
  throw new Fault("MODULE_UNKNOWN", `there is no module \`${name}\``, {
    hint: suggestQualified(name, moduleNames()) ?? "`tera doc -l` lists them",
  });
}

async function listModules(): Promise<number> {
  const found = await Promise.all(moduleNames().map((name) => findModule(name)));
  const modules = [...new Set(found)].filter((module) => module !== undefined);
  const names = modules.map((module) => `${module.collection ?? "ansible.builtin"}.${module.name}`);
  const width = Math.max(...names.map((name) => name.length));
  const lines = modules.map((module, index) => `${names[index]!.padEnd(width)}  ${module.about}`);
  process.stdout.write(`${lines.sort().join("\n")}\n`);
  return 0;
}
