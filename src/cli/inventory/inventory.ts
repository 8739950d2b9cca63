import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { makeEngine } from "../engine/engine.js";
import { printIfWarning } from "../engine/warnings.js";
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
  await print(piecesFor(input, engine));
  return 0;
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
  if (wanted.length > 1) throw new Fault("USAGE", "--list, --host and --graph exclude each other");
  if (values.list) return listPieces(shown, showing);
  if (values.graph)
    return [graphText(shown, named(shown.inventory.groups, operands[0] ?? "all", "group"), showing)];
  if (values.host === undefined) throw new Fault("USAGE", "one of --list, --host and --graph is needed");
  const host = named(shown.inventory.hosts, String(values.host), "host");
  return [hostText(shown, host.name, showing)];
}

function named<T>(known: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = known.get(name);
  if (found) return found;
  throw new Fault("PATTERN_INVALID", `there is no ${what} \`${name}\` in the inventory`, {
    hint: suggest(name, known.keys()),
  });
}
