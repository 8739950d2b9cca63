import type { Value } from "../../model/value.js";

/** A dict whose values are made when they are read (`hostvars`, `vars`). */
export abstract class LazyDict {
  abstract get(key: string): Value | LazyDict | undefined;
  abstract has(key: string): boolean;
  abstract keys(): string[];
}
