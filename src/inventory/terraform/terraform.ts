import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { placeOf } from "../../model/source.js";
import { dictFrom, type PlainDict, type Value } from "../../model/value.js";
import type { Output, Outputs } from "../../terraform/outputs.js";
import { mergeDicts } from "../../yaml/dicts.js";
import { addToGroup, addVars, ensureHost } from "../build.js";
import { construct } from "../constructed/constructed.js";
import { safeGroupName } from "../constructed/names.js";
import { markData } from "../constructed/values.js";
import { localPathFrom } from "../local_paths.js";
import type { PluginContext } from "../plugins.js";
import { readConfig, type TerraformConfig } from "./config.js";
import { defaultsFor, groupsFor, hostsOf, type Reading, type TerraformHost, varsFor } from "./hosts.js";
import { type Found, findOutputs } from "./source.js";

/** Adds the hosts that Terraform has made. Faults: INVENTORY_INVALID, TERRAFORM_FAILED, FILE_MISSING. */
export async function load(given: PlainDict, context: PluginContext): Promise<void> {
  const { path } = context;
  const config = absolute(readConfig(given, path), dirname(path));
  const { found, hosts, reading } = await readHosts(config).catch((error: unknown) => {
    throw located(error, given, path);
  });
  if (found.nothing !== undefined) return nothingApplied(found, config, given, context);
  for (const host of hosts)
    if (host.address !== undefined) addHost(host, config, context);
    else context.warn(withoutAddress(host, reading));
  if (hosts.length === 0) context.warn(`${reading.source} names no host`);
}

async function readHosts(config: TerraformConfig) {
  const found = await findOutputs(config);
  const reading: Reading = {
    source: `the output ${config.output} of ${found.source}`,
    address: config.address,
  };
  if (found.nothing !== undefined) return { found, hosts: [], reading };
  const output = chosen(found.outputs, config, found.source);
  return { found, hosts: hostsOf(output.value, reading), reading };
}

/** What is wrong with outputs has no place of its own: it is said where the file names them. */
function located(error: unknown, given: PlainDict, path: string): unknown {
  if (!(error instanceof Fault) || error.at) return error;
  const { code, message, hint, cause } = error;
  const key = ["output_file", "state", "folder"].find((name) => given[name] !== undefined) ?? "";
  return new Fault(code, message, { at: placeOf(given, key) ?? start(path), hint, cause });
}

const start = (path: string) => ({ path, line: 1, column: 1 });

function absolute(config: TerraformConfig, folder: string): TerraformConfig {
  const from = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : localPathFrom(folder, path);
  return {
    ...config,
    folder: from(config.folder),
    state: from(config.state),
    output_file: from(config.output_file),
    fallback: from(config.fallback),
    terraform: config.terraform?.includes("/") ? from(config.terraform) : config.terraform,
    key_file: config.key_file?.startsWith("~") ? config.key_file : from(config.key_file),
  };
}

/** The output with the hosts. What other outputs hold goes nowhere. */
function chosen(outputs: Outputs, { output: name, sensitive }: TerraformConfig, source: string): Output {
  const output = outputs.get(name);
  if (!output)
    throw new Fault("INVENTORY_INVALID", `${source} has no output \`${name}\``, {
      hint:
        suggest(name, outputs.keys()) ??
        (outputs.size > 0
          ? `it has ${[...outputs.keys()].join(", ")}: name one with \`output\``
          : "was the output written after the last apply? apply once more"),
    });
  if (output.sensitive && !sensitive)
    throw new Fault("INVENTORY_INVALID", `the output ${name} of ${source} is sensitive`, {
      hint: "addresses and users are shown in every report: take `nonsensitive(...)` in the output, or say `sensitive: true` here",
    });
  return output;
}

async function nothingApplied(
  found: Found,
  config: TerraformConfig,
  given: PlainDict,
  context: PluginContext,
): Promise<void> {
  if (config.fallback === undefined)
    throw new Fault("INVENTORY_INVALID", `${found.nothing} in ${found.source}`, {
      at: start(context.path),
      hint: found.wayOut,
    });
  if (!existsSync(config.fallback))
    throw new Fault("FILE_MISSING", `there is no ${config.fallback}`, {
      at: placeOf(given, "fallback"),
      hint: "it is the `fallback`, relative to this file",
    });
  context.warn(
    `${found.nothing} in ${found.source}: the hosts of ${config.fallback} are used. ${found.wayOut}`,
  );
  await context.include(config.fallback);
}

function addHost(host: TerraformHost, config: TerraformConfig, context: PluginContext): void {
  const { inventory } = context;
  const known = ensureHost(inventory, host.name);
  for (const group of groupsFor(host)) addToGroup(inventory, group, host.name);
  const vars = mergeDicts(further(host.more), varsFor(host));
  for (const [name, value] of Object.entries(vars)) markData(vars, name, value);
  addVars(known, vars);
  known.defaults = { ...known.defaults, ...defaultsFor(host, config.key_file) };
  construct(known, vars, { options: config, context, sanitise: safeGroupName });
}

/** Further fields are variables too. */
function further(more: TerraformHost["more"]): PlainDict {
  const named = Object.entries(more).filter(([name]) => /^[A-Za-z_]\w*$/.test(name));
  return Object.fromEntries(named.map(([name, value]) => [name, fromJson(value)]));
}

/** All of it is data: `{{` in a tag is no template. */
function fromJson(json: unknown): Value {
  if (typeof json !== "object" || json === null) return json as Value;
  const entries = Object.entries(json).map(([key, value]) => [key, fromJson(value)] as const);
  const value = Array.isArray(json) ? entries.map(([, item]) => item) : dictFrom(entries);
  for (const [key, item] of entries) markData(value, Array.isArray(json) ? Number(key) : key, item);
  return value;
}

function withoutAddress(
  { name, instanceId, privateIp }: TerraformHost,
  { address, source }: Reading,
): string {
  const which = instanceId ? `${name} (${instanceId})` : name;
  const way =
    privateIp && !address.includes("private_ip")
      ? `its private address is ${privateIp}: \`address: [address, private_ip]\` takes that`
      : "is it starting, or stopped?";
  return `${which} is left out: ${source} has no ${address.join(" and no ")} for it; ${way}`;
}
