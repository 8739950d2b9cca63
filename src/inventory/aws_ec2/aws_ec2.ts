import { Fault } from "../../model/errors.js";
import type { Host } from "../../model/host.js";
import { keyPlaceOf } from "../../model/source.js";
import type { PlainDict } from "../../model/value.js";
import { addToGroup, addVars, ensureGroup } from "../build.js";
import type { Constructing } from "../constructed/attempt.js";
import { construct } from "../constructed/constructed.js";
import { safeGroupName, scriptGroupName } from "../constructed/names.js";
import { fileCache, type InventoryCache } from "../inventory_cache.js";
import type { PluginContext } from "../plugins.js";
import { type AwsEc2Config, readConfig } from "./config.js";
import { connectionDefaults } from "./defaults.js";
import { allNames, misspelt, type Naming, preferredName } from "./hostnames.js";
import { type FoundInstance, type FoundInstances, readInstances } from "./read.js";
import { hostVars } from "./vars.js";
import { instanceWarnings } from "./warnings.js";

/** The group of all instances. */
const GROUP = "aws_ec2";

/** EC2's instances, from a file in the format of Ansible's `amazon.aws.aws_ec2`. Faults: INVENTORY_INVALID, AWS_*. */
export async function load(given: PlainDict, context: PluginContext): Promise<void> {
  const config = readConfig(given, context);
  for (const [entry, meant] of misspelt(config.hostnames))
    context.warn(
      `${context.path}: \`${entry}\` in hostnames is no attribute, so it is the name itself; is ${meant} meant?`,
    );
  const { region } = config.settings;
  if (["region", "aws_region", "ec2_region"].some((key) => key in given) && config.regions.length === 0)
    context.warn(
      `${context.path}: \`region: ${region}\` only says where the account's regions are asked for, and all of them are read; is \`regions: [${region}]\` meant?`,
    );
  addInstances(await foundInstances(config, given, context), config, context);
}

async function foundInstances(
  config: AwsEc2Config,
  given: PlainDict,
  context: PluginContext,
): Promise<FoundInstances> {
  const cache = cacheOf(config, given, context);
  const known = context.fresh ? undefined : cache?.read();
  if (known) return known;
  const { openEc2 } = await import("../../aws/ec2.js");
  const ec2 = openEc2(config.settings, config.at);
  try {
    const found = await readInstances(config, ec2, context.warn);
    cache?.write(found);
    return found;
  } finally {
    ec2.close();
  }
}

function cacheOf(
  config: AwsEc2Config,
  given: PlainDict,
  { path }: PluginContext,
): InventoryCache<FoundInstances> | undefined {
  const { cache_plugin: plugin, cache_connection: folder, settings } = config;
  if (!config.cache) return undefined;
  const name = plugin.replace(/^ansible\.builtin\./, "");
  if (name === "memory") return undefined;
  const at = keyPlaceOf(given, "cache_plugin") ?? config.at;
  if (name !== "jsonfile")
    throw new Fault("INVENTORY_INVALID", `the cache plugin ${plugin} is not supported`, {
      at,
      hint: "`cache_plugin: jsonfile` keeps the answers in the folder that `cache_connection` names",
    });
  if (!folder)
    throw new Fault("INVENTORY_INVALID", "`cache_plugin: jsonfile` needs `cache_connection`", {
      at,
      hint: "it is the folder for the file",
    });
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL } = process.env;
  const who = [settings.profile ?? AWS_PROFILE, settings.accessKey ?? AWS_ACCESS_KEY_ID];
  const where = [settings.endpoint ?? AWS_ENDPOINT_URL, settings.region, config.regions];
  const what = [config.include, config.exclude, Object.hasOwn(config.compose, "ansible_user")];
  return fileCache({
    folder,
    timeout: config.cache_timeout,
    prefix: config.cache_prefix,
    name: GROUP,
    question: [path, who, where, what],
  });
}

function addInstances(found: FoundInstances, config: AwsEc2Config, context: PluginContext): void {
  const sanitise = config.use_contrib_script_compatible_sanitization ? scriptGroupName : safeGroupName;
  const naming: Naming = { hostnames: config.hostnames, sanitise, evaluate: context.evaluate };
  const work: Constructing = { options: config, context, sanitise };
  const warnings = instanceWarnings(config, context.path, found);
  ensureGroup(context.inventory, GROUP);
  for (const one of found.instances) {
    const names = namesOf(one, naming, config);
    const hosts = names.map((name) => addHost(name, one, found, work, config));
    warnings.note(one.instance, hosts);
  }
  for (const text of warnings.texts()) context.warn(text);
}

function namesOf({ instance }: FoundInstance, naming: Naming, config: AwsEc2Config): string[] {
  if (config.allow_duplicated_hosts) return allNames(instance, naming);
  const name = preferredName(instance, naming);
  return name === undefined ? [] : [name];
}

function addHost(
  name: string,
  { instance, region }: FoundInstance,
  { zones, images }: FoundInstances,
  work: Constructing,
  config: AwsEc2Config,
): Host {
  const host = addToGroup(work.context.inventory, GROUP, name);
  const vars = hostVars(instance, zones, config);
  addVars(host, vars);
  const { profile } = config.settings;
  host.defaults = { ...host.defaults, ...connectionDefaults(instance, name, { images, profile, region }) };
  construct(host, vars, work);
  return host;
}
