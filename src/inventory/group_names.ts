import { safeGroupName } from "./constructed/names.js";

/** `force_valid_group_names`: what becomes of a group whose name is no variable's. */
export type GroupNames = "always" | "never" | "ignore" | "silently";

export interface Told {
  warn(text: string): void;
  /** for -vvvv */
  note(text: string): void;
}

/** The name that a new group gets. Warns once, however many names are bad. */
export function groupNamer(policy: GroupNames, { warn, note }: Told): (name: string) => string {
  let warned = false;
  const tell = (what: string, done: string, name: string): void => {
    note(`${what} invalid character(s) "${badCharacters(name)}" in group name (${name})`);
    if (!warned) warn(`Invalid characters were found in group names ${done}, use -vvvv to see details`);
    warned = true;
  };
  return (name) => {
    const safe = safeGroupName(name);
    if (safe === name || policy === "ignore") return name;
    if (policy === "always") tell("Replacing", "and automatically replaced", name);
    if (policy === "never") tell("Not replacing", "but not replaced", name);
    return policy === "never" ? name : safe;
  };
}

/** As Python shows a set of them. */
function badCharacters(name: string): string {
  const found = new Set(name.match(/^\p{Nd}|[^\p{L}\p{N}_]/gu));
  return `{${[...found].map((one) => (one === "'" ? `"'"` : `'${one}'`)).join(", ")}}`;
}
