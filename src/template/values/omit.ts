import { isDict, type PlainDict, type Value } from "../../model/value.js";

/** The value of the variable `omit`: an argument that has it is as if not given. */
export class Omit {
  toString(): string {
    return "__omit_place_holder__";
  }
  toJSON(): string {
    return "__omit_place_holder__";
  }
}

export const OMIT = new Omit();

export function isOmitted(value: unknown): boolean {
  return value instanceof Omit;
}

/**
 * A copy without omitted entries of dicts; the value itself where nothing is
 * omitted. In a list the placeholder stays, as its text: so it is in Ansible.
 */
export function stripOmitted(value: Value | undefined): Value | undefined {
  if (!holdsOmit(value)) return value;
  if (Array.isArray(value))
    return value.map((item) => (isOmitted(item) ? String(item) : (stripOmitted(item) as Value)));
  if (value instanceof Map)
    return new Map(
      [...value]
        .filter(([, item]) => !isOmitted(item))
        .map(([key, item]) => [key, stripOmitted(item) as Value]),
    );
  if (isDict(value)) {
    const entries = Object.entries(value as PlainDict).filter(([, item]) => !isOmitted(item));
    return Object.fromEntries(entries.map(([key, item]) => [key, stripOmitted(item) as Value]));
  }
  return value;
}

function holdsOmit(value: unknown): boolean {
  if (isOmitted(value)) return true;
  if (Array.isArray(value)) return value.some(holdsOmit);
  if (value instanceof Map) return [...value.values()].some(holdsOmit);
  return isDict(value) && Object.values(value).some(holdsOmit);
}
