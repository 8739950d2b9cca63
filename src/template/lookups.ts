import { randomInt } from "node:crypto";
import { Fault } from "../model/errors.js";
import type { RenderOptions } from "../model/module.js";
import { suggest } from "../model/nearest.js";
import { PythonRegex } from "../model/python_regex.js";
import type { Place } from "../model/source.js";
import { type Dict, dictEntries, dictGet, isDict, toPlain, type Value } from "../model/value.js";
import { CONTEXT_CALLS, guarded, machineFor, unknownName } from "./compile_expression.js";
import { parseLiteral } from "./literal.js";
import { Frame, type Machine, type TemplateContext } from "./machine.js";
import { iterate } from "./methods.js";
import { asDict, isMapping, isTrue, toText, typeName } from "./python.js";
import { renderText } from "./render_text.js";
import { pattern } from "./sequence.js";
import { Suspend } from "./suspend.js";
import { type Kwargs, type Result, Tuple, Undefined } from "./values.js";

type Lookup = (terms: Result[], kwargs: Kwargs, machine: Machine) => Result[];

const texts = (terms: Result[]): string[] => flat(terms).map(toText);
const flat = (terms: Result[]): Result[] =>
  terms.flatMap((one) => (Array.isArray(one) ? (one as Result[]) : [one]));

/** Results of asynchronous lookups of one context, by what was asked. */
const answers = new WeakMap<object, Map<string, { value?: Result; error?: unknown }>>();

function asynchronous<T extends Result>(machine: Machine, key: string, start: () => Promise<T>): T {
  const { context } = machine.frame;
  const known = answers.get(context) ?? new Map<string, { value?: Result; error?: unknown }>();
  answers.set(context, known);
  const found = known.get(key);
  if (found?.error !== undefined) throw found.error;
  if (found) return found.value as T;
  const promise = start().then(
    (value) => known.set(key, { value }),
    (error: unknown) => known.set(key, { error }),
  );
  throw new Suspend(promise, `the lookup ${key}`);
}

function readFile(machine: Machine, name: string, folder: string, kwargs: Kwargs): string {
  const { world } = machine.frame.context;
  const path = world.find(name, folder);
  if (path === undefined)
    return machine.fail(
      `${`The 'file' lookup had an issue accessing the file '${name}'. file not found, use -vvvvv to see paths searched`.replace(
        "'file'",
        `'${folder === "templates" ? "template" : "file"}'`,
      )} (searched: ${world.places(name, folder).join(", ")})`,
    );
  let text = world.readText(path);
  if (isTrue(kwargs.lstrip ?? false)) text = text.replace(/^\s+/, "");
  return isTrue(kwargs.rstrip ?? true) ? text.replace(/\s+$/, "") : text;
}

const firstFound: Lookup = (terms, kwargs, machine) => {
  const { world } = machine.frame.context;
  let skip = isTrue(kwargs.skip ?? false);
  const names: string[] = [];
  const add = (files: Result, paths: Result): void => {
    const listed = (value: Result): string[] =>
      typeof value === "string" ? value.split(/[,;]/) : texts([value]);
    const folders =
      paths === null || (Array.isArray(paths) && paths.length === 0)
        ? []
        : listed(paths).flatMap((one) => one.split(":"));
    for (const file of listed(files)) {
      if (folders.length === 0) names.push(file);
      for (const folder of folders) names.push(`${folder.replace(/\/$/, "")}/${file}`);
    }
  };
  for (const term of flat(terms)) {
    if (isDict(term)) {
      skip = isTrue((dictGet(term as Dict, "skip") ?? skip) as Result);
      add(
        (dictGet(term as Dict, "files") ?? []) as Result,
        (dictGet(term as Dict, "paths") ?? null) as Result,
      );
    } else add(term, kwargs.paths ?? null);
  }
  if (kwargs.files !== undefined) add(kwargs.files, kwargs.paths ?? null);
  for (const name of names)
    for (const folder of ["files", "templates", "vars", "tasks"]) {
      const path = world.find(name, folder);
      if (path !== undefined) return [path];
    }
  if (skip) return [];
  return machine.fail("No file was found when using first_found.");
};

const subelementsLookup: Lookup = (terms, kwargs, machine) => {
  const [list, path, flags] = terms;
  const skip = isDict(flags)
    ? isTrue((dictGet(flags as Dict, "skip_missing") ?? false) as Result)
    : isTrue(kwargs.skip_missing ?? false);
  const kept = (
    isMapping(list ?? null)
      ? dictEntries(asDict(list as Dict)).map(([, one]) => one as Result)
      : iterate(list ?? [])
  ).filter((one) => !(isDict(one) && isTrue((dictGet(one as Dict, "skipped") ?? false) as Result)));
  return iterate(machine.filter("subelements", kept, [path ?? ""], { skip_missing: skip }));
};

function templateOptions(kwargs: Kwargs): RenderOptions {
  const string = (name: string): string | undefined => (kwargs[name] ? toText(kwargs[name]) : undefined);
  return {
    trimBlocks: kwargs.trim_blocks !== false,
    lstripBlocks: kwargs.lstrip_blocks === true,
    variableStart: string("variable_start_string"),
    variableEnd: string("variable_end_string"),
    commentStart: string("comment_start_string"),
    commentEnd: string("comment_end_string"),
  };
}

function product(lists: Result[][]): Result[][] {
  return lists.reduce<Result[][]>(
    (found, list) => found.flatMap((head) => list.map((one) => [...head, one])),
    [[]],
  );
}

const variable: Lookup = (terms, kwargs, machine) =>
  terms.map((term) => {
    if (typeof term !== "string")
      return machine.fail(
        `Invalid setting identifier, "${toText(term)}" is not a string, its a ${typeName(term)}`,
      );
    const name = term;
    const value = machine.frame.context.scope.get(name);
    if (value !== undefined) return value as Result;
    if ("default" in kwargs) return kwargs.default!;
    throw new Fault("UNDEFINED", `No variable found with this name: ${name}`, {
      at: machine.frame.place(machine.at),
    });
  });

const password: Lookup = (terms, kwargs, machine) =>
  texts(terms).map((term) => {
    const [path = "", ...options] = term.split(/\s+/);
    const given = Object.fromEntries(options.map((one) => one.split("=", 2) as [string, string]));
    const length = Number(given.length ?? kwargs.length ?? 20);
    const { world } = machine.frame.context;
    const known = path === "/dev/null" ? undefined : world.find(path, "");
    if (known !== undefined)
      return world
        .readText(known)
        .trimEnd()
        .replace(/ salt=.*$/, "");
    const made = Array.from({ length }, () => PASSWORD[randomInt(PASSWORD.length)]!).join("");
    if (path !== "/dev/null") world.write(path, `${made}\n`);
    return made;
  });

const PASSWORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-_";

const csvfile: Lookup = (terms, kwargs, machine) =>
  texts(terms).map((term) => {
    const [key = "", ...options] = term.split(/\s+/);
    const given: Record<string, string> = Object.fromEntries(
      options.map((one) => one.split("=", 2) as [string, string]),
    );
    const option = (name: string, otherwise: string) =>
      given[name] ?? (kwargs[name] === undefined ? otherwise : toText(kwargs[name]!));
    const delimiter = option("delimiter", "TAB") === "TAB" ? "\t" : option("delimiter", "\t");
    const rows = readFile(machine, option("file", "ansible.csv"), "files", {})
      .split(/\r?\n/)
      .map((row) => row.split(delimiter));
    return (
      rows.find((row) => row[0] === key)?.[Number(option("col", "1"))] ?? (option("default", "") as Result)
    );
  });

const LOOKUPS: Readonly<Record<string, Lookup>> = {
  cartesian: (terms) => product(terms.map((one) => iterate(one))),
  csvfile,
  dict: (terms, _kwargs, machine) =>
    terms.flatMap((one) => {
      if (!isMapping(one)) return machine.fail("with_dict expects a dict");
      return dictEntries(asDict(one)).map(([key, value]) => ({ key, value }) as Result);
    }),
  env: (terms, kwargs, machine) =>
    texts(terms).map((name) => machine.frame.context.world.environment(name) ?? kwargs.default ?? ""),
  file: (terms, kwargs, machine) => texts(terms).map((name) => readFile(machine, name, "files", kwargs)),
  fileglob: (terms, _kwargs, machine) => {
    const { world } = machine.frame.context;
    return texts(terms).flatMap((term) => {
      for (const place of world.places(term, "files")) {
        const found = world.glob(place).filter((path) => world.stat(path)?.kind !== "directory");
        if (found.length > 0) return found;
      }
      return [];
    });
  },
  first_found: firstFound,
  flattened: (terms, _kwargs, machine) => iterate(machine.filter("flatten", terms, [], {})),
  indexed_items: (terms) => flat(terms).map((one, index) => Tuple.make([index, one])),
  inventory_hostnames: (terms, _kwargs, machine) =>
    texts(terms).flatMap((one) => machine.frame.context.world.hostsMatching(one)),
  items: (terms) => flat(terms),
  lines: (terms, _kwargs, machine) =>
    texts(terms).flatMap((command) => shellOutput(machine, command).replace(/\n$/, "").split(/\r?\n/)),
  list: (terms) => terms,
  nested: (terms) => product(terms.map((one) => (Array.isArray(one) ? flat(one as Result[]) : iterate(one)))),
  password,
  pipe: (terms, _kwargs, machine) =>
    texts(terms).map((command) => shellOutput(machine, command).replace(/\s+$/, "")),
  random_choice: (terms) => (terms.length === 0 ? [] : [flat(terms)[randomInt(flat(terms).length)]!]),
  sequence: (terms, kwargs, machine) =>
    (terms.length === 0 ? [""] : texts(terms)).flatMap((term) => pattern(term, kwargs, machine.fail)),
  subelements: subelementsLookup,
  template: (terms, kwargs, machine) =>
    texts(terms).map((name) => {
      const { context } = machine.frame;
      const path = context.world.find(name, "templates");
      if (path === undefined)
        return machine.fail(
          `the template file ${name} could not be found for the lookup (searched: ${context.world.places(name, "templates").join(", ")})`,
        );
      const vars = isMapping(kwargs.template_vars ?? null) ? asDict(kwargs.template_vars as Dict) : {};
      const text = renderText(context.world.readText(path), path, templateOptions(kwargs), context, vars);
      const isData = kwargs.convert_data !== false && /^\s*[[{]/.test(text);
      return (isData ? parseLiteral(text.trim()) : undefined) ?? text;
    }),
  together: (terms, _kwargs, machine) => {
    if (terms.length === 0) return machine.fail("with_together requires at least one element in each list");
    return zipLongest(terms.map((one) => iterate(one)));
  },
  unvault: (terms, _kwargs, machine) =>
    texts(terms).map((name) =>
      machine.frame.context.world.decrypt(readFile(machine, name, "files", { rstrip: false })),
    ),
  url: (terms, kwargs, machine) =>
    texts(terms).flatMap((url): Result[] => {
      const body = asynchronous(machine, `url ${url}`, () =>
        machine.frame.context.world.fetch(url, kwargs as Record<string, Value>),
      );
      return kwargs.split_lines === false ? [body] : body.replace(/\n$/, "").split("\n");
    }),
  vars: variable,
  varnames: (terms, _kwargs, machine) => {
    const names = [...machine.frame.context.scope.names()];
    const odd = terms.find((term) => typeof term !== "string");
    if (odd !== undefined)
      return machine.fail(
        `Invalid setting identifier, "${toText(odd)}" is not a string, it is a ${typeName(odd)}`,
      );
    return texts(terms).flatMap((term) => names.filter((name) => patternOf(term, machine).test(name)));
  },
};

function patternOf(term: string, machine: Machine): PythonRegex {
  try {
    return PythonRegex.of(term);
  } catch (error) {
    return machine.fail(
      `Unable to use "${term}" as a search parameter: ${(error as Error).message.toLowerCase()}`,
    );
  }
}

function zipLongest(lists: Result[][]): Result[] {
  const length = Math.max(0, ...lists.map((one) => one.length));
  return Array.from({ length }, (_, index) => lists.map((one) => one[index] ?? null));
}

function shellOutput(machine: Machine, command: string): string {
  const done = asynchronous(
    machine,
    `pipe ${command}`,
    () => machine.frame.context.world.run(command) as never,
  ) as unknown as { code: number; stdout: string };
  if (done.code !== 0) machine.fail(`lookup_plugin.pipe(${command}) returned ${done.code}`);
  return done.stdout;
}

const shortName = (name: string): string =>
  name.replace(/^(ansible\.(builtin|legacy)|community\.general)\./, "");

/** A lookup that is handed in: asked once for each question of a context. */
function external(name: string, machine: Machine): Lookup | undefined {
  const found = machine.frame.context.world.lookup(name);
  if (!found) return undefined;
  return (terms, kwargs) => {
    const values = flat(terms) as Value[];
    const options = kwargs as Record<string, Value>;
    const key = `${name} ${JSON.stringify([values, options].map((one) => toPlain(one as Value)))}`;
    return asynchronous(machine, key, () => found(values, options) as never) as unknown as Result[];
  };
}

function look(name: string, terms: Result[], kwargs: Kwargs, machine: Machine): Result[] {
  const lookup = LOOKUPS[shortName(name)] ?? external(name, machine);
  if (!lookup) {
    const known = [...Object.keys(LOOKUPS), ...machine.frame.context.world.lookupNames()];
    throw unknownName("lookup", name, machine.frame.place(machine.at), suggest(name, known));
  }
  for (const term of terms) machine.frame.defined(term, machine.at);
  return lookup(terms, kwargs, machine);
}

function call(wantList: boolean) {
  return (machine: Machine, args: Result[], kwargs: Kwargs): Result => {
    const { wantlist, errors, ...rest } = kwargs;
    const list = wantlist === undefined ? wantList : isTrue(wantlist);
    try {
      const found = look(toText(args[0] ?? ""), args.slice(1), rest, machine);
      if (list) return found;
      return found.every((one) => typeof one === "string")
        ? found.join(",")
        : found.length === 1
          ? found[0]!
          : found;
    } catch (error) {
      const mode = errors === undefined ? "strict" : toText(errors);
      if (mode === "strict" || !(error instanceof Fault)) throw error;
      if (mode === "warn") machine.frame.context.world.warn(error.message);
      return list ? [] : null;
    }
  };
}

CONTEXT_CALLS.lookup = call(false);
CONTEXT_CALLS.query = call(true);
CONTEXT_CALLS.q = call(true);

/** `with_NAME: terms`. May suspend. Faults: TEMPLATE_* with the place of the loop. */
export function runLookup(name: string, terms: Value, at: Place, context: TemplateContext): Value[] {
  const frame = new Frame(context, { text: "", at });
  const machine = machineFor(frame, 0);
  const given = (Array.isArray(terms) ? terms : [terms]) as Result[];
  const found = guarded(frame, 0, () => look(name, given, {}, machine));
  return found.map((one) => (one instanceof Undefined ? null : one)) as Value[];
}

export function lookupNames(): string[] {
  return Object.keys(LOOKUPS);
}

export function lookupExists(name: string): boolean {
  return Object.hasOwn(LOOKUPS, shortName(name));
}
