/** What `docker inspect` says of a container or an image. */
export type Inspected = Readonly<Record<string, unknown>>;

/** What is at a path such as `HostConfig.Memory`; undefined where something on the way is not there. */
export function at(inspected: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? (value as Inspected)[key] : undefined),
      inspected,
    );
}

/** Text of what is there; "" where nothing is. */
export const textAt = (inspected: unknown, path: string): string => textOf(at(inspected, path));

export const textOf = (value: unknown): string =>
  value === undefined || value === null ? "" : String(value);

export function listAt(inspected: unknown, path: string): unknown[] {
  const value = at(inspected, path);
  return Array.isArray(value) ? value : [];
}

export const textsAt = (inspected: unknown, path: string): string[] => listAt(inspected, path).map(textOf);

export function dictAt(inspected: unknown, path: string): Inspected {
  return dictOf(at(inspected, path));
}

export const dictOf = (value: unknown): Inspected =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Inspected) : {};

/** Entries as `name=value`. */
export const pairs = (dict: Inspected): string[] =>
  Object.entries(dict).map(([name, value]) => `${name}=${textOf(value)}`);
