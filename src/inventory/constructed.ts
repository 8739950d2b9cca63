import { scalarText } from "../model/args.js";
import { Fault } from "../model/errors.js";
import type { Host, Inventory } from "../model/host.js";
import { type Place, placeOf } from "../model/source.js";
import { dictEntries, isDict, type PlainDict, type Value } from "../model/value.js";
import { addChild, addToGroup, addVars, ensureGroup } from "./build.js";
import type { ConstructedOptions, KeyedGroup } from "./constructed_config.js";
import type { Sanitise } from "./constructed_names.js";
import { computed, interpolated, markData, truth } from "./constructed_values.js";
import type { PluginContext } from "./plugins.js";

export interface Constructing {
  options: ConstructedOptions;
  context: Pick<PluginContext, "inventory" | "evaluate" | "warn" | "path">;
  sanitise: Sanitise;
  /** of `-e`, where the file says that expressions see them */
  extraVars?: PlainDict | undefined;
}

/**
 * Adds variables that are computed from a host's own (`compose`), and puts it into groups by
 * conditions (`groups`) and by values (`keyed_groups`). `vars`: what its source says of the host.
 * Faults: INVENTORY_INVALID; of expressions only where `strict` is set.
 */
export function construct(host: Host, vars: PlainDict, work: Constructing): void {
  compose(host, vars, work);
  const { groups, keyed_groups: keyed } = work.options;
  if (keyed.length === 0 && Object.keys(groups).length === 0) return;
  const scope = scopeOf(host, work);
  for (const [name, condition] of Object.entries(groups)) {
    const value = attempt(condition, scope, placeOf(groups, name), work, () => `put ${host.name} in ${name}`);
    if (value !== undefined && truth(value))
      addToGroup(work.context.inventory, work.sanitise(name), host.name);
  }
  for (const [index, entry] of keyed.entries()) {
    scope.group_names = groupNames(host, work.context.inventory);
    keyedGroups(host, entry, placeOf(keyed, index), scope, work);
  }
}

function compose(host: Host, vars: PlainDict, work: Constructing): void {
  const scope = { ...vars, ...work.extraVars };
  for (const [name, expression] of Object.entries(work.options.compose)) {
    const at = placeOf(work.options.compose, name);
    const found = attempt(expression, scope, at, work, () => `set ${name} of ${host.name}`);
    if (found === undefined) continue;
    const value = computed(String(expression), found);
    const added: PlainDict = { [name]: value };
    // what came from data is no template; what the file itself writes as one is
    if (!String(expression).includes("{{")) markData(added, name, value);
    addVars(host, added);
  }
}

function scopeOf(host: Host, { context, extraVars }: Constructing): PlainDict {
  return {
    ...host.vars,
    inventory_hostname: host.name,
    inventory_hostname_short: /^[\d.]+$|:/.test(host.name) ? host.name : host.name.split(".")[0]!,
    group_names: groupNames(host, context.inventory),
    ...extraVars,
  };
}

/** The groups that a host is in so far, directly or not. */
function groupNames(host: Host, { groups }: Inventory): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (name === "all" || found.has(name)) return;
    found.add(name);
    for (const parent of groups.get(name)?.parents ?? []) visit(parent);
  };
  for (const name of host.groups) visit(name);
  return [...found].sort();
}

/** The value of an expression; undefined where it fails and that is to be passed over. */
function attempt(
  expression: Value,
  scope: PlainDict,
  at: Place | undefined,
  { options, context }: Constructing,
  what: () => string,
): Value | undefined {
  if (typeof expression !== "string") return expression;
  try {
    return context.evaluate(expression, scope, at);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (options.strict)
      throw new Fault("INVENTORY_INVALID", `cannot ${what()}: ${error.message}`, {
        at: at ?? error.at,
        hint: error.hint ?? "`strict: false` passes over expressions that fail",
        cause: error,
      });
    if (error.code === "TEMPLATE_SYNTAX")
      context.warn(`${context.path}: \`${expression}\` is no expression: ${error.message}`);
    return undefined;
  }
}

function keyedGroups(
  host: Host,
  entry: KeyedGroup,
  at: Place | undefined,
  scope: PlainDict,
  work: Constructing,
): void {
  const found = attempt(entry.key, scope, at, work, () => `name a group of ${host.name} by \`${entry.key}\``);
  if (found === undefined) return;
  const key = computed(entry.key, found);
  if (!truth(key) && !(key === "" && entry.default_value !== undefined)) {
    if (work.options.strict && !Array.isArray(key) && !isDict(key))
      throw new Fault(
        "INVENTORY_INVALID",
        `\`${entry.key}\` is empty for ${host.name}: no group has that name`,
        {
          at,
          hint: "give the entry a `default_value`, or leave `strict` out",
        },
      );
    return;
  }
  const parent = parentOf(host, entry, at, scope, work);
  if (parent === null) return;
  for (const name of namesFor(key, entry, host, at)) addTo(host, name, parent, entry, at, work);
}

/** The parent group's name; undefined: none; null: it cannot be told. */
function parentOf(
  host: Host,
  { parent_group: written }: KeyedGroup,
  at: Place | undefined,
  scope: PlainDict,
  work: Constructing,
): string | undefined | null {
  if (!written) return undefined;
  if (!written.includes("{{")) return written;
  try {
    return scalarText(interpolated(written, (one) => work.context.evaluate(one, scope, at))) ?? null;
  } catch (error) {
    if (!(error instanceof Fault) || work.options.strict) throw error;
    work.context.warn(`${host.name}: no parent group by \`${written}\`: ${error.message}`);
    return null;
  }
}

/** One name for a text, one for each item of a list or key of a dict; the prefix comes later. */
function namesFor(key: Value, entry: KeyedGroup, host: Host, at: Place | undefined): string[] {
  const named = (value: Value): string => {
    const text = scalarText(value) ?? JSON.stringify(value);
    return text === "" ? (entry.default_value ?? text) : text;
  };
  if (typeof key === "string") return [named(key)];
  if (Array.isArray(key)) return key.map(named);
  if (isDict(key))
    return dictEntries(key).map(([name, value]) => {
      const isBare = value === "" && entry.default_value === undefined && entry.trailing_separator === false;
      return isBare ? String(name) : `${String(name)}${entry.separator}${named(value)}`;
    });
  throw new Fault(
    "INVENTORY_INVALID",
    `\`${entry.key}\` is ${scalarText(key)} for ${host.name}: a group is named by a text, a list or a dict`,
    { at, hint: `write \`${entry.key} | string\`` },
  );
}

function addTo(
  host: Host,
  bare: string,
  parent: string | undefined,
  { prefix, separator }: KeyedGroup,
  at: Place | undefined,
  { options, context: { inventory }, sanitise }: Constructing,
): void {
  const lead = prefix === "" && !options.leading_separator ? "" : separator;
  const name = sanitise(`${prefix}${lead}${bare}`);
  addToGroup(inventory, name, host.name);
  if (parent === undefined) return;
  const above = sanitise(parent);
  if (ensureGroup(inventory, above).children.includes(name)) return;
  addChild(inventory, above, name, at ?? { path: inventory.sources.at(-1) ?? "", line: 1, column: 1 });
}
