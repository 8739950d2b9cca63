import type { Plan, Resource } from "./plan.js";

/** One security intent. */
export interface Rule {
  id: string;
  /** what is to be true, as a sentence */
  intent: string;
  /** the types that it looks at; undefined: all */
  types?: readonly string[];
  /** what is wrong with one resource of these types, each a phrase; nothing where nothing is */
  check(resource: Resource, plan: Plan): readonly string[];
}
