import type { PlainDict } from "./value.js";

/** A host of the inventory. `vars` are as written (templates not yet evaluated). */
export interface Host {
  name: string;
  vars: PlainDict;
  /**
   * Connection variables that its source knows (an instance's operating system), where nobody says
   * anything else: below every variable, keyword and option.
   */
  defaults?: PlainDict;
  /** the source that named it first: a file, or a list of hosts, whose folder is Python's word for none */
  source?: { file: string; folder: string };
  /** direct groups, `all` and `ungrouped` included where they are direct */
  groups: string[];
}

export interface Group {
  name: string;
  vars: PlainDict;
  hosts: string[];
  children: string[];
  parents: string[];
  /** `ansible_group_priority`, 1 unless set */
  priority: number;
}

/** All hosts and groups, in the order in which they were first named. `all` and `ungrouped` always exist. */
export interface Inventory {
  hosts: Map<string, Host>;
  groups: Map<string, Group>;
  /** the files and folders that were read, absolute */
  sources: string[];
  /** what was asked for: the same, and lists of hosts as they were given */
  given?: string[];
}

/** Variables of group_vars/ and host_vars/ beside an inventory or a playbook. */
export interface VarsFolder {
  groups: Map<string, PlainDict>;
  hosts: Map<string, PlainDict>;
}
