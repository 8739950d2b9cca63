import type { Ec2Instance } from "../../aws/ec2.js";
import { isDict, type PlainDict, setOwn, type Value } from "../../model/value.js";
import { markData } from "../constructed/values.js";
import { tagsOf } from "./hostnames.js";

export interface VarsOptions {
  hostvars_prefix: string;
  hostvars_suffix: string;
  use_contrib_script_compatible_ec2_tag_keys: boolean;
}

/**
 * The variables of an instance: EC2's description of it in snake_case, `tags` and `ec2_tags` as a
 * dict, and its region in `placement`. Texts that look like templates are data all the same.
 */
export function hostVars(
  instance: Ec2Instance,
  zoneIds: Readonly<Record<string, string>>,
  options: VarsOptions,
): PlainDict {
  const { Tags: _, ...described } = instance;
  const tags = data(tagsOf(instance));
  const vars = snakeDict(described);
  const placement = (vars.placement ?? {}) as PlainDict;
  const zone = String(placement.availability_zone ?? "");
  vars.placement = {
    ...placement,
    region: zone.slice(0, -1),
    availability_zone_id: zoneIds[zone] ?? placement.availability_zone_id ?? null,
  };
  vars.tags = tags;
  vars.ec2_tags = tags;
  if (options.use_contrib_script_compatible_ec2_tag_keys)
    for (const [key, value] of Object.entries(tags)) put(vars, `ec2_tag_${key}`, value);
  const { hostvars_prefix: prefix, hostvars_suffix: suffix } = options;
  if (!prefix && !suffix) return vars;
  const renamed: PlainDict = {};
  for (const [key, value] of Object.entries(vars)) put(renamed, `${prefix}${key}${suffix}`, value);
  return renamed;
}

/** Sets what came from outside: it is never a template. */
function put(container: PlainDict, key: string, value: Value): void {
  setOwn(container, key, value);
  markData(container, key, value);
}

function data(entries: Readonly<Record<string, string>>): PlainDict {
  const copy: PlainDict = {};
  for (const [key, value] of Object.entries(entries)) put(copy, key, value);
  return copy;
}

function snakeDict(dict: PlainDict): PlainDict {
  const copy: PlainDict = {};
  for (const [key, value] of Object.entries(dict)) put(copy, snakeName(key), snakeValue(value));
  return copy;
}

function snakeValue(value: Value): Value {
  if (Array.isArray(value)) {
    const copy = value.map(snakeValue);
    for (const [index, item] of copy.entries()) markData(copy, index, item);
    return copy;
  }
  return isDict(value) ? snakeDict(value as PlainDict) : value;
}

const names = new Map<string, string>();

/** `Ipv6Addresses` -> `ipv6_addresses`, `EnableResourceNameDnsAAAARecord` -> `enable_resource_name_dns_aaaa_record`. */
export function snakeName(name: string): string {
  let snake = names.get(name);
  if (snake === undefined) {
    snake = name
      // the plural of an abbreviation stays together: `TargetGroupARNs`
      .replace(/[A-Z]{3,}s$/, (plural) => `_${plural.toLowerCase()}`)
      .replace(/^_/, "")
      .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
      .replace(/([a-z0-9])([A-Z]+)/g, "$1_$2")
      .toLowerCase();
    names.set(name, snake);
  }
  return snake;
}
