/** A run, and what everybody who watches it must be able to read, whatever the view. */
export interface Story {
  /** the tasks of a play called "the play" that gathers no facts; or `files` has a whole play.yml */
  tasks?: string;
  /** the play's own keywords, below its hosts */
  keywords?: string;
  /** beside the playbook, by path */
  files?: Readonly<Record<string, string>>;
  /** all on this machine, unless an inventory says something else */
  hosts?: readonly string[];
  inventory?: string;
  check?: true;
  diff?: true;
  /** Ctrl-C, as soon as a host is at this task */
  stopAt?: string;
  says: readonly string[];
  /** what must be in no view */
  never?: readonly string[];
  /** the recording cannot be made twice: numbers of jobs, and how often somebody looked */
  varies?: true;
}

export type Stories = Readonly<Record<string, Story>>;
