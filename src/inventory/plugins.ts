import type { Inventory, VarsFolder } from "../model/host.js";
import type { Place } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";

/** A source of hosts that a YAML file names with `plugin:`. It is handed in; this room knows none by itself. */
export interface InventoryPlugin {
  /** all names that files may use: `aws_ec2`, `amazon.aws.aws_ec2` */
  names: readonly string[];
  /** Adds hosts and groups. Places of the configuration are kept beside it. */
  load(config: PlainDict, context: PluginContext): Promise<void>;
}

/** How a plugin keeps what its source said; what is undefined is as usual. */
export interface InventoryCaching {
  cache: boolean;
  cache_plugin?: string | undefined;
  /** a folder */
  cache_connection?: string | undefined;
  /** seconds */
  cache_timeout?: number | undefined;
  cache_prefix?: string | undefined;
}

export interface PluginContext {
  /** the file with the configuration */
  path: string;
  inventory: Inventory;
  warn(text: string): void;
  /** is what was kept of an earlier run to be passed over? */
  fresh?: boolean | undefined;
  /** how answers are kept, where the file does not say: `[inventory] cache`, `cache_plugin`, … */
  caching?: InventoryCaching | undefined;
  /** variables of `-e`, for files that say that expressions see them */
  extraVars?: PlainDict | undefined;
  /** adds the hosts and groups of another file to the inventory */
  include(path: string): Promise<void>;
  /** group_vars and host_vars of a folder */
  varsFolder(folder: string): VarsFolder;
  /** the value of a bare expression over a host's variables. Faults: TEMPLATE_*, UNDEFINED */
  evaluate(expression: string, vars: PlainDict, at?: Place): Value;
}
