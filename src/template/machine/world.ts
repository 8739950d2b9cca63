import type { PlainDict, Value } from "../../model/value.js";
import type { HashOptions } from "../crypt/password_hash.js";

/** A lookup that reaches beyond the controller's files; each question is asked once. Faults stop the task. */
export type ExternalLookup = (terms: Value[], options: Record<string, Value>) => Promise<Value[]>;

export interface SealOptions {
  label: string;
  salt?: Uint8Array | undefined;
}

/** What lookups and tests may ask of the controller. */
export interface LookupWorld {
  /** a lookup that is handed in, by its name as written */
  lookup(name: string): ExternalLookup | undefined;
  lookupNames(): string[];
  /** the first place where a relative path exists, along the task's search path; folder is `files`, `templates`, `vars` or "" */
  find(name: string, folder: string): string | undefined;
  /** all places that are looked at */
  places(name: string, folder: string): string[];
  readText(path: string): string;
  readBytes(path: string): Buffer;
  stat(path: string): { kind: "file" | "directory" | "link" | "other"; mount: boolean } | undefined;
  realPath(path: string): string;
  /** paths that match a shell pattern in their last part, sorted */
  glob(pattern: string): string[];
  environment(name: string): string | undefined;
  home(): string;
  cwd(): string;
  /** runs a shell command on the controller */
  run(command: string): Promise<{ code: number; stdout: string; stderr: string }>;
  /** a hash of a password that takes long, without holding up anything else; where it is missing, it is made in place */
  hash?(password: string, algorithm: string, options: HashOptions): Promise<string>;
  fetch(url: string, options: Record<string, Value>): Promise<string>;
  write(path: string, text: string): void;
  /** makes a file that there must not be; false where another process has made it */
  lock(path: string): boolean;
  unlock(path: string): void;
  /** a setting by Ansible's name for it, and where it comes from */
  setting(name: string): { value: Value; origin: string } | undefined;
  hostsMatching(pattern: string): string[];
  parseYaml(text: string): Value[];
  /** what a template file may read about itself */
  templateVariables(file: { written: string; path: string }): PlainDict;
  warn(text: string): void;
  /** a vault text as it is, by the run's own passwords */
  decrypt(text: string): string;
  /** is it the plain text of a value that stands encrypted in a file? */
  wasVaulted(text: string): boolean;
  /** a vault text, sealed with a password of the template's own */
  sealVault(plain: string, password: string, options: SealOptions): string;
  /** undefined where the password is another one; says what is wrong with a text that is none */
  openVault(text: string, password: string): string | undefined;
}
