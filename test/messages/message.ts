/** Something that is wrong, and what is said of it: the cause, and what to do next. */
export interface Message {
  /** of the command line, where it is not a run */
  words?: readonly string[];
  files?: Readonly<Record<string, string>>;
  play?: string;
  /** a file, or hosts; this machine unless said */
  inventory?: string;
  /** options, by their names in the program */
  values?: Readonly<Record<string, unknown>>;
  /** texts that must be there */
  cause: string;
  next: string;
}
