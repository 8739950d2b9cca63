import { execFile } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { Fault } from "../model/errors.js";
import type { Inventory } from "../model/host.js";
import { readJson } from "../model/json_read.js";
import type { PlainDict, Value } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { addChild, addToGroup, addVars, ensureGroup } from "./build.js";

/** Is a file a program that prints an inventory? */
export function isScript(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  return readFileSync(path).subarray(0, 2).toString() === "#!";
}

const run = promisify(execFile);

/** An executable inventory: `--list` prints groups, with `_meta.hostvars`; else `--host` is asked for each host. */
export async function addScript(path: string, inventory: Inventory): Promise<void> {
  const data = await askScript(path, ["--list"]);
  const at = { path, line: 1, column: 1 };
  const hosts = new Set<string>();
  for (const [name, written] of Object.entries(data)) {
    if (name === "_meta") continue;
    const group = Array.isArray(written) ? { hosts: written } : plainDict(written);
    if (!group)
      throw new Fault("INVENTORY_INVALID", `${path}: the group ${name} must be an object or a list`, { at });
    addVars(ensureGroup(inventory, name), plainDict(group.vars) ?? {});
    for (const host of texts(group.hosts)) {
      addToGroup(inventory, name, host);
      hosts.add(host);
    }
    for (const child of texts(group.children)) addChild(inventory, name, child, at);
  }
  const meta = plainDict(plainDict(data._meta)?.hostvars);
  for (const host of hosts) {
    const vars = meta ? plainDict(meta[host]) : await askScript(path, ["--host", host]);
    if (vars) addVars(inventory.hosts.get(host)!, vars);
  }
}

function texts(value: Value | undefined): string[] {
  return Array.isArray(value)
    ? value.map(String)
    : value === null || value === undefined
      ? []
      : [String(value)];
}

async function askScript(path: string, args: string[]): Promise<PlainDict> {
  const options = { maxBuffer: 1 << 28, cwd: dirname(path) };
  const { stdout } = await run(path, args, options).catch((error: Error & { stderr?: string }) => {
    const reason = (error.stderr || error.message).trim();
    throw new Fault("INVENTORY_INVALID", `the inventory script ${path} failed: ${reason}`, {
      hint: `try it: ${path} ${args.join(" ")}`,
    });
  });
  if (stdout.trim() === "" && args[0] === "--host") return {};
  return parsed(stdout, path, args);
}

function parsed(text: string, path: string, args: string[]): PlainDict {
  let value: Value;
  try {
    value = readJson(text);
  } catch (cause) {
    throw new Fault("INVENTORY_INVALID", `the inventory script ${path} printed no JSON`, {
      hint: `${path} ${args.join(" ")} must print one JSON object, and nothing else, to stdout`,
      cause,
    });
  }
  const dict = plainDict(value);
  if (dict) return dict;
  throw new Fault("INVENTORY_INVALID", `the inventory script ${path} must print a JSON object`);
}
