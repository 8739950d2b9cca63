import { readJson } from "./json_read.js";
import { writeJson } from "./json_write.js";
import { DateValue, type Dict, dictEntries, Float, isDict, type PlainDict, type Value } from "./value.js";

/** One argument of a module: its documentation, its checks and the type it gives. */
export interface Field<T = unknown> {
  readonly kind: string;
  about: string;
  required?: boolean;
  default?: Value;
  aliases?: readonly string[];
  choices?: readonly (string | number | boolean)[];
  /** holds a password or a key: masked everywhere */
  secret?: boolean;
  /** null, given where there is a default, is a value: of a raw one what the module gets, of others as if not given */
  nullable?: boolean;
  /** of list items and of nested options, for documentation */
  inner?: Fields | Field;
  /** the value as the module wants it, or what is wrong with it ("must be ...") */
  convert(value: Value): Converted<T>;
}

export type Fields = Readonly<Record<string, Field>>;
export type Converted<T> = { ok: T } | { problem: string };

interface Common {
  about: string;
  aliases?: readonly string[];
  secret?: boolean;
  nullable?: boolean;
}
interface Required extends Common {
  required: true;
}
interface Defaulted<T> extends Common {
  default: T;
}
type Options<T> = Common | Required | Defaulted<T>;

/** A field's type: `undefined` is possible unless it is required or has a default. */
type Made<T, O> = Field<O extends Required | Defaulted<unknown> ? T : T | undefined>;

/** The values a module gets for its fields. */
export type Args<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

function make<T, O extends Options<T>>(
  kind: string,
  options: O,
  convert: (value: Value) => Converted<T>,
  more: Partial<Field> = {},
): Made<T, O> {
  return { kind, ...options, ...more, convert } as unknown as Made<T, O>;
}

const TRUE = new Set(["y", "yes", "on", "1", "true", "t", "1.0"]);
const FALSE = new Set(["n", "no", "off", "0", "false", "f", "0.0"]);

/** Ansible's reading of a boolean; undefined where the value is none. */
export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "object" && !(value instanceof Float)) return undefined;
  const text = String(value instanceof Float ? value.value : value)
    .toLowerCase()
    .trim();
  return TRUE.has(text) ? true : FALSE.has(text) ? false : undefined;
}

/** A scalar as Python's str() writes it; undefined for lists and dicts. */
export function scalarText(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (value instanceof Float) return `${value.value}.0`;
  if (value instanceof DateValue) return value.text;
  if (value === null) return "";
  return undefined;
}

function shown(value: Value): string {
  const text = writeJson(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function toText(value: Value): Converted<string> {
  const text = scalarText(value);
  return text === undefined ? { problem: `must be a string, not ${shown(value)}` } : { ok: text };
}

function toInteger(value: Value): Converted<number> {
  if (typeof value === "boolean") return { ok: value ? 1 : 0 };
  const number = typeof value === "string" ? Number(value.trim() || "x") : Number(value);
  if (!Number.isInteger(number)) return { problem: `must be an integer, not ${shown(value)}` };
  return { ok: number };
}

export const text = <const O extends Options<string>>(options: O) => make<string, O>("text", options, toText);

/** A path on the host; `~` and `$HOME` in it are expanded there. */
export const path = <const O extends Options<string>>(options: O) => make<string, O>("path", options, toText);

/** A path on the controller. */
export const localPath = <const O extends Options<string>>(options: O) =>
  make<string, O>("local path", options, toText);

export const integer = <const O extends Options<number>>(options: O) =>
  make<number, O>("integer", options, toInteger);

export const float = <const O extends Options<number>>(options: O) =>
  make<number, O>("float", options, (value) => {
    const number = typeof value === "string" ? Number(value.trim() || "x") : Number(value);
    return Number.isFinite(number) ? { ok: number } : { problem: `must be a number, not ${shown(value)}` };
  });

export const flag = <const O extends Options<boolean>>(options: O) =>
  make<boolean, O>("flag", options, (value) => {
    const found = toBoolean(value);
    return found === undefined
      ? { problem: `must be true or false (or yes, no, on, off, 1, 0), not ${shown(value)}` }
      : { ok: found };
  });

/** Permissions: octal text or number, or symbolic (`u=rw,g=r`); `preserve` is passed on. */
export const mode = <const O extends Options<string>>(options: O) =>
  make<string, O>("mode", options, (value) => {
    // YAML reads 0644 as the number 420: a number is always the decimal value of the bits
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0o7777)
      return { ok: value.toString(8).padStart(4, "0") };
    const written = scalarText(value);
    if (written !== undefined && /^(0o?)?[0-7]{1,4}$/.test(written))
      return { ok: written.replace(/^0o/, "0").padStart(4, "0") };
    if (
      written !== undefined &&
      /^(preserve|[ugoa]*([-+=][rwxXstugo]*)+(,[ugoa]*([-+=][rwxXstugo]*)+)*)$/.test(written)
    )
      return { ok: written };
    return {
      problem: `must be octal permissions like "0644" or symbolic ones like "u=rw,g=r", not ${shown(value)} (mode must be in octal or symbolic form)`,
    };
  });

export const oneOf =
  <const C extends readonly (string | boolean)[]>(choices: C) =>
  <const O extends Options<C[number]>>(options: O) =>
    make<C[number], O>(
      "choice",
      options,
      (value) => {
        const found = choices.find((choice) => choice === value || String(choice) === scalarText(value));
        if (found !== undefined) return { ok: found };
        // YAML turns yes and no into booleans; where only their text is a choice, that is meant
        const spelled = typeof value === "boolean" ? (value ? TRUE : FALSE) : new Set<string>();
        const meant = choices.find(
          (choice) => typeof choice === "string" && spelled.has(choice.toLowerCase()),
        );
        if (meant !== undefined) return { ok: meant };
        return { problem: `must be one of ${choices.join(", ")}, not ${shown(value)}` };
      },
      { choices },
    );

/** A list; a single value is a list of one, text is split at commas as Ansible does. */
export const list = <T, const O extends Options<T[]>>(item: Field<T>, options: O) =>
  make<Exclude<T, undefined>[], O>(
    "list",
    options as never,
    (value) => {
      if (isDict(value)) return { problem: `must be a list, not ${shown(value)}` };
      const items = Array.isArray(value)
        ? value
        : typeof value === "string"
          ? value.split(",").map((part) => part.trim())
          : [value];
      const converted: Exclude<T, undefined>[] = [];
      for (const [index, one] of items.entries()) {
        const result = item.convert(one);
        if ("problem" in result) return { problem: `item ${index + 1} ${result.problem}` };
        converted.push(result.ok as Exclude<T, undefined>);
      }
      return { ok: converted };
    },
    { inner: item },
  );

/** Any dict, or `k=v` / JSON text for one. */
export const map = <const O extends Options<PlainDict>>(options: O) =>
  make<PlainDict, O>("map", options, (value) => {
    const dict = toDict(value);
    return dict ? { ok: dict } : { problem: `must be a mapping, not ${shown(value)}` };
  });

/** A dict with fields of its own. */
export const options = <F extends Fields, const O extends Options<PlainDict>>(fields: F, options: O) =>
  make<Args<F>, O>(
    "options",
    options as never,
    (value) => {
      const dict = toDict(value);
      if (!dict) return { problem: `must be a mapping, not ${shown(value)}` };
      const { args, problems } = convertArgs(fields, dict);
      const first = problems[0];
      return first ? { problem: `.${first.name} ${first.problem}` } : { ok: args as Args<F> };
    },
    { inner: fields },
  );

/** Whatever is given, unchanged. */
export const raw = <const O extends Options<Value>>(options: O) =>
  make<Value, O>("raw", options, (value) => ({ ok: value }));

function toDict(value: Value): PlainDict | undefined {
  if (isDict(value)) return plainKeys(value);
  if (typeof value !== "string") return undefined;
  if (value.trim().startsWith("{")) {
    try {
      const parsed = readJson(value);
      return isDict(parsed) ? plainKeys(parsed) : undefined;
    } catch {
      return undefined;
    }
  }
  const pairs = value.split(",").map((pair) => pair.trim().split(/=(.*)/s));
  if (pairs.some((pair) => pair.length < 2)) return undefined;
  return Object.fromEntries(pairs.map(([key, item]) => [key!, item!]));
}

function plainKeys(dict: Dict): PlainDict {
  return Object.fromEntries(dictEntries(dict).map(([key, value]) => [scalarText(key) ?? "", value]));
}

export interface ArgProblem {
  name: string;
  problem: string;
  kind: "unknown" | "missing" | "invalid";
}

/** What is meant by a null: where options are merged from many files, that nothing was given. */
export type Nulls = "left out" | "as modules take them";

const WHAT: Readonly<Record<string, string>> = {
  flag: "true or false",
  integer: "an integer",
  float: "a number",
  list: "a list",
  map: "a mapping",
  options: "a mapping",
  path: "a path",
  "local path": "a path",
  mode: "permissions",
};

/** As Ansible's modules see null: no value of an argument that has a default or choices; else as if it was not given. */
export function nullProblem({ kind, choices, default: usual, nullable }: Field): string | undefined {
  if (nullable || kind === "raw" || (usual === undefined && !choices)) return undefined;
  const wanted = choices ? `one of ${choices.join(", ")}` : (WHAT[kind] ?? "a string");
  return `must be ${wanted}, not null (\`default(omit)\` leaves it out)`;
}

/** Converts what was given to what the fields say. Aliases are accepted; all problems are listed. */
export function convertArgs<F extends Fields>(
  fields: F,
  given: PlainDict,
  nulls: Nulls = "left out",
): { args: Args<F>; problems: ArgProblem[] } {
  const names = fieldNames(fields);
  const args: Record<string, unknown> = {};
  const problems: ArgProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const target = names.get(name);
    if (target === undefined) problems.push({ name, problem: "is not an argument", kind: "unknown" });
    else if (value === null && nulls === "as modules take them") {
      const field = fields[target]!;
      const problem = nullProblem(field);
      if (problem !== undefined) problems.push({ name, problem, kind: "invalid" });
      else if (field.kind === "raw" && field.nullable) args[target] = null;
    } else if (value !== null && value !== undefined) {
      const field = fields[target]!;
      const converted = field.convert(value);
      if ("ok" in converted) args[target] = converted.ok;
      else problems.push({ name, problem: problemOf(field, converted.problem), kind: "invalid" });
    }
  }
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(args, name)) continue;
    args[name] = undefined;
    if (field.default !== undefined) {
      const converted = field.convert(field.default);
      if ("ok" in converted) args[name] = converted.ok;
    } else if (field.required && !problems.some((problem) => names.get(problem.name) === name))
      problems.push({ name, problem: "is required", kind: "missing" });
  }
  return { args: args as Args<F>, problems };
}

/** What is wrong with a secret is said without it. */
function problemOf({ secret, kind }: Field, problem: string): string {
  return secret ? `must be a value of the kind \`${kind}\`` : problem;
}

/** Every accepted spelling -> the field's own name. */
export function fieldNames(fields: Fields): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) {
    names.set(name, name);
    for (const alias of field.aliases ?? []) names.set(alias, name);
  }
  return names;
}
