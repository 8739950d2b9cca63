import type { Ec2Instance } from "../../aws/ec2.js";
import { type Args, scalarText, text } from "../../model/args.js";
import { writeJson } from "../../model/json_write.js";
import { nearest } from "../../model/nearest.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import type { Sanitise } from "../constructed/names.js";
import { computed, truth } from "../constructed/values.js";
import { ATTRIBUTES } from "./attributes.js";

/** An entry of `hostnames` that puts a name together. */
export const HOSTNAME_FIELDS = {
  name: text({ about: "as an entry that is a text", required: true }),
  prefix: text({ about: "another such entry, whose value comes first" }),
  separator: text({ about: "between the two", default: "_" }),
} as const;

export type Hostname = string | Args<typeof HOSTNAME_FIELDS>;

export interface Naming {
  hostnames: readonly Hostname[];
  sanitise: Sanitise;
  evaluate(expression: string, vars: PlainDict): Value;
}

const DEFAULT: readonly Hostname[] = ["dns-name", "private-dns-name"];

/** The first name that is not empty. */
export function preferredName(instance: Ec2Instance, naming: Naming): string | undefined {
  for (const entry of orDefault(naming.hostnames)) {
    const found = typeof entry === "string" ? first(namedBy(entry, instance, naming)) : combined(entry);
    if (found) return clean(found, naming);
  }
  return undefined;

  function combined({ name, prefix, separator }: Exclude<Hostname, string>): string | undefined {
    const one = (entry: string) => preferredName(instance, { ...naming, hostnames: [entry] });
    const base = one(name);
    const before = base && prefix ? one(prefix) : undefined;
    return before ? before + separator + base : base;
  }
}

/** All names. */
export function allNames(instance: Ec2Instance, naming: Naming): string[] {
  return orDefault(naming.hostnames).flatMap((entry) => {
    if (typeof entry !== "string") return combined(entry);
    const value = namedBy(entry, instance, naming);
    const names = Array.isArray(value) ? value : typeof value === "string" && value ? [value] : [];
    return names.map((name) => clean(textOf(name), naming));
  });

  function combined({ name, prefix, separator }: Exclude<Hostname, string>): string[] {
    const all = (entry: string) => allNames(instance, { ...naming, hostnames: [entry] });
    const bases = all(name);
    const before = bases.length > 0 && prefix ? all(prefix)[0] : undefined;
    return before === undefined ? bases : [clean(before + separator + bases[0]!, naming)];
  }
}

const orDefault = (hostnames: readonly Hostname[]) => (hostnames.length > 0 ? hostnames : DEFAULT);

/** A colon would be read as the start of a port. */
function clean(name: string, { sanitise }: Naming): string {
  return name.includes(":") ? sanitise(name) : name;
}

function first(value: Value | undefined): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  return one !== undefined && truth(one) ? textOf(one) : undefined;
}

function textOf(value: Value): string {
  return scalarText(value) ?? writeJson(value);
}

/** `ATTRIBUTE`, `tag:...` or any other text, which is then the name itself; with `| filter` behind it. */
function namedBy(entry: string, instance: Ec2Instance, { evaluate }: Naming): Value | undefined {
  const [source = "", ...filters] = entry.split("|");
  const name = filters.length > 0 ? source.trimEnd() : source;
  const value = name.startsWith("tag:") ? tagValue(name.slice(4), instance) : attribute(name, instance);
  if (filters.length === 0) return value;
  const expression = `value |${filters.join("|")}`;
  return computed(expression, evaluate(expression, { value: value ?? "" }));
}

/** `Name` is the value of that tag, `Role=web` is `Role_web` where it has that value; several make a list. */
function tagValue(wanted: string, instance: Ec2Instance): Value | undefined {
  const tags = tagsOf(instance);
  const found = wanted.split(",").flatMap((one) => {
    const [name = "", value] = one.split(/=(.*)/s);
    if (value === undefined) return tags[name] ? [tags[name]] : [];
    return tags[name] === value ? [`${name}_${value}`] : [];
  });
  return wanted.includes(",") ? found : found[0];
}

export function tagsOf({ Tags }: Ec2Instance): Record<string, string> {
  const tags = Array.isArray(Tags) ? (Tags as { Key: string; Value: string }[]) : [];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? ""]));
}

function attribute(name: string, instance: Ec2Instance): Value | undefined {
  const path = ATTRIBUTES.get(name);
  if (!path) return name;
  return path.reduce<Value | undefined>(member, instance);
}

/** Of a list every item's member that is not empty; a list of one is its item. */
function member(value: Value | undefined, key: string): Value | undefined {
  if (value === undefined || value === null) return undefined;
  const found = Array.isArray(value)
    ? value
        .map((item) => member(item, key))
        .filter((item): item is Value => item !== undefined && truth(item))
    : isDict(value)
      ? (value as PlainDict)[key]
      : undefined;
  return Array.isArray(found) && found.length === 1 ? found[0] : found;
}

/** Entries that are nearly the name of an attribute: every instance would get this very text as its name. */
export function misspelt(hostnames: readonly Hostname[]): [entry: string, meant: string][] {
  const entries = hostnames.flatMap((entry) =>
    typeof entry === "string" ? [entry] : [entry.name, ...(entry.prefix ? [entry.prefix] : [])],
  );
  return entries.flatMap((entry): [string, string][] => {
    const name = entry.split("|")[0]!.trim();
    if (name.startsWith("tag:") || ATTRIBUTES.has(name)) return [];
    const meant = nearest(name.replaceAll("_", "-"), ATTRIBUTES.keys());
    return meant ? [[name, meant]] : [];
  });
}
