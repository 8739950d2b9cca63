import type { Plan, Resource, Values } from "./plan.js";

/** One way to break one rule. */
export interface Sample {
  rule: string;
  /** what is wrong then, as a clause */
  how: string;
  /** what it is done to */
  type: string;
  /** only to those with these values */
  where?: Values;
  /** the values that break it */
  set?: Values;
  /** or a change of the values; false: it does not fit this one */
  change?(values: Values): boolean;
  /** or the type of what goes with it, and is taken away */
  without?: string;
  /** or a resource of the type, which there may not be, with these values */
  add?: Values;
  /** the type that is reported, where it is not the changed one */
  reported?: string;
  /** in a plan there is nothing to change yet: only what was applied has it */
  isApplied?: boolean;
}

export interface Broken {
  plan: Plan;
  /** what must be reported */
  address: string;
}

/** The plan, broken in this way; undefined where it has nothing to break. The plan itself stays as it is. */
export function breakPlan(sample: Sample, { resources }: Plan): Broken | undefined {
  if (sample.add) {
    const added = resource(sample.type, sample.add, { name: "added" });
    return { plan: { resources: [...resources, added] }, address: added.address };
  }
  for (const [at, found] of resources.entries()) {
    const changed = fits(sample, found) && changedBy(sample, found);
    if (!changed) continue;
    const reported = sample.reported
      ? resources.find(({ type, module }) => type === sample.reported && module === found.module)
      : found;
    const plan = { resources: resources.with(at, changed).filter(({ type }) => type !== sample.without) };
    if (reported) return { plan, address: reported.address };
  }
  return undefined;
}

function fits({ type, where = {} }: Sample, found: Resource): boolean {
  if (found.type !== type) return false;
  return Object.entries(where).every(([name, value]) => found.values[name] === value);
}

function changedBy({ set = {}, change }: Sample, found: Resource): Resource | undefined {
  const values = structuredClone(found.values);
  Object.assign(values, structuredClone(set));
  if (change && !change(values)) return undefined;
  const unknown = Object.entries(found.unknown).filter(([name]) => !(name in set));
  return { ...found, values, unknown: Object.fromEntries(unknown) };
}

/** A resource as a plan has it. */
export function resource(type: string, values: Values, more: Partial<Resource> = {}): Resource {
  const mode = type.startsWith("data.") ? "data" : "managed";
  const name = more.name ?? "this";
  const plain = type.replace(/^data\./, "");
  return {
    ...{
      address: `${type}.${name}`,
      module: "",
      mode,
      type: plain,
      name,
      values,
      unknown: {},
      references: {},
    },
    ...more,
  };
}
