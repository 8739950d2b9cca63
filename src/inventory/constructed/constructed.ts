import type { Host, Inventory } from "../../model/host.js";
import { placeOf } from "../../model/source.js";
import type { PlainDict } from "../../model/value.js";
import { addToGroup, addVars } from "../build.js";
import { attempt, type Constructing } from "./attempt.js";
import { addKeyedGroups } from "./keyed.js";
import { computed, markData, truth } from "./values.js";

/**
 * Adds variables that are computed from a host's own (`compose`), and puts it into groups by
 * conditions (`groups`) and by values (`keyed_groups`). `vars`: what its source says of the host.
 * Faults: INVENTORY_INVALID; of expressions only where `strict` is set.
 */
export function construct(host: Host, vars: PlainDict, work: Constructing): void {
  compose(host, vars, work);
  const { groups, keyed_groups: keyed } = work.options;
  if (keyed.length === 0 && Object.keys(groups).length === 0) return;
  const scope = scopeOf(host, vars, work);
  for (const [name, condition] of Object.entries(groups)) {
    const site = { scope, at: placeOf(groups, name), work };
    const value = attempt(condition, site, () => `put ${host.name} in ${name}`);
    if (value !== undefined && truth(value))
      addToGroup(work.context.inventory, work.sanitise(name), host.name);
  }
  for (const [index, entry] of keyed.entries()) {
    scope.group_names = groupNames(host, work.context.inventory);
    addKeyedGroups({ host, entry, scope, at: placeOf(keyed, index), work });
  }
}

function compose(host: Host, vars: PlainDict, work: Constructing): void {
  const scope = { ...vars, ...extraVarsOf(work) };
  for (const [name, expression] of Object.entries(work.options.compose)) {
    const site = { scope, at: placeOf(work.options.compose, name), work };
    const found = attempt(expression, site, () => `set ${name} of ${host.name}`);
    if (found === undefined) continue;
    const value = computed(String(expression), found);
    const added: PlainDict = { [name]: value };
    // what came from data is no template; what the file itself writes as one is
    if (!String(expression).includes("{{")) markData(added, name, value);
    addVars(host, added);
  }
}

/** Those of `-e`, where the file says that expressions see them. */
function extraVarsOf({ options, context }: Constructing): PlainDict {
  return (options.use_extra_vars && context.extraVars) || {};
}

function scopeOf(host: Host, vars: PlainDict, work: Constructing): PlainDict {
  return {
    ...vars,
    ...host.vars,
    inventory_hostname: host.name,
    inventory_hostname_short: /^[\d.]+$|:/.test(host.name) ? host.name : host.name.split(".")[0]!,
    group_names: groupNames(host, work.context.inventory),
    ...extraVarsOf(work),
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
