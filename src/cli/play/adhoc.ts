import { selectHosts } from "../../plan/patterns.js";
import { makeEngine } from "../engine/engine.js";
import { checkLimit } from "../engine/limit.js";
import { printIfWarning, printWarning } from "../engine/warnings.js";
import { mergeOptions } from "../options/merge.js";
import type { Input } from "../options/option.js";
import type { AdhocOptions } from "../options/run_options.js";
import { readSettings, type Settings } from "../options/settings.js";
import { inventorySources } from "../options/sources.js";
import { start } from "./start.js";

export function run(input: Input): Promise<number> {
  if (input.values.listHosts === true) return listHosts(input);
  return start(input, (settings) => ({
    playbooks: [],
    inventory: inventorySources(input, settings),
    adhoc: adhocOptions(input, settings),
  }));
}

function adhocOptions({ values, operands }: Input, settings: Settings): AdhocOptions {
  const text = (name: string) => values[name] as string | undefined;
  return {
    pattern: operands[0]!,
    module: text("module") ?? settings.moduleName,
    args: text("moduleArgs") ?? settings.moduleArgs ?? "",
    taskTimeout: (values.taskTimeout as number | undefined) ?? 0,
    background: (values.background as number | undefined) ?? 0,
    poll: values.poll as number | undefined,
    oneLine: values.oneLine === true,
    tree: text("tree"),
    playbookDir: text("playbookDir") ?? settings.playbookDir,
  };
}

/** `--list-hosts`: no module is needed. */
async function listHosts(input: Input): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  for (const text of settings.warnings) printWarning(text);
  const what = {
    playbooks: [],
    inventory: inventorySources(input, settings),
    adhoc: adhocOptions(input, settings),
  };
  const options = { ...mergeOptions(input.values, settings, what), askPass: false, askBecomePass: false };
  const engine = await makeEngine(options, printIfWarning, input.signal);
  checkLimit(engine.settings.limit, engine.inventory);
  const { hosts, warnings } = selectHosts(input.operands[0]!, engine.inventory, engine.settings.limit);
  for (const text of warnings) printWarning(text);
  if (hosts.length === 0) printWarning("No hosts matched, nothing to do");
  process.stdout.write([`  hosts (${hosts.length}):`, ...hosts.map((host) => `    ${host}`), ""].join("\n"));
  return 0;
}
