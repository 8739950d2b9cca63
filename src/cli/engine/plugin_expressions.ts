import { homeFolder } from "../../disk/local_user.js";
import type { PluginContext } from "../../inventory/plugins.js";
import { Fault } from "../../model/errors.js";
import type { PlainDict } from "../../model/value.js";
import { readAllYaml } from "../../yaml/read.js";

/** Expressions of inventory plugins see the host's variables and nothing of this machine but its environment. */
export async function pluginExpressions(warn: (text: string) => void): Promise<PluginContext["evaluate"]> {
  const { evaluateExpression } = await import("../../template/render.js");
  const world = closedWorld(warn);
  return (expression, vars, at) => evaluateExpression(expression, at, { scope: scopeOf(vars), world });
}

function scopeOf(vars: PlainDict) {
  return {
    get: (name: string) => (Object.hasOwn(vars, name) ? vars[name] : undefined),
    written: (name: string) => (Object.hasOwn(vars, name) ? vars[name] : undefined),
    names: () => Object.keys(vars),
  };
}

/** This machine's environment and nothing else of it. */
export function closedWorld(warn: (text: string) => void) {
  const refuse = (what: string) => (): never => {
    throw new Fault("TEMPLATE_FAILED", `an inventory's expressions ${what}`);
  };
  return {
    lookup: () => undefined,
    lookupNames: () => [],
    find: () => undefined,
    places: () => [],
    readText: refuse("read no files"),
    readBytes: refuse("read no files"),
    stat: () => undefined,
    realPath: (path: string) => path,
    glob: () => [],
    environment: (name: string) => process.env[name],
    home: homeFolder,
    cwd: () => process.cwd(),
    run: refuse("run no programs"),
    fetch: refuse("fetch nothing"),
    write: refuse("write no files"),
    lock: refuse("write no files"),
    unlock: refuse("write no files"),
    setting: () => undefined,
    hostsMatching: () => [],
    parseYaml: (text: string) => readAllYaml(text, "text", { duplicates: "warn" }),
    templateVariables: () => ({}),
    warn,
    decrypt: refuse("decrypt nothing"),
    wasVaulted: () => false,
    sealVault: refuse("encrypt nothing"),
    openVault: refuse("decrypt nothing"),
  };
}
