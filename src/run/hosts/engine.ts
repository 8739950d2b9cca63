import type { Transport } from "../../model/connection.js";
import type { Event, HostStats } from "../../model/event.js";
import type { Inventory, VarsFolder } from "../../model/host.js";
import type { Module } from "../../model/module.js";
import type { SecretStore } from "../../model/secret_store.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { Loading } from "../../playbook/load.js";
import type { ExternalLookup, LookupWorld } from "../../template/machine/world.js";
import type { Slots } from "../order/slots.js";
import type { FactCache } from "./fact_cache.js";
import type { Handles } from "./handles.js";
import type { HostState } from "./host.js";
import type { Journal } from "./journal.js";
import type { RunSettings } from "./settings.js";

/** Everything a run needs from outside; `cli/` puts it together. Plugins are handed in, never imported. */
export interface Engine {
  settings: RunSettings;
  inventory: Inventory;
  /** group_vars and host_vars beside the inventory sources */
  inventoryVars: VarsFolder;
  extraVars: PlainDict;
  findModule(name: string): Promise<Module | undefined>;
  moduleNames(): string[];
  findTransport(name: string): Promise<Transport | undefined>;
  transportNames(): string[];
  /** shows an event; secrets are masked after it */
  emit(event: Event): void;
  secrets: SecretStore;
  /** aborted by Ctrl-C or SIGTERM; the reason is a Fault that says which */
  signal: AbortSignal;
  /** the name that a new group gets: `force_valid_group_names` */
  groupName(name: string): string;
  /** group_vars and host_vars of a folder, or of several: the later ones win */
  readVarsFolder(...folders: string[]): VarsFolder;
  /** a YAML file's value, places kept, vaulted values readable */
  readYaml(path: string): Value;
  /** asks the person at the terminal; undefined where there is none */
  ask(prompt: string, options: { echo: boolean; seconds?: number }): Promise<string | undefined>;
  /** lookups beyond those of the language, by name */
  lookups: Readonly<Record<string, ExternalLookup>>;
  /** undefined: facts are forgotten at the end of the run */
  factCache?: FactCache | undefined;
  /** undefined: nobody will go on with the run */
  journal?: Journal | undefined;
  /** reads the inventory sources again (meta: refresh_inventory) */
  refreshInventory(): Promise<void>;
  parseYaml(text: string): Value[];
  /** a vaulted text's plain text */
  decrypt(text: string): string;
  setting: LookupWorld["setting"];
  wasVaulted: LookupWorld["wasVaulted"];
  sealVault: LookupWorld["sealVault"];
  openVault: LookupWorld["openVault"];
  /** how files are read: vault secrets, where roles are */
  loading: Loading;
}

/** A run of one or more playbooks: what lives longer than a play. */
export interface Run extends Engine {
  hosts: Map<string, HostState>;
  /** hosts that failed or were unreachable: out of all further plays */
  lost: Map<string, "failed" | "unreachable">;
  stats: Map<string, HostStats>;
  customStats: Record<string, unknown>;
  /** hosts that were not done when the user stopped the run, with the step they were at */
  interrupted: Map<string, string | undefined>;
  /** hosts that are not lost were left before their end: plays or batches are not begun any more */
  isCut: boolean;
  /** how many plays have been begun */
  plays: number;
  /** an earlier batch has come to the task of `--start-at-task`: all that follow begin at their beginning */
  begun: boolean;
  /** how many results were defects of ours */
  defects: number;
  /** what add_host and group_by have done, to be done again when the inventory is read anew */
  edits: ((inventory: Inventory) => void)[];
  /** places for hosts with work on its way (`--forks`) */
  slots: Slots;
  /** room for open connections */
  handles: Handles;
}
