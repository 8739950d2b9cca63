import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pluginExpressions } from "../../../src/cli/engine/plugin_expressions.js";
import * as plugin from "../../../src/inventory/aws_ec2/aws_ec2.js";
import { type LoadOptions, loadInventory } from "../../../src/inventory/load.js";
import type { Inventory } from "../../../src/model/host.js";

export interface Loaded {
  inventory: Inventory;
  warnings: string[];
}

export async function loadEc2(path: string, options: Partial<LoadOptions> = {}): Promise<Loaded> {
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const inventory = await loadInventory([path], {
    warn,
    plugins: [{ names: ["amazon.aws.aws_ec2", "aws_ec2"], load: plugin.load }],
    evaluate: await pluginExpressions(warn),
    ...options,
  });
  return { inventory, warnings };
}

/** With a configuration that is written down in the test. */
export async function loadText(text: string, options: Partial<LoadOptions> = {}): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), "tera-ec2-"));
  const path = join(folder, "t.aws_ec2.yml");
  writeFileSync(path, text);
  try {
    return await loadEc2(path, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The order of keys says nothing; that of lists does, and stays. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
