import { Fault } from "../model/errors.js";
import type { Inventory } from "../model/host.js";
import { suggest } from "../model/nearest.js";
import { notePlaces, noteText, type Place } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { addChild, addHosts, addVars, ensureGroup, nameOf } from "./build.js";
import { type IniWord, shellWords } from "./ini_words.js";
import { pythonLiteral } from "./python_literal.js";
import { hostsOf } from "./ranges.js";

const KINDS = ["hosts", "vars", "children"] as const;

interface Section {
  group: string;
  kind: (typeof KINDS)[number];
  at: Place;
}

/** An inventory in Ansible's INI dialect. Faults: INVENTORY_INVALID with the line. */
export function readIni(text: string, path: string, inventory: Inventory): void {
  noteText(path, text);
  let section: Section = { group: "ungrouped", kind: "hosts", at: { path, line: 1, column: 1 } };
  const varSections: Section[] = [];
  const before = new Set(inventory.groups.keys());
  const declared = new Set<string>();
  const children: { section: Section; name: string; at: Place }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    const at: Place = { path, line: index + 1, column: line.length - line.trimStart().length + 1 };
    const begun = readSection(trimmed, at);
    if (begun) {
      // the lines of [GROUP:children] name groups as they are called then, as in Ansible
      section = { ...begun, group: nameOf(inventory, begun.group) };
      if (begun.kind === "vars") varSections.push(section);
      else {
        declared.add(section.group);
        ensureGroup(inventory, section.group);
      }
    } else if (section.kind === "hosts") readHost(trimmed, section.group, at, inventory);
    else if (section.kind === "vars") readVar(trimmed, section.group, at, inventory);
    else children.push({ section, name: shellWords(trimmed, at)[0]?.text ?? "", at });
  }
  for (const { section, name, at } of children) {
    if (!before.has(name) && !declared.has(name)) throw undefinedGroup(section, name, at, inventory);
    addChild(inventory, section.group, name, at);
  }
  for (const { group, at } of varSections)
    if (!before.has(group) && !declared.has(group)) throw undefinedVars(group, at, declared);
}

function readSection(line: string, at: Place): Section | undefined {
  const found = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(line);
  if (!found) {
    if (/^\[[^\]]*$/.test(line))
      throw new Fault("INVENTORY_INVALID", `The bracket of '${line}' is not closed`, {
        at,
        hint: `write \`${line.replace(/\s*#.*$/, "")}]\``,
      });
    if (!/^\[.*\]$/.test(line)) return undefined;
    throw new Fault("INVENTORY_INVALID", `Invalid section entry: '${line}'`, {
      at,
      hint: "write [group], [group:vars] or [group:children]; a group's name has no spaces",
    });
  }
  const kind = (found[2] ?? "hosts") as Section["kind"];
  if (!KINDS.includes(kind))
    throw new Fault("INVENTORY_INVALID", `Section [${found[1]}:${kind}] has unknown type: ${kind}`, {
      at,
      hint: suggest(kind, KINDS) ?? "write [group], [group:vars] or [group:children]",
    });
  return { group: found[1]!, kind, at };
}

function undefinedGroup({ group }: Section, name: string, at: Place, inventory: Inventory): Fault {
  const isHost = inventory.hosts.has(name);
  return new Fault("INVENTORY_INVALID", `Section [${group}:children] includes undefined group: ${name}`, {
    at,
    hint: isHost
      ? `${name} is a host: list it under [${group}]`
      : (suggest(name, inventory.groups.keys()) ?? `give it a section: [${name}]`),
  });
}

/** Variables may stand before their group, but it must stand somewhere. */
function undefinedVars(group: string, at: Place, declared: Iterable<string>): Fault {
  const message = `Section [${group}:vars] not valid for undefined group: ${group}`;
  return new Fault("INVENTORY_INVALID", message, {
    at,
    hint: suggest(group, declared) ?? `give it a section: [${group}]`,
  });
}

function readHost(line: string, group: string, at: Place, inventory: Inventory): void {
  const [pattern, ...assignments] = shellWords(line, at);
  const hosts = hostsOf(pattern?.text ?? "", at);
  addHosts(inventory, group, hosts, assignments.length > 0 ? readAssignments(assignments, at) : undefined);
}

function readAssignments(words: readonly IniWord[], at: Place): PlainDict {
  const vars: PlainDict = {};
  const places = new Map<string, Place>();
  for (const word of words) {
    const place = { ...at, column: at.column + word.at };
    const equals = word.text.indexOf("=");
    if (equals < 0)
      throw new Fault("INVENTORY_INVALID", `Expected key=value host variable assignment, got: ${word.text}`, {
        at: place,
        hint: "quote a value that holds spaces; write no spaces around the `=`",
      });
    const key = word.text.slice(0, equals);
    vars[key] = pythonLiteral(word.text.slice(equals + 1));
    places.set(key, { ...place, column: place.column + equals + 1 });
  }
  notePlaces(vars, { self: at, value: (key) => places.get(String(key)), key: (key) => places.get(key) });
  return vars;
}

function readVar(line: string, group: string, at: Place, inventory: Inventory): void {
  const equals = line.indexOf("=");
  if (equals < 0)
    throw new Fault("INVENTORY_INVALID", `Expected key=value, got: ${line}`, {
      at,
      hint: `lines of [${group}:vars] look like \`name=value\``,
    });
  const written = line.slice(equals + 1);
  const column = at.column + line.length - written.trimStart().length;
  const vars: PlainDict = { [line.slice(0, equals).trim()]: pythonLiteral(written.trim()) };
  notePlaces(vars, { self: at, value: () => ({ ...at, column }), key: () => at });
  addVars(ensureGroup(inventory, group), vars);
}
