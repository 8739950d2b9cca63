export type Values = Record<string, unknown>;

/** A resource or data source as a plan or a state shows it. */
export interface Resource {
  /** module.network.aws_subnet.public["a"] */
  address: string;
  /** module.network, without keys; "" in the root */
  module: string;
  mode: "managed" | "data";
  type: string;
  name: string;
  values: Values;
  /** the attributes that are known only after the apply: true, or as deep as values */
  unknown: Values;
  /** what the attributes were written from, by attribute: {vpc_id: ["aws_vpc.this.id", "aws_vpc.this"]} */
  references: Record<string, string[]>;
}

export interface Plan {
  resources: Resource[];
}

interface Module {
  resources?: { address: string; mode: Resource["mode"]; type: string; name: string; values?: Values }[];
  child_modules?: (Module & { address: string })[];
}

interface Written {
  resources?: { address: string; expressions?: Values }[];
  module_calls?: Record<string, { module?: Written }>;
}

interface Shown {
  planned_values?: { root_module?: Module };
  prior_state?: { values?: { root_module?: Module } };
  values?: { root_module?: Module };
  resource_changes?: { address: string; change: { after_unknown?: unknown } }[];
  configuration?: { root_module?: Written };
}

/** Reads what `terraform show -json` says of a plan or of a state. */
export function readPlan(json: unknown): Plan {
  const shown = json as Shown;
  const unknown = new Map(
    (shown.resource_changes ?? []).map(({ address, change }) => [address, change.after_unknown]),
  );
  const written = references(shown.configuration?.root_module ?? {}, "");
  const found = [shown.planned_values, shown.values, shown.prior_state?.values].flatMap((part, at) =>
    // of what was there before, only the data is news
    resourcesOf(part?.root_module ?? {}, "").filter(({ mode }) => at < 2 || mode === "data"),
  );
  const known = new Map(found.reverse().map((resource) => [resource.address, resource]));
  const resources = [...known.values()].map((resource) => ({
    ...resource,
    unknown: (unknown.get(resource.address) ?? {}) as Values,
    references: written.get(plainAddress(resource)) ?? {},
  }));
  return { resources: resources.sort((a, b) => (a.address < b.address ? -1 : 1)) };
}

function resourcesOf(part: Module, module: string): Omit<Resource, "unknown" | "references">[] {
  const own = (part.resources ?? []).map(({ address, mode, type, name, values = {} }) => {
    return { address, module, mode, type, name, values };
  });
  const below = (part.child_modules ?? []).flatMap((child) =>
    resourcesOf(child, child.address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "")),
  );
  return [...own, ...below];
}

function plainAddress({
  module,
  mode,
  type,
  name,
}: Pick<Resource, "module" | "mode" | "type" | "name">): string {
  return `${module ? `${module}.` : ""}${mode === "data" ? "data." : ""}${type}.${name}`;
}

function references(part: Written, module: string): Map<string, Record<string, string[]>> {
  const prefix = module ? `${module}.` : "";
  const own = (part.resources ?? []).map(({ address, expressions = {} }) => {
    const named = Object.entries(expressions).map(([name, value]) => [name, referencesIn(value)] as const);
    return [`${prefix}${address}`, Object.fromEntries(named)] as const;
  });
  const below = Object.entries(part.module_calls ?? {}).flatMap(([name, call]) => [
    ...references(call.module ?? {}, `${prefix}module.${name}`),
  ]);
  return new Map([...own, ...below]);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return Object.entries(value).flatMap(([name, part]) =>
    name === "references" && Array.isArray(part) ? part.map(String) : referencesIn(part),
  );
}

/** What stands at "ebs.0.encrypted"; undefined where nothing does. */
export function valueAt(values: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], values);
}

/** Whether the value, or one on the way to it, is known only after the apply. */
export function isUnknown(resource: Resource, path: string): boolean {
  const keys = path.split(".");
  return keys.some((_, at) => valueAt(resource.unknown, keys.slice(0, at + 1).join(".")) === true);
}

export function listOf<T = Values>(value: unknown): T[] {
  return Array.isArray(value) ? value.filter((one) => one !== null) : [];
}

/** The resources of a type that are about this one: written with a reference to it, or with its id. */
export function companions(plan: Plan, resource: Resource, type: string): Resource[] {
  const name = `${resource.type}.${resource.name}`;
  const ids = [resource.values.id, resource.values.arn].filter((id) => typeof id === "string");
  return plan.resources.filter((other) => {
    if (other.type !== type) return false;
    const isWritten = Object.values(other.references).some((list) => list.includes(name));
    if (isWritten && other.module === resource.module) return true;
    return Object.values(other.values).some((value) => ids.includes(value as string));
  });
}
