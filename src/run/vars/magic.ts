import { dirname } from "node:path";
import type { Role, Task } from "../../model/play.js";
import type { PlainDict, Value } from "../../model/value.js";
import { descendantHosts, groupOrder } from "../../plan/groups.js";
import { OMIT } from "../../template/omit.js";
import type { Batch, Walk } from "../hosts/state.js";
import { searchPath } from "./files.js";

/** Variables that are computed, not set. `task` adds those of roles and files. */
export function magicVariable(
  walk: Walk,
  hostName: string,
  task: Task | undefined,
  name: string,
): Value | undefined {
  return (
    playMagic(walk.batch, name) ??
    hostMagic(walk, hostName, name) ??
    (task ? taskMagic(walk, task, name) : undefined)
  );
}

function hostMagic(walk: Walk, hostName: string, name: string): Value | undefined {
  const { inventory } = walk.batch.run;
  switch (name) {
    case "inventory_hostname":
      return hostName;
    case "inventory_hostname_short":
      return hostName.split(".")[0]!;
    case "group_names":
      return groupOrder(inventory, hostName)
        .map((group) => group.name)
        .filter((group) => group !== "all")
        .sort();
    default:
      return undefined;
  }
}

function playMagic(batch: Batch, name: string): Value | undefined {
  const { settings, inventory } = batch.run;
  switch (name) {
    case "groups":
      return Object.fromEntries(
        [...inventory.groups.keys()].map((group) => [group, descendantHosts(inventory, group)]),
      );
    case "omit":
      return OMIT as unknown as Value;
    case "playbook_dir":
      return batch.folders.playbook;
    case "inventory_dir":
      return inventory.sources[0] ? dirname(inventory.sources[0]) : null;
    case "inventory_file":
      return inventory.sources[0] ?? null;
    case "ansible_inventory_sources":
      return [...inventory.sources];
    case "play_hosts":
    case "ansible_play_batch":
      return batch.hosts.filter((host) => !batch.failed.has(host));
    case "ansible_play_hosts":
      return batch.allHosts.filter((host) => !batch.failed.has(host) && !batch.run.lost.has(host));
    case "ansible_play_hosts_all":
      return [...batch.allHosts];
    case "ansible_play_name":
      return batch.play.title;
    case "ansible_play_role_names":
    case "role_names":
      return [...new Set(batch.playVars.roles.map((use) => use.role.name))];
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
      return settings.limit;
    case "ansible_version":
      return ANSIBLE_VERSION;
    case "ansible_playbook_python":
      return "/usr/bin/python3";
    default:
      return undefined;
  }
}

/** The ansible-core release whose behaviour is the measure; roles compare against it. */
const ANSIBLE_VERSION: PlainDict = { full: "2.18.0", string: "2.18.0", major: 2, minor: 18, revision: 0 };

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
      return role?.role.collection;
    case "role_path":
      return role?.role.path;
    case "ansible_role_names":
      return [
        ...new Set([
          ...walk.batch.playVars.roles.map((use) => use.role.name),
          ...(role ? [role.role.name] : []),
        ]),
      ];
    case "ansible_dependent_role_names":
      return [];
    case "ansible_role_fqcn":
      return role?.role.name;
    case "ansible_parent_role_names":
      return role?.parents.map((parent) => parent.role.name).reverse();
    case "ansible_parent_role_paths":
      return role?.parents.map((parent) => parent.role.path).reverse();
    case "ansible_search_path":
      return searchPath(task, walk.batch.folders.playbook);
    default:
      return undefined;
  }
}
