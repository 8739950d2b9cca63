import { Fault } from "../model/errors.js";
import type { Module } from "../model/module.js";
import { suggest } from "../model/nearest.js";
import { moduleText } from "./doc_text.js";
import { findModule, moduleNames } from "./modules.js";
import type { Input } from "./option.js";

export async function run({ values, operands }: Input): Promise<number> {
  if (values.list || operands.length === 0) return listModules();
  const texts = await Promise.all(operands.map(async (name) => moduleText(await moduleNamed(name))));
  process.stdout.write(texts.join("\n"));
  return 0;
}

async function moduleNamed(name: string): Promise<Module> {
  const found = await findModule(name);
  if (found) return found;
  throw new Fault("MODULE_UNKNOWN", `there is no module \`${name}\``, {
    hint: suggest(name, moduleNames()) ?? "`tera doc -l` lists them",
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
