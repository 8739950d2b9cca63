/** What a request brought back, decoded from its frames. */
export interface Answer {
  /** values said by the script, in order of saying; text unless said as JSON */
  said: Record<string, unknown>;
  changed: boolean;
  /** set when the script failed (`fail`) */
  failure?: string;
  /** set when the script decided to do nothing (`skip`) */
  skipped?: string;
  warnings: string[];
  diffs: Difference[];
  /** output of the user's own program, bytes as they came */
  stdout: Buffer;
  stderr: Buffer;
  /** set where they are too long to be held: `stdout` and `stderr` read the files, whole, and remove them */
  long?: { stdout?: LongOutput; stderr?: LongOutput };
  /** exit status of the script's function; 0 unless it ended by accident or said so */
  code: number;
  /** how long it ran, as seen from here */
  seconds: number;
  /** when it ended; undefined: now */
  ended?: Date;
  /** the seconds after which it was stopped; 0: it ended by itself */
  timedOut: number;
}

/** Output of a program that is in a file of the controller. */
export interface LongOutput {
  path: string;
  /** why it could not all be kept: then there is no file */
  lost?: string;
  size: number;
  /** how it begins and ends, with a line between that says what is left out */
  ends: Buffer;
}

/** One thing that is not as wanted. `content` differences hold whole texts. */
export interface Difference {
  name: string;
  before: string;
  after: string;
  kind: "value" | "content";
}

/** Values that every result can carry, with Ansible's names; a module adds its own. */
export interface ResultValues {
  changed?: boolean;
  /** 0 where a task was begun in the background */
  failed?: boolean | 0;
  skipped?: boolean;
  unreachable?: boolean;
  msg?: unknown;
  rc?: number;
  stdout?: string;
  stderr?: string;
  stdout_lines?: string[];
  stderr_lines?: string[];
  diff?: unknown;
  warnings?: string[];
  ansible_facts?: Record<string, unknown>;
  [name: string]: unknown;
}

/** One task's (or one loop item's) result on one host, judged. */
export interface TaskResult {
  status: "ok" | "changed" | "failed" | "skipped" | "unreachable";
  values: ResultValues;
  /** results of loop items, with `item` and the label that is shown */
  items?: { item: unknown; label: string; result: TaskResult }[];
}
