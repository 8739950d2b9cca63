import type { Inspected } from "./inspected.js";
import { firstNetwork } from "./networks.js";
import type { Comparison, Context, Setting } from "./setting.js";
import { SETTINGS } from "./settings.js";

/** A setting that is not as wanted. */
export interface Change {
  setting: Setting;
  before: string[];
  after: string[];
}

/** Names that `comparisons` may hold besides the settings. */
const FURTHER = ["image", "networks", "env_file"];

/** What is wrong with `comparisons`. */
export function comparisonFaults(comparisons: Inspected, aliases: ReadonlyMap<string, string>): string[] {
  return Object.entries(comparisons).flatMap(([given, value]) => {
    const name = aliases.get(given) ?? given;
    const setting = SETTINGS.find((one) => one.name === name);
    if (name !== "*" && !setting && !FURTHER.includes(name))
      return [`comparisons: there is no option \`${given}\` that is compared`];
    if (value !== "strict" && value !== "ignore" && value !== "allow_more_present")
      return [`comparisons: ${given} must be strict, ignore or allow_more_present, not ${String(value)}`];
    if (value === "allow_more_present" && (name === "*" || name === "image" || setting?.kind === "value"))
      return [`comparisons: ${given} is a single value, so it cannot be allow_more_present`];
    return [];
  });
}

/** What holds for an option: its own comparison, the one for all, or what is usual for its kind. */
export function comparisonOf(
  name: string,
  usual: Comparison,
  { comparisons, aliases }: { comparisons: Inspected; aliases: ReadonlyMap<string, string> },
): Comparison {
  const own = Object.entries(comparisons).find(([given]) => (aliases.get(given) ?? given) === name);
  return (own?.[1] ?? comparisons["*"] ?? usual) as Comparison;
}

const usualOf = ({ kind, ignored }: Setting): Comparison =>
  ignored ? "ignore" : kind === "set" ? "allow_more_present" : "strict";

/** All settings that were asked for and are not so. */
export function changesOf(
  container: Inspected,
  context: Context,
  aliases: ReadonlyMap<string, string>,
): Change[] {
  const comparisons = (context.args.comparisons ?? {}) as Inspected;
  return SETTINGS.flatMap((setting) => {
    const value = context.args[setting.name];
    if (!isGiven(setting, context)) return [];
    const comparison = comparisonOf(setting.name, usualOf(setting), { comparisons, aliases });
    if (comparison === "ignore") return [];
    const before = setting.actual(container, value, context);
    const after = setting.wanted(value, context);
    return fits({ before, after }, setting.kind, comparison) ? [] : [{ setting, before, after }];
  });
}

/** Was it asked for? Variables may come from a file alone. */
const isGiven = ({ name }: Setting, { args }: Context): boolean =>
  args[name] !== undefined || (name === "env" && args.env_file !== undefined);

/** Is what there is what is wanted? */
export function fits(
  { before, after }: Pick<Change, "before" | "after">,
  kind: Setting["kind"],
  comparison: Comparison,
): boolean {
  if (kind === "set") {
    const there = new Set(before);
    const wanted = new Set(after);
    const all = [...wanted].every((item) => there.has(item));
    return all && (comparison !== "strict" || there.size === wanted.size);
  }
  if (comparison === "strict")
    return before.length === after.length && before.every((one, i) => one === after[i]);
  // items may stand between, the order is kept
  let found = 0;
  for (const item of before) if (item === after[found]) found++;
  return found === after.length;
}

/** Options of `docker create` for all settings that were asked for. */
export function createWords(context: Context): string[] {
  const { platform, network_mode } = context.args;
  const first = firstNetwork(context.args);
  const words = SETTINGS.flatMap((setting) => {
    const value = context.args[setting.name];
    // the options of the first network name it themselves
    if (value === undefined || (setting.name === "network_mode" && first?.name === network_mode)) return [];
    return setting.words(value, context);
  });
  return platform === undefined ? words : ["--platform", String(platform), ...words];
}

/** Options of `docker update` for what has changed. */
export function updateWords(changes: readonly Change[], container: Inspected, context: Context): string[] {
  const words = changes.flatMap(({ setting }) => setting.words(context.args[setting.name], context));
  const memory = changes.find(({ setting }) => setting.name === "memory");
  const swap = Number((container.HostConfig as Inspected | undefined)?.MemorySwap ?? 0);
  // swap cannot be less than memory: as much again, as for a new container
  if (memory && context.args.memory_swap === undefined && swap > 0)
    words.push("--memory-swap", String(2 * Number(memory.after[0])));
  return words;
}
