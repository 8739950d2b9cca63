import type { Kwargs, Result } from "../values/values.js";
import type { Filter, Machine } from "./machine.js";

/** Arguments by the names of the signature; one that was not given is undefined. */
export type Given = Readonly<Record<string, Result | undefined>>;

/** What a signature with `*args` or `**kwargs` takes beyond its names. */
export interface Rest {
  args: Result[];
  kwargs: Kwargs;
}

interface Parameter {
  name: string;
  isOptional: boolean;
}

interface Signature {
  /** Python's name of the function, as its errors say it */
  name: string;
  /** arguments that Jinja itself passes first: they count in messages */
  hidden: number;
  parameters: Parameter[];
  takesMore: boolean;
  takesAnyName: boolean;
}

const COUNTS_HIDDEN = "_";

/** `do_trim(value, chars?)`; `_` is an argument of Jinja's, `*` and `**` take the rest. */
function read(text: string): Signature {
  const [, name = "", inside = ""] = /^([^(]*(?:\(\))?[^(]*)\((.*)\)$/.exec(text) ?? [];
  const names = inside.split(/,\s*/).filter((one) => one !== "");
  return {
    name,
    hidden: names.filter((one) => one === COUNTS_HIDDEN).length,
    parameters: names
      .filter((one) => one !== COUNTS_HIDDEN && !one.startsWith("*"))
      .map((one) => ({ name: one.replace(/\?$/, ""), isOptional: one.endsWith("?") })),
    takesMore: names.includes("*"),
    takesAnyName: names.includes("**"),
  };
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

function tooMany(signature: Signature, count: number): TypeError {
  const most = signature.parameters.length + signature.hidden;
  const least = most - signature.parameters.filter((one) => one.isOptional).length;
  const takes =
    least === most
      ? plural(most, "positional argument")
      : `from ${least} to ${plural(most, "positional argument")}`;
  const given = count + signature.hidden;
  return new TypeError(
    `${signature.name}() takes ${takes} but ${given} ${given === 1 ? "was" : "were"} given`,
  );
}

function missing(signature: Signature, names: string[]): TypeError {
  const quoted = names.map((one) => `'${one}'`);
  const last = quoted.pop();
  const list =
    quoted.length > 1
      ? `${quoted.join(", ")}, and ${last}`
      : quoted.length === 1
        ? `${quoted[0]} and ${last}`
        : last;
  return new TypeError(
    `${signature.name}() missing ${plural(names.length, "required positional argument")}: ${list}`,
  );
}

function bind(signature: Signature, values: Result[], kwargs: Kwargs): { given: Given; rest: Rest } {
  const { parameters } = signature;
  const given: Record<string, Result | undefined> = Object.create(null) as Record<string, Result>;
  for (const [index, { name }] of parameters.entries())
    if (index < values.length) given[name] = values[index];
  const named: Kwargs = {};
  for (const [name, value] of Object.entries(kwargs)) {
    if (parameters.some((one) => one.name === name)) {
      if (given[name] !== undefined)
        throw new TypeError(`${signature.name}() got multiple values for argument '${name}'`);
      given[name] = value;
    } else if (signature.takesAnyName) named[name] = value;
    else throw new TypeError(`${signature.name}() got an unexpected keyword argument '${name}'`);
  }
  if (values.length > parameters.length && !signature.takesMore) throw tooMany(signature, values.length);
  const absent = parameters.filter((one) => !one.isOptional && given[one.name] === undefined);
  if (absent.length > 0)
    throw missing(
      signature,
      absent.map((one) => one.name),
    );
  return { given, rest: { args: values.slice(parameters.length), kwargs: named } };
}

/**
 * A filter or test with the parameters of Python's function behind it: what is
 * missing, too much or unknown is refused with Python's words.
 */
export function taking<T>(
  text: string,
  run: (given: Given, machine: Machine, rest: Rest) => T,
): (value: Result, args: Result[], kwargs: Kwargs, machine: Machine) => T {
  let signature: Signature | undefined;
  return (value, args, kwargs, machine) => {
    signature ??= read(text);
    const { given, rest } = bind(signature, [value, ...args], kwargs);
    return run(given, machine, rest);
  };
}

export const filter = (text: string, run: (given: Given, machine: Machine, rest: Rest) => Result): Filter =>
  taking(text, run);
