import { type Inspected, textAt, textsAt } from "./inspected.js";
import { bytesOf } from "./quantities.js";

/** How a setting is compared: exactly, its items at least, or not at all. */
export type Comparison = "strict" | "allow_more_present" | "ignore";

/** What the spelling of a setting may depend on besides its own argument. */
export interface Context {
  /** the task's arguments, as plain data */
  args: Readonly<Record<string, unknown>>;
  /** what `docker image inspect` says of the image that is wanted, or that the container has */
  image: Inspected | undefined;
  /** the home folder on the host, for `~` */
  home: string;
  /** IDs of the host's containers by name */
  ids: ReadonlyMap<string, string>;
  /** variables of `env_file` */
  fileEnv: Readonly<Record<string, string>>;
}

/**
 * One setting of a container: as it is wanted and as it is, in one spelling that can be compared. A `value`
 * has one item, the order of a `list` matters, that of a `set` does not (mappings are sets of `name=value`).
 */
export interface Setting {
  name: string;
  kind: "value" | "list" | "set";
  wanted(value: unknown, context: Context): string[];
  actual(container: Inspected, value: unknown, context: Context): string[];
  /** options of `docker create` */
  words(value: unknown, context: Context): string[];
  /** `docker update` can change it, with the same options */
  update?: true;
  /** it is not compared unless `comparisons` says so */
  ignored?: true;
}

type More = Pick<Setting, "update" | "ignored"> & { empty?: string };
/** Where a setting stands: its argument, docker's option, and the place in `docker inspect`. */
type Place = readonly [name: string, option: string, path: string];

const items = (value: unknown): string[] => (value as unknown[]).map(String);

/** Text or a number that stands in one place. */
export function single([name, option, path]: Place, { empty = "", ...more }: More = {}): Setting {
  return {
    name,
    kind: "value",
    wanted: (value) => [String(value)],
    actual: (container) => [textAt(container, path) || empty],
    words: (value) => [option, String(value)],
    ...more,
  };
}

export const count = (place: Place, more: More = {}): Setting => single(place, { empty: "0", ...more });

export function yesNo([name, option, path]: Place): Setting {
  return {
    ...single([name, option, path], { empty: "false" }),
    words: (value) => [`${option}=${String(value)}`],
  };
}

/** Bytes; what is not a size is passed on, so that the engine says what is wrong with it. */
export function size([name, option, path]: Place, more: More = {}): Setting {
  const bytes = (value: unknown) =>
    /^(unlimited|-1)$/.test(String(value)) ? "-1" : String(bytesOf(String(value)) ?? value);
  return {
    ...count([name, option, path], more),
    wanted: (value) => [bytes(value)],
    words: (value) => [option, bytes(value)],
  };
}

export function many([name, option, path]: Place, kind: "list" | "set" = "set"): Setting {
  return {
    name,
    kind,
    wanted: items,
    actual: (container) => textsAt(container, path),
    words: (value) => items(value).flatMap((item) => [option, item]),
  };
}

/** A setting that may name another container: the engine keeps its ID. */
export function mode([name, option, path]: Place): Setting {
  return {
    ...single([name, option, path]),
    wanted: (value, { ids }) => {
      const other = /^container:(.*)$/.exec(String(value))?.[1];
      return [other === undefined ? String(value) : `container:${ids.get(other) ?? other}`];
    },
  };
}
