import { scalarText } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import type { Host } from "../../model/host.js";
import { writeJson } from "../../model/json_write.js";
import { dictEntries, isDict, type Value } from "../../model/value.js";
import { addChild, addToGroup, ensureGroup } from "../build.js";
import { attempt, type Site } from "./attempt.js";
import type { KeyedGroup } from "./config.js";
import { computed, interpolated, truth } from "./values.js";

/** An entry of `keyed_groups` and the host that it is applied to. */
interface Keyed extends Site {
  host: Host;
  entry: KeyedGroup;
}

/** Puts a host into the groups that the value of a variable names. Fault: INVENTORY_INVALID. */
export function addKeyedGroups(keyed: Keyed): void {
  const { host, entry } = keyed;
  const found = attempt(entry.key, keyed, () => `name a group of ${host.name} by \`${entry.key}\``);
  if (found === undefined) return;
  const key = computed(entry.key, found);
  if (!truth(key) && !(key === "" && entry.default_value !== undefined)) return checkEmpty(key, keyed);
  const parent = parentOf(keyed);
  if (parent === null) return;
  for (const name of namesFor(key, keyed)) addTo(name, parent, keyed);
}

/** No group has an empty name; lists and dicts may be empty. */
function checkEmpty(key: Value, { host, entry, at, work }: Keyed): void {
  if (!work.options.strict || Array.isArray(key) || isDict(key)) return;
  throw new Fault("INVENTORY_INVALID", `\`${entry.key}\` is empty for ${host.name}: no group has that name`, {
    at,
    hint: "give the entry a `default_value`, or leave `strict` out",
  });
}

/** The parent group's name; undefined: none; null: it cannot be told. */
function parentOf({ entry, at, scope, work }: Keyed): string | undefined | null {
  const { parent_group: written } = entry;
  if (!written) return undefined;
  if (!written.includes("{{")) return written;
  try {
    return scalarText(interpolated(written, (one) => work.context.evaluate(one, scope, at))) ?? null;
  } catch (error) {
    if (!(error instanceof Fault) || work.options.strict) throw error;
    work.context.warn(`${work.context.path}: no parent group by \`${written}\`: ${error.message}`);
    return null;
  }
}

/** One name for a text, one for each item of a list or key of a dict; the prefix comes later. */
function namesFor(key: Value, { host, entry, at }: Keyed): string[] {
  const named = (value: Value): string => {
    const text = scalarText(value) ?? writeJson(value);
    return text === "" ? (entry.default_value ?? text) : text;
  };
  if (typeof key === "string") return [named(key)];
  if (Array.isArray(key)) return key.map(named);
  if (isDict(key))
    return dictEntries(key).map(([name, value]) => {
      const isBare = value === "" && entry.default_value === undefined && entry.trailing_separator === false;
      return isBare ? String(name) : `${String(name)}${entry.separator}${named(value)}`;
    });
  throw new Fault(
    "INVENTORY_INVALID",
    `\`${entry.key}\` is ${scalarText(key)} for ${host.name}: a group is named by a text, a list or a dict`,
    { at, hint: `write \`${entry.key} | string\`` },
  );
}

function addTo(bare: string, parent: string | undefined, { host, entry, at, work }: Keyed): void {
  const { prefix, separator } = entry;
  const { options, sanitise } = work;
  const { inventory } = work.context;
  const lead = prefix === "" && !options.leading_separator ? "" : separator;
  const name = sanitise(`${prefix}${lead}${bare}`);
  addToGroup(inventory, name, host.name);
  if (parent === undefined) return;
  const above = sanitise(parent);
  if (ensureGroup(inventory, above).children.includes(name)) return;
  addChild(inventory, above, name, at ?? { path: inventory.sources.at(-1) ?? "", line: 1, column: 1 });
}
