import type { Module } from "../../model/module.js";
import { MODULES } from "../../modules/index.js";
import type { RunOptions } from "../options/run_options.js";

const loaded = new Map<string, Promise<Module | undefined>>();

/** A module by its short or fully qualified name, loaded on first use. */
export function findModule(name: string, _options?: RunOptions): Promise<Module | undefined> {
  let found = loaded.get(name);
  if (!found) {
    found = load(name);
    loaded.set(name, found);
  }
  return found;
}

async function load(name: string): Promise<Module | undefined> {
  const entry = Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
  return entry ? (await entry()).default : undefined;
}

export function moduleNames(): string[] {
  return Object.keys(MODULES);
}
