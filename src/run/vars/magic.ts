import type { Role, RoleUse, Task } from "../../model/play.js";
import type { PlainDict, Value } from "../../model/value.js";
import { descendantHosts, groupOrder } from "../../plan/groups.js";
import { allDependencies, withParents } from "../../playbook/role_layers.js";
import { OMIT } from "../../template/values/omit.js";
import type { Engine } from "../hosts/engine.js";
import type { Batch, Walk } from "../hosts/state.js";
import { END, type Position } from "../order/position.js";
import { searchPath } from "./files.js";

/** Where a magic variable is read. */
export interface MagicPlace {
  walk: Walk;
  host: string;
  /** adds those of roles and files */
  task: Task | undefined;
  /** the step that reads: what happens to hosts later is not seen */
  position: Position;
  /** false for `hostvars`, which know of no play */
  inPlay: boolean;
}

/** Variables that are computed, not set. */
export function magicVariable(
  { walk, host, task, position, inPlay }: MagicPlace,
  name: string,
): Value | undefined {
  const { batch } = walk;
  if (name === "playbook_dir") return batch.folders.playbook;
  return firstOf(
    () => runMagic(batch.run, name),
    () => hostMagic(batch.run, host, name),
    () => (inPlay ? playMagic(batch, name, position) : undefined),
    () => (inPlay ? roleNames(batch.playVars.namedRoles, name) : undefined),
    () => (task ? taskMagic(walk, task, name) : undefined),
  );
}

/** The first that knows the variable, which may well be none. */
export function firstOf(...sources: (() => Value | undefined)[]): Value | undefined {
  for (const source of sources) {
    const value = source();
    if (value !== undefined) return value;
  }
  return undefined;
}

function hostMagic({ inventory }: Engine, hostName: string, name: string): Value | undefined {
  switch (name) {
    case "inventory_hostname":
      return hostName;
    case "inventory_hostname_short":
      return isAddress(hostName) ? hostName : hostName.split(".")[0]!;
    case "group_names":
      return groupOrder(inventory, hostName)
        .map((group) => group.name)
        .filter((group) => group !== "all")
        .sort();
    case "inventory_dir":
      return inventory.hosts.has(hostName)
        ? (inventory.hosts.get(hostName)!.source?.folder ?? null)
        : undefined;
    case "inventory_file":
      return inventory.hosts.has(hostName)
        ? (inventory.hosts.get(hostName)!.source?.file ?? null)
        : undefined;
    default:
      return undefined;
  }
}

const isAddress = (name: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(name) || name.includes(":");

/** What is the same for all plays of a run. */
export function runMagic({ settings, inventory }: Engine, name: string): Value | undefined {
  switch (name) {
    case "groups":
      return Object.fromEntries(
        [...inventory.groups.keys()].map((group) => [group, descendantHosts(inventory, group)]),
      );
    case "omit":
      return OMIT as unknown as Value;
    case "ansible_inventory_sources":
      return [...(inventory.given ?? inventory.sources)];
    case "ansible_check_mode":
      return settings.check;
    case "ansible_diff_mode":
      return settings.diff;
    case "ansible_forks":
      return settings.forks;
    case "ansible_verbosity":
      return settings.verbosity;
    case "ansible_run_tags":
      return settings.tags.length > 0 ? [...settings.tags] : ["all"];
    case "ansible_skip_tags":
      return [...settings.skipTags];
    case "ansible_limit":
      return settings.limitText;
    case "ansible_version":
      return ANSIBLE_VERSION;
    case "ansible_playbook_python":
      return PYTHON;
    case "ansible_config_file":
      return settings.configFile ?? null;
    default:
      return undefined;
  }
}

/** Nothing here runs it; roles and inventories name it all the same. */
export const PYTHON = "/usr/bin/python3";
/** Neither failed nor ended; a host that is being rescued is left, one that only cleans up is not. */
function isLeft({ walks, run, strategy }: Batch, host: string, position: Position): boolean {
  const fate = walks.get(host)?.fate;
  return fate ? fate.isLeftAt(strategy === "linear" ? position : END) : !run.lost.has(host);
}

/** The ansible-core release whose behaviour is the measure; roles compare against it. */
const ANSIBLE_VERSION: PlainDict = { full: "2.18.0", string: "2.18.0", major: 2, minor: 18, revision: 0 };

function playMagic(batch: Batch, name: string, position: Position): Value | undefined {
  switch (name) {
    case "play_hosts":
    case "ansible_play_batch":
      return batch.hosts.filter((host) => isLeft(batch, host, position));
    case "ansible_play_hosts":
      return batch.allHosts.filter((host) => isLeft(batch, host, position));
    case "ansible_play_hosts_all":
      return [...batch.allHosts];
    case "ansible_play_name":
      return batch.playVars.title;
    default:
      return undefined;
  }
}

/** The names of a play's roles: those it names, those that come before them, and both. */
export function roleNames(uses: readonly RoleUse[], name: string): Value | undefined {
  const dependencies = () => unique(uses.flatMap(allDependencies).map((use) => use.role.name));
  const named = () => uses.map((use) => use.role.name);
  switch (name) {
    case "ansible_play_role_names":
    case "role_names":
      return named();
    case "ansible_dependent_role_names":
      return dependencies();
    case "ansible_role_names":
      return unique([...dependencies(), ...named()]);
    default:
      return undefined;
  }
}

const unique = (names: string[]): string[] => [...new Set(names)];

/** A collection's role is known by its own name there. */
function plainRoleName({ name, collection }: Role): string {
  return collection === undefined ? name : name.slice(collection.length + 1);
}

function taskMagic(walk: Walk, task: Task, name: string): Value | undefined {
  const role = task.role;
  switch (name) {
    case "role_name":
      return role && plainRoleName(role.role);
    case "ansible_role_name":
      return role?.role.name;
    case "ansible_collection_name":
      return role && (role.role.collection ?? null);
    case "role_path":
      return role?.role.path;
    case "ansible_parent_role_names":
      return parentRoles(role)?.map((parent) => parent.role.name);
    case "ansible_parent_role_paths":
      return parentRoles(role)?.map((parent) => parent.role.path);
    case "ansible_search_path":
      return searchPath(task, walk.batch.folders.playbook);
    default:
      return undefined;
  }
}

/** The roles whose tasks have included or imported this one, the nearest first; none where it came otherwise. */
function parentRoles(role: RoleUse | undefined): RoleUse[] | undefined {
  const parents = withParents(role)
    .filter(({ by }) => by === "include_role" || by === "import_role")
    .flatMap((use) => use.parents.slice(-1));
  return parents.length > 0 ? parents : undefined;
}
