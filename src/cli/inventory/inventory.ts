import { resolve } from "node:path";
import { Fault } from "../../model/errors.js";
import type { VarsFolder } from "../../model/host.js";
import { suggest } from "../../model/nearest.js";
import { selectHosts } from "../../plan/patterns.js";
import type { Engine } from "../../run/hosts/engine.js";
import { makeEngine } from "../engine/engine.js";
import { printIfWarning } from "../engine/warnings.js";
import { writeNamed } from "../named_files.js";
import { mergeOptions } from "../options/merge.js";
import type { Input } from "../options/option.js";
import { readSettings } from "../options/settings.js";
import { inventorySources } from "../options/sources.js";
import { graphText, hostText, listPieces, type Showing, type ShownInventory } from "./text.js";

/** As ansible-inventory prints it. */
export async function run(input: Input): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const inventory = inventorySources(input, settings);
  const options = {
    ...mergeOptions(input.values, settings, { playbooks: [], inventory }),
    askPass: false,
    askBecomePass: false,
  };
  const engine = await makeEngine(options, printIfWarning, input.signal);
  const shown = limited(
    withFolder(engine, input.values.playbookDir ?? settings.playbookDir),
    engine.settings.limit,
  );
  const file = input.values.outputFile as string | undefined;
  if (file === undefined) await print(piecesFor(input, shown));
  else writeNamed(file, [...piecesFor(input, shown)].join(""));
  return 0;
}

/** `--playbook-dir`: what stands beside a playbook there comes over what stands beside the inventory. */
function withFolder(engine: Engine, folder: unknown): ShownInventory {
  const { inventory, extraVars, inventoryVars } = engine;
  if (folder === undefined) return { inventory, inventoryVars, extraVars };
  const own = engine.readVarsFolder(resolve(String(folder)));
  const over = (below: VarsFolder["hosts"], above: VarsFolder["hosts"]): VarsFolder["hosts"] =>
    new Map(
      [...new Set([...below.keys(), ...above.keys()])].map((name) => [
        name,
        { ...below.get(name), ...above.get(name) },
      ]),
    );
  const { groups, hosts } = inventoryVars;
  return {
    inventory,
    inventoryVars: { groups: over(groups, own.groups), hosts: over(hosts, own.hosts) },
    extraVars,
  };
}

/** Only the hosts that --limit leaves; --host and --graph ignore it, as in Ansible. */
function limited(shown: ShownInventory, limit: string | undefined): ShownInventory {
  if (limit === undefined) return shown;
  const left = new Set(selectHosts("all", shown.inventory, limit).hosts);
  return { ...shown, left };
}

/** Waits where the reader is slower. */
async function print(pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces)
    if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

function piecesFor({ values, operands }: Input, shown: ShownInventory): Iterable<string> {
  const showing: Showing = {
    yaml: values.yaml === true,
    export: values.export === true,
    vars: values.vars === true,
  };
  const wanted = ["list", "host", "graph"].filter((name) => values[name] !== undefined);
  if (wanted.length === 0)
    throw new Fault(
      "OPTIONS",
      "No action selected, at least one of --host, --graph or --list needs to be specified.",
      { hint: "`tera inventory -i SOURCE --graph` shows who is in which group" },
    );
  if (wanted.length > 1)
    throw new Fault(
      "OPTIONS",
      "Conflicting options used, only one of --host, --graph or --list can be used at the same time.",
      { hint: `keep one of ${wanted.map((name) => `--${name}`).join(", ")}` },
    );
  if (values.list) return listPieces(onlyLeft(shown), showing);
  const { groups, hosts } = shown.inventory;
  if (values.graph) {
    const group = operands[0] ?? "all";
    const message = "Pattern must be valid group name when using --graph";
    return [graphText(shown, named(groups, group, message), showing)];
  }
  const name = String(values.host);
  if (name === "localhost" && !hosts.has(name)) return [hostText(withLocalhost(shown), name, showing)];
  const host = named(hosts, name, `Could not match supplied host pattern, ignoring: ${name}`);
  return [hostText(shown, host.name, showing)];
}

/** The inventory without the hosts that are left out. */
function onlyLeft(shown: ShownInventory): ShownInventory {
  const { left, inventory } = shown;
  if (!left) return shown;
  const groups = [...inventory.groups].map(
    ([name, group]) => [name, { ...group, hosts: group.hosts.filter((host) => left.has(host)) }] as const,
  );
  const hosts = [...inventory.hosts].filter(([name]) => left.has(name));
  return { ...shown, inventory: { ...inventory, groups: new Map(groups), hosts: new Map(hosts) } };
}

/** This machine is there without being named. */
function withLocalhost(shown: ShownInventory): ShownInventory {
  const { inventory } = shown;
  const host = { name: "localhost", vars: { ansible_connection: "local" }, groups: [] };
  return { ...shown, inventory: { ...inventory, hosts: new Map([...inventory.hosts, ["localhost", host]]) } };
}

function named<T>(known: ReadonlyMap<string, T>, name: string, message: string): T {
  const found = known.get(name);
  if (found) return found;
  throw new Fault("OPTIONS", message, {
    hint: suggest(name, known.keys()) ?? "`--graph` shows all groups and hosts",
  });
}
