import type { VarsFolder } from "../../model/host.js";
import type { Play, RoleUse } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";

/** What a play adds to every host's variables. */
export interface PlayVars {
  play: Play | undefined;
  /** the play's name, templates in it evaluated */
  title: string;
  /** values from vars_files for a host, later files first */
  files: PlainDict[];
  prompted: PlainDict;
  /** the roles whose defaults and vars all tasks of the play see, in order of use */
  roles: RoleUse[];
  /** every role that the play names, has imported or included, for the magic variables that name them */
  namedRoles: RoleUse[];
  /** what was added to these while the play runs: each host includes for itself */
  included: Set<string>;
  /** group_vars and host_vars beside the playbook */
  folder: VarsFolder;
}
