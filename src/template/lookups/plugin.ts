import { type Args, convertArgs, type Fields } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { PlainDict } from "../../model/value.js";
import type { Machine } from "../machine/machine.js";
import { Suspend } from "../machine/suspend.js";
import { toText } from "../values/python.js";
import type { Kwargs, Result } from "../values/values.js";

/** Which of Ansible's errors a lookup ends with: it decides how the message is told. */
export type FailureKind = "AnsibleError" | "AnsibleLookupError" | "AnsibleOptionsError";

/** A lookup that can't answer. */
export class LookupFailure extends Error {
  readonly kind: FailureKind;
  /** Python's name of the error, which is told where the plugin did not expect it */
  readonly className: string;
  constructor(message: string, kind: FailureKind, className = `ansible.errors.${kind}`) {
    super(message);
    this.kind = kind;
    this.className = className;
  }
}

/** Told as an unexpected end of the plugin. */
export function fails(message: string, className?: string): never {
  throw new LookupFailure(message, "AnsibleError", className);
}

/** Told as it is: the plugin itself decided so. */
export function bails(message: string): never {
  throw new LookupFailure(message, "AnsibleLookupError");
}

/** Wrong options: told as it is, and never ignored. */
export function refuses(message: string): never {
  throw new LookupFailure(message, "AnsibleOptionsError");
}

/** A lookup plugin: its options are declared as those of modules are. */
export interface Lookup {
  options: Fields;
  run(terms: Result[], kwargs: Kwargs, machine: Machine): Result[];
}

/** An option with a value that it can't have; the lookup's name is known to whoever asked. */
export class OptionRefusal extends LookupFailure {
  readonly option: string;
  readonly value: string;
  readonly choices: readonly unknown[] | undefined;

  constructor(option: string, value: string, choices: readonly unknown[] | undefined) {
    super(`the option '${option}' cannot be '${value}'`, "AnsibleOptionsError");
    this.option = option;
    this.value = value;
    this.choices = choices;
  }

  /** in Ansible's words */
  for(lookup: string): LookupFailure {
    const setting = `plugin_type: lookup plugin: ${lookup} setting: ${this.option} `;
    return new LookupFailure(
      this.choices
        ? `Invalid value "${this.value}" for configuration option "${setting}", valid values are: ${this.choices.join(", ")}`
        : `Invalid type for configuration option ${setting}(from Direct): ${this.value}`,
      "AnsibleOptionsError",
    );
  }
}

/** The options with their types. Failure: unknown names, with the nearest that is known, and wrong values. */
export function readOptions<F extends Fields>(fields: F, given: Kwargs): Args<F> {
  // Ansible's own tests give a keyword `name` to lookups that have none: it is passed over
  const { name, ...others } = given;
  const read = name === undefined || Object.hasOwn(fields, "name") ? given : others;
  const { args, problems } = convertArgs(fields, read as PlainDict);
  const [first] = problems;
  if (!first) return args;
  if (first.kind !== "unknown")
    throw new OptionRefusal(first.name, toText(given[first.name] ?? null), fields[first.name]?.choices);
  const hint = suggest(first.name, Object.keys(fields));
  const known = Object.keys(fields).join(", ") || "none";
  return refuses(`'${first.name}' is not a valid option (${hint ?? `there are: ${known}`})`);
}

export function lookup<F extends Fields>(
  options: F,
  run: (terms: Result[], options: Args<F>, machine: Machine) => Result[],
): Lookup {
  return { options, run: (terms, kwargs, machine) => run(terms, readOptions(options, kwargs), machine) };
}

/** Ansible's words for a plugin that ended with an error of another kind than its own. */
export function unexpected(name: string, className: string, message: string): string {
  return `An unhandled exception occurred while running the lookup plugin '${name}'. Error was a <class '${className}'>, original message: ${message}`;
}

/** What is not a fault of the values but of the program goes on as it is. */
export function isPassedOn(error: unknown): boolean {
  return error instanceof Suspend || (error instanceof Fault && error.code === "UNDEFINED");
}
