import { Fault } from "../model/errors.js";
import type { PlainDict } from "../model/value.js";
import type { PluginContext } from "./plugins.js";

/** Being written. */
export async function load(_config: PlainDict, { path }: PluginContext): Promise<void> {
  throw new Fault("PLUGIN_UNSUPPORTED", `${path}: not there yet`);
}
