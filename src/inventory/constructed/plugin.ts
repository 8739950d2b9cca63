import { dirname } from "node:path";
import { flag, text } from "../../model/args.js";
import type { Host, Inventory, VarsFolder } from "../../model/host.js";
import type { PlainDict } from "../../model/value.js";
import type { PluginContext } from "../plugins.js";
import type { Constructing } from "./attempt.js";
import { CONSTRUCTED_FIELDS, checkConstructed, readFields } from "./config.js";
import { construct } from "./constructed.js";
import { safeGroupName } from "./names.js";

const FIELDS = {
  ...CONSTRUCTED_FIELDS,
  plugin: text({ about: "constructed", required: true }),
  use_vars_plugins: flag({ about: "expressions see group_vars and host_vars too", default: false }),
} as const;

/** More variables and groups for the hosts that earlier sources have named. Fault: INVENTORY_INVALID. */
export async function load(given: PlainDict, context: PluginContext): Promise<void> {
  const { inventory, path } = context;
  const start = { path, line: 1, column: 1 };
  checkConstructed(given, start);
  const options = readFields(FIELDS, given, "a file of constructed groups", start);
  const work: Constructing = { options, context, sanitise: safeGroupName };
  const folders = options.use_vars_plugins ? foldersOf(context) : [];
  for (const host of [...inventory.hosts.values()])
    construct(host, variablesOf(host, inventory, folders), work);
}

function foldersOf({ inventory, path, varsFolder }: PluginContext): VarsFolder[] {
  const folders = [...inventory.sources, path].map((source) => dirname(source));
  return [...new Set(folders)].map(varsFolder);
}

/** What is known of a host so far: its groups' variables, from far to near, then its own. */
function variablesOf(host: Host, inventory: Inventory, folders: readonly VarsFolder[]): PlainDict {
  const groups = groupsOf(host, inventory);
  return Object.assign(
    {},
    ...groups.map((name) => inventory.groups.get(name)?.vars),
    ...folders.flatMap((folder) => groups.map((name) => folder.groups.get(name))),
    host.vars,
    ...folders.map((folder) => folder.hosts.get(host.name)),
  );
}

/** The host's groups; parents before children, then by priority and name. */
function groupsOf(host: Host, { groups }: Inventory): string[] {
  const depths = new Map<string, number>();
  const visit = (name: string, below: readonly string[]): number => {
    const parents = (groups.get(name)?.parents ?? []).filter((parent) => !below.includes(parent));
    const depth = Math.max(name === "all" ? 0 : 1, ...parents.map((one) => visit(one, [...below, name]) + 1));
    depths.set(name, depth);
    return depth;
  };
  for (const name of host.groups) visit(name, []);
  depths.set("all", 0);
  const rank = (name: string) => groups.get(name)?.priority ?? 1;
  return [...depths.keys()].sort(
    (a, b) => depths.get(a)! - depths.get(b)! || rank(a) - rank(b) || (a < b ? -1 : 1),
  );
}
