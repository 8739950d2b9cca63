import type { Block, Keywords, Located, RoleUse, Task } from "../model/play.js";
import type { Place } from "../model/source.js";
import type { PlainDict } from "../model/value.js";

/** Which of a role's files are used, and how. */
export interface RoleOptions {
  tasksFrom?: string | undefined;
  varsFrom?: string | undefined;
  defaultsFrom?: string | undefined;
  handlersFrom?: string | undefined;
  public: boolean;
  allowDuplicates?: boolean | undefined;
  /** `rolespec_validate`: false leaves its arguments unchecked */
  validate?: boolean | undefined;
}

/** A role as it is used in one place: its dependencies first, then its own block. */
export interface ReadRole {
  use: RoleUse;
  dependencies: Block[];
  block: Block;
  handlers: Task[];
}

/** How a role is named in one place. */
export interface RoleCall {
  name: string;
  at: Place;
  /** what stands beside the name and is no keyword */
  params: PlainDict;
  by: RoleUse["by"];
  keywords: Keywords;
  /** `vars` of an entry, which are not among its keywords */
  vars?: Located<PlainDict> | undefined;
  options: RoleOptions;
}
