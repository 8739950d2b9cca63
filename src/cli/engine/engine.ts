import { statSync } from "node:fs";
import { dirname } from "node:path";
import { groupNamer } from "../../inventory/group_names.js";
import { loadInventory, readVarsFolder } from "../../inventory/load.js";
import type { InventoryCaching } from "../../inventory/plugins.js";
import { Fault } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import type { Inventory, VarsFolder } from "../../model/host.js";
import { SecretStore } from "../../model/secret_store.js";
import { unlessStopped } from "../../model/stop.js";
import type { PlainDict, Value } from "../../model/value.js";
import { decryptInline, type Loading, loadYaml, readVaultable } from "../../playbook/load.js";
import type { Engine } from "../../run/hosts/engine.js";
import { GROUP_PRECEDENCE, type GroupSource, type RunSettings } from "../../run/hosts/settings.js";
import { masked } from "../../run/order/masked.js";
import { isTemplate } from "../../template/render.js";
import { mergeDicts } from "../../yaml/dicts.js";
import { readAllYaml } from "../../yaml/read.js";
import { decryptVault, openVault } from "../../yaml/vault.js";
import { sealText } from "../../yaml/vault_cipher.js";
import { failedHosts } from "../journal/failed.js";
import { type RunOptions, sshArguments } from "../options/run_options.js";
import { settingByName } from "../options/setting_lookup.js";
import type { Settings } from "../options/settings.js";
import { VERSION } from "../options/version.js";
import { ask } from "./ask.js";
import { loadExtraVars } from "./extra_vars.js";
import { factCache } from "./fact_cache.js";
import { INVENTORY_PLUGINS } from "./inventory_plugins.js";
import { readLimit } from "./limit.js";
import { makeLookups } from "./lookups.js";
import { findModule, moduleNames } from "./modules.js";
import { passwordFile } from "./password_file.js";
import { pluginExpressions } from "./plugin_expressions.js";
import { staticNames } from "./static_names.js";
import { findTransport, transportNames } from "./transports.js";
import { vaultSecrets } from "./vault_secrets.js";

/** Puts together everything a run needs from files, environment and plugins. */
export async function makeEngine(
  options: RunOptions,
  emit: (event: Event) => void,
  signal: AbortSignal,
  secrets = new SecretStore(),
): Promise<Engine> {
  const tell = (event: Event): void => emit(masked(event, secrets));
  const warn: Loading["warn"] = (text, at) =>
    tell({ type: "message", level: "warning", text, ...(at ? { at } : {}) });
  const { duplicateKeys, privateRoleVars } = options.settings;
  const duplicates = duplicateKeys === "error" ? "fault" : duplicateKeys;
  const mergesDicts = options.settings.hashBehaviour === "merge";
  const vaulted = new Set<string>();
  const loading: Loading = {
    secrets: await vaultSecrets(options, options.settings),
    rolesPath: options.settings.rolesPath,
    collectionsPath: options.settings.collectionsPath,
    ...(duplicates ? { duplicates } : {}),
    mergesDicts,
    publicRoles: privateRoleVars === undefined ? undefined : !privateRoleVars,
    warn,
    read: new Set(),
    revealed: (plain) => {
      secrets.addAll(plain);
      if (typeof plain === "string") vaulted.add(plain);
    },
    resolveName: staticNames(() => extraVars),
  };
  for (const password of loading.secrets.values()) secrets.add(password);
  const hiding = (plain: string): string => {
    secrets.add(plain);
    return plain;
  };
  const readFile = (path: string): Value => loadYaml(path, loading, undefined, duplicates ?? "warn");
  const extraVars: PlainDict = loadExtraVars(options.extraVars, { readFile, merges: mergesDicts, warn });
  const groupName = groupNamer(options.settings.groupNames, {
    warn,
    note: (text) => tell({ type: "message", level: "debug", text }),
  });
  const readInventory = (fresh: boolean): Promise<Inventory> =>
    loadInventory(options.inventory, {
      mergesDicts,
      groupName,
      ignored: { endings: options.settings.ignoredEndings, patterns: options.settings.ignoredPatterns },
      yamlEndings: options.settings.yamlEndings,
      caching: inventoryCaching(options.settings),
      warn,
      decrypt: (text, at) => decryptInline(text, loading, at),
      readText: (path) => readVaultable(path, loading),
      hostRanges: options.settings.inventoryPlugins.some((name) => /(^|\.)advanced_host_list$/.test(name)),
      note: (text) => tell({ type: "message", level: "debug", text }),
      anyUnparsedFails: options.settings.anyUnparsedFails,
      unparsedFails: options.settings.unparsedFails,
      unparsedWarning: options.settings.unparsedWarning,
      duplicates: duplicates ?? "warn",
      plugins: INVENTORY_PLUGINS,
      evaluate,
      extraVars,
      fresh,
    });
  const evaluate = await pluginExpressions(warn);
  // a source may ask a server that does not answer
  const inventory = await unlessStopped(readInventory(options.flushCache), signal);
  const settings = await runSettings(options, warn);
  for (const password of [settings.connectionPassword, settings.becomePassword])
    if (password) secrets.add(password);
  for (const { vars } of [...inventory.hosts.values(), ...inventory.groups.values()])
    hidePasswords(vars, secrets);
  const { yamlEndings } = options.settings;
  const varsFolder = (...folders: string[]): VarsFolder => {
    const found = mergedFolders(
      folders.map((one) => readVarsFolder(one, readFile, { mergesDicts, yamlEndings })),
    );
    for (const vars of [...found.groups.values(), ...found.hosts.values()]) hidePasswords(vars, secrets);
    return found;
  };
  const cache = factCache(options.settings, warn);
  if (options.flushCache) for (const host of inventory.hosts.keys()) cache?.forget(host);
  return {
    settings,
    inventory,
    inventoryVars: varsBeside(inventory.sources, varsFolder),
    extraVars,
    groupName,
    findModule: (name) => findModule(name, options),
    moduleNames,
    findTransport,
    transportNames,
    emit: tell,
    secrets,
    signal,
    readVarsFolder: varsFolder,
    readYaml: readFile,
    parseYaml: (text) => readAllYaml(text, "text", { duplicates: "warn" }),
    decrypt: (text) => hiding(decryptVault(text, loading.secrets)),
    setting: (name) => settingByName(name, { env: process.env, cwd: process.cwd() }),
    wasVaulted: (text) => vaulted.has(text),
    sealVault: (plain, password, options) => sealText(hiding(plain), hiding(password), options),
    openVault: (text, password) => {
      const plain = openVault(text, hiding(password));
      return plain === undefined ? undefined : hiding(plain);
    },
    loading,
    ask,
    lookups: makeLookups(secrets, signal),
    factCache: cache,
    refreshInventory: async () => {
      Object.assign(inventory, await unlessStopped(readInventory(true), signal));
    },
  };
}

const PASSWORDS = /^ansible_(\w+_)?(pass|password|passphrase)$/;

/** Passwords that stand in the inventory or beside it: also where no connection has asked for them yet. */
function hidePasswords(vars: PlainDict, secrets: SecretStore): void {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(vars)))
    if (PASSWORDS.test(name) && typeof value === "string" && !isTemplate(value)) secrets.add(value);
}

function varsBeside(sources: readonly string[], read: (folder: string) => VarsFolder): VarsFolder {
  const folders = [
    ...new Set(sources.map((source) => (statSync(source).isDirectory() ? source : dirname(source)))),
  ];
  return mergedFolders(folders.map((folder) => read(folder)));
}

function mergedFolders(folders: readonly VarsFolder[]): VarsFolder {
  const found: VarsFolder = { groups: new Map(), hosts: new Map() };
  for (const { groups, hosts } of folders) {
    for (const [name, vars] of groups) found.groups.set(name, mergeDicts(found.groups.get(name), vars));
    for (const [name, vars] of hosts) found.hosts.set(name, mergeDicts(found.hosts.get(name), vars));
  }
  return found;
}

async function runSettings(options: RunOptions, warn: (text: string) => void): Promise<RunSettings> {
  const { settings } = options;
  return {
    check: options.check,
    diff: options.diff,
    verbosity: options.verbosity,
    forks: options.forks,
    tags: options.tags,
    skipTags: options.skipTags,
    startAtTask: options.startAtTask,
    step: options.step,
    forceHandlers: options.forceHandlers,
    errorOnMissingHandler: settings.errorOnMissingHandler,
    limitText: options.limit,
    limit: readLimit(options.limit, () => failedHosts(options, warn)),
    patternMismatch: settings.patternMismatch,
    user: options.user,
    privateKeyFile: options.privateKey,
    connection: options.connection,
    timeout: options.timeout,
    become: options.become,
    becomeMethod: options.becomeMethod,
    becomeUser: options.becomeUser,
    connectionPassword: await password(options.connectionPasswordFile, options.askPass, "SSH password: "),
    becomePassword: await password(options.becomePasswordFile, options.askBecomePass, "BECOME password: "),
    becomeExe: settings.becomeExe,
    becomeFlags: settings.becomeFlags,
    sshArgs: sshArguments(options),
    port: settings.remotePort || undefined,
    connectRetries: settings.sshRetries,
    executable: settings.executable === "/bin/sh" ? undefined : settings.executable,
    hostKeyChecking: options.hostKeyChecking,
    gathering: settings.gathering,
    background: { folder: settings.asyncDir, poll: settings.pollInterval },
    mergeHashes: settings.hashBehaviour === "merge",
    nativeTypes: settings.nativeTypes,
    keepsUndefined: !settings.errorOnUndefined,
    nullText: settings.nullText,
    varsRoot: settings.varsRoot,
    precedence: precedenceOf(settings.precedence, warn),
    displayArgs: settings.displayArgs,
    diffLimit: settings.diffLimit,
    managed: settings.managed,
    injectFacts: settings.injectFacts,
    configFile: settings.configFile,
    rolesPath: settings.rolesPath,
    explainPlan: options.explainPlan,
    sendAhead: settings.sendAhead && !options.step,
    version: VERSION,
  };
}

function inventoryCaching(settings: Settings): InventoryCaching {
  return {
    cache: settings.inventoryCache,
    cache_plugin: settings.inventoryCachePlugin,
    cache_connection: settings.inventoryCacheConnection,
    cache_timeout: settings.inventoryCacheTimeout,
    cache_prefix: settings.inventoryCachePrefix,
  };
}

function precedenceOf(names: readonly string[], warn: (text: string) => void): GroupSource[] {
  const known = names.map((name) => GROUP_PRECEDENCE.find((one) => one === name));
  for (const [index, name] of names.entries())
    if (known[index] === undefined) warn(`Ignoring unknown variable precedence entry: ${name}`);
  return known.filter((name) => name !== undefined);
}

async function password(
  file: string | undefined,
  wanted: boolean,
  prompt: string,
): Promise<string | undefined> {
  if (file !== undefined) return passwordFile(file);
  if (!wanted) return undefined;
  const answer = await ask(prompt, { echo: false });
  if (answer === undefined)
    throw new Fault("USAGE", "nobody is there to give the password", {
      hint: "give it in a file: --connection-password-file, --become-password-file",
    });
  return answer;
}
