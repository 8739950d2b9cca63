import { AWS_ARGS, awsProblems, awsSettings } from "../../aws/arguments.js";
import type { AwsSettings } from "../../aws/client.js";
import type { Ec2Filter } from "../../aws/ec2.js";
import { looksLikeRegion, REGIONS } from "../../aws/regions.js";
import { scalarText } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { inheritPlaces, keyPlaceOf, type Place, placeOf } from "../../model/source.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { checkConstructed, readFields } from "../constructed/config.js";
import { interpolated } from "../constructed/values.js";
import type { PluginContext } from "../plugins.js";
import { HOSTNAME_FIELDS, type Hostname } from "./hostnames.js";
import { AWS_EC2_FIELDS, type AwsEc2Options } from "./options.js";

export interface AwsEc2Config extends Omit<AwsEc2Options, "hostnames" | "filters"> {
  hostnames: Hostname[];
  /** an instance that one of them finds is in */
  include: Ec2Filter[][];
  exclude: Ec2Filter[][];
  settings: AwsSettings;
  /** of `plugin:` */
  at: Place;
}

/** Keys whose texts may be templates, as in Ansible. */
const TEMPLATED = [
  ...Object.entries(AWS_ARGS).flatMap(([name, { aliases = [] }]) => [name, ...aliases]),
  ...["regions", "filters"],
];

const UNSUPPORTED: Readonly<Record<string, string>> = {
  use_ssm_inventory: "leave it out: what it adds are variables `ssm_inventory`",
  route53_enabled: "leave it out, and name hosts by tags: `hostnames: [tag:Name]`",
  assume_role_arn:
    "write `role_arn` and `source_profile` into a profile of ~/.aws/config and name it in `profile`",
};

/** What the settings say of caches, and the file does not. */
function cachingFor(given: PlainDict, { caching = { cache: false } }: PluginContext): Partial<AwsEc2Options> {
  return Object.fromEntries(
    Object.entries(caching).filter(([name, value]) => value !== undefined && !Object.hasOwn(given, name)),
  );
}

/** The configuration in a file, checked before anything is called. Fault: INVENTORY_INVALID, with the place. */
export function readConfig(given: PlainDict, context: PluginContext): AwsEc2Config {
  const start = { path: context.path, line: 1, column: 1 };
  const options = readFields(AWS_EC2_FIELDS, evaluated(given, context, start), "the plugin aws_ec2", start);
  for (const [name, hint] of Object.entries(UNSUPPORTED))
    if (options[name as keyof AwsEc2Options])
      throw new Fault("INVENTORY_INVALID", `\`${name}\` is not supported`, {
        at: keyPlaceOf(given, name) ?? start,
        hint,
      });
  checkConstructed(given, start);
  checkRegions(options, given, context);
  const { filters, include_filters: included, exclude_filters: excluded } = options;
  const sets = [...(Object.keys(filters).length > 0 ? [filters] : []), ...included];
  return {
    ...options,
    ...cachingFor(given, context),
    hostnames: readHostnames(options.hostnames, start),
    include: (sets.length > 0 ? sets : [{}]).map((set) => readFilters(set, start)),
    exclude: excluded.map((set) => readFilters(set, start)),
    settings: settingsOf(options, given, start),
    at: keyPlaceOf(given, "plugin") ?? start,
  };
}

function evaluated(given: PlainDict, { evaluate }: PluginContext, start: Place): PlainDict {
  const copy = inheritPlaces({ ...given }, given);
  const render = (value: Value, at: Place): Value => {
    if (typeof value === "string") return interpolated(value, (expression) => evaluate(expression, {}, at));
    if (Array.isArray(value))
      return inheritPlaces(
        value.map((item) => render(item, at)),
        value,
      );
    if (!isDict(value) || value instanceof Map) return value;
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      render(item, placeOf(value, key) ?? at),
    ]);
    return inheritPlaces(Object.fromEntries(entries) as PlainDict, value);
  };
  for (const name of TEMPLATED)
    if (copy[name] !== undefined) copy[name] = render(copy[name], placeOf(given, name) ?? start);
  return copy;
}

function checkRegions({ regions }: AwsEc2Options, given: PlainDict, { warn, path }: PluginContext): void {
  for (const region of regions) {
    const near = REGIONS.includes(region) ? undefined : suggest(region, REGIONS);
    if (!looksLikeRegion(region))
      throw new Fault("INVENTORY_INVALID", `\`${region}\` is not the name of a region`, {
        at: placeOf(given, "regions"),
        hint: near ?? "names of regions are like eu-central-1",
      });
    if (near) warn(`${path}: the region ${region} is not known here; ${near}`);
  }
}

function settingsOf(options: AwsEc2Options, given: PlainDict, start: Place): AwsSettings {
  const settings = awsSettings(options);
  if (settings.profile && settings.accessKey)
    throw new Fault("INVENTORY_INVALID", "`profile` and `access_key` exclude each other", {
      at: keyPlaceOf(given, "profile") ?? start,
      hint: "a profile has its own credentials",
    });
  const [problem] = awsProblems(options);
  if (problem) throw new Fault("INVENTORY_INVALID", problem, { at: start });
  return { ...settings, endpoint: settings.endpoint ?? (process.env.AWS_URL || undefined) };
}

function readFilters(set: PlainDict, start: Place): Ec2Filter[] {
  return Object.entries(set).map(([name, value]) => {
    const items = Array.isArray(value) ? value : [value];
    const values = items.map((item) => {
      // EC2 knows true and false, Python's spelling it does not
      const text = typeof item === "boolean" ? String(item) : scalarText(item);
      if (text !== undefined) return text;
      throw new Fault("INVENTORY_INVALID", `the filter \`${name}\` must be a text or a list of texts`, {
        at: placeOf(set, name) ?? start,
      });
    });
    return { Name: name, Values: values };
  });
}

function readHostnames(items: readonly Value[], start: Place): Hostname[] {
  return items.map((item, index) => {
    if (typeof item === "string") return item;
    const at = placeOf(items, index) ?? start;
    if (isDict(item) && !(item instanceof Map)) return readFields(HOSTNAME_FIELDS, item, "`hostnames`", at);
    throw new Fault("INVENTORY_INVALID", `item ${index + 1} of \`hostnames\` must be a text or a mapping`, {
      at,
      hint: "for example `tag:Name`, or {name: tag:Name, prefix: tag:Environment}",
    });
  });
}
