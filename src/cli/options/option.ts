import type { Event } from "../../model/event.js";

/** One option, as shown in the help, taken from the command line, completed and documented. */
export interface Option {
  /** where the value goes */
  name: string;
  /** `-i, --inventory`; the long one is last */
  flags: string;
  /** further spellings that Ansible knows */
  also?: readonly string[];
  about: string;
  /** what the value is called; without it the option is a switch */
  value?: string;
  kind?: "text" | "number" | "list" | "count";
  choices?: readonly string[];
  completes?: Completes;
}

/** What a shell can offer for a value. */
export type Completes = "file" | "folder" | "inventory" | "module" | "playbook";

export interface OptionGroup {
  title: string;
  options: readonly Option[];
}

export interface Operand {
  name: string;
  about: string;
  optional?: boolean;
  repeated?: boolean;
  choices?: readonly string[];
  completes?: Completes;
}

/** What a command got: values by option name, and the words that are no options. */
export interface Input {
  values: Readonly<Record<string, unknown>>;
  operands: readonly string[];
  signal: AbortSignal;
  /** hears every event of a run, beside the reporters */
  listen?(event: Event): void;
}

export interface Command {
  name: string;
  about: string;
  /** what it does, further: whole sentences */
  more?: readonly string[];
  operands: readonly Operand[];
  groups: readonly OptionGroup[];
  examples: readonly (readonly [command: string, about: string])[];
  /** the first Ctrl-C lets it end by itself, `soon`: in two seconds at most; other commands end at once */
  endsItself?: boolean | "soon";
  /** left out of help, completion and documents */
  hidden?: boolean;
  load(): Promise<{ run(input: Input): Promise<number> }>;
}

/** Short and long spellings of an option, those that are shown only. */
export function spellings(option: Option): string[] {
  return option.flags.split(", ");
}

export function longName(option: Option): string {
  return spellings(option).at(-1)!;
}

export function optionsOf(command: Command): Option[] {
  return command.groups.flatMap((group) => group.options);
}

/** `tera playbook [options] FILE...` */
export function usageOf(command: Command): string {
  const operands = command.operands.map(({ name, optional, repeated }) => {
    const text = repeated ? `${name}...` : name;
    return optional ? `[${text}]` : text;
  });
  return ["tera", command.name, "[options]", ...operands].join(" ");
}
