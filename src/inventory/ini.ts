import { Fault } from "../model/errors.js";
import type { Inventory } from "../model/host.js";
import { suggest } from "../model/nearest.js";
import { notePlaces, noteText, type Place } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { addChild, addToGroup, ensureGroup, ensureHost, mergeVars } from "./build.js";
import { pythonLiteral } from "./python_literal.js";
import { expandRange, splitPort } from "./ranges.js";

type Section = { group: string; kind: "hosts" | "vars" | "children" };

/** An inventory in Ansible's INI dialect. Faults: INVENTORY_INVALID with the line. */
export function readIni(text: string, path: string, inventory: Inventory): void {
  noteText(path, text);
  let section: Section = { group: "ungrouped", kind: "hosts" };
  const children: { parent: string; name: string; at: Place }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    const at: Place = { path, line: index + 1, column: line.length - line.trimStart().length + 1 };
    if (trimmed.startsWith("[") && !/^\[[0-9a-fA-F:.]+\](:\d+)?(\s|$)/.test(trimmed))
      section = readSection(trimmed, at, inventory);
    else if (section.kind === "hosts") readHost(trimmed, section.group, at, inventory);
    else if (section.kind === "vars") readVar(trimmed, section.group, at, inventory);
    else children.push({ parent: section.group, name: stripComment(trimmed), at });
  }
  for (const { parent, name, at } of children) {
    if (!inventory.groups.has(name))
      throw new Fault("INVENTORY_INVALID", `Section [${parent}:children] includes undefined group: ${name}`, {
        at,
        hint: suggest(name, inventory.groups.keys()),
      });
    addChild(inventory, parent, name, at);
  }
}

function readSection(line: string, at: Place, inventory: Inventory): Section {
  const found = /^\[([^\]:]+)(?::(\w+))?\]\s*(?:[#;].*)?$/.exec(line);
  if (!found)
    throw new Fault("INVENTORY_INVALID", `invalid section entry: '${line}'`, {
      at,
      hint: "write [group], [group:vars] or [group:children]",
    });
  const kind = found[2] ?? "hosts";
  if (kind !== "hosts" && kind !== "vars" && kind !== "children")
    throw new Fault("INVENTORY_INVALID", `Section [${found[1]}:${kind}] has unknown type: ${kind}`, {
      at,
      hint: suggest(kind, ["hosts", "vars", "children"]),
    });
  ensureGroup(inventory, found[1]!.trim());
  return { group: found[1]!.trim(), kind };
}

function stripComment(line: string): string {
  return line.replace(/\s+[#;].*$/, "").trim();
}

function readHost(line: string, group: string, at: Place, inventory: Inventory): void {
  const words = shellWords(line, at);
  const [pattern, ...assignments] = words;
  const vars: PlainDict = {};
  for (const word of assignments) {
    const found = /^([^=]+)=([\s\S]*)$/.exec(word.text);
    if (!found)
      throw new Fault("INVENTORY_INVALID", `Expected key=value host variable assignment, got: ${word.text}`, {
        at: { ...at, column: at.column + word.at },
      });
    vars[found[1]!] = pythonLiteral(found[2]!);
  }
  const offsets = new Map(
    assignments.map((word) => [word.text.split("=")[0]!, word.at + word.text.indexOf("=") + 1]),
  );
  placed(vars, at, (key) => ({ ...at, column: at.column + (offsets.get(key) ?? 0) }));
  const { name, port } = splitPort(pattern?.text ?? "");
  for (const one of expandRange(name, at)) {
    addToGroup(inventory, group, one);
    const host = ensureHost(inventory, one);
    if (port !== undefined) host.vars.ansible_port = port;
    host.vars = mergeVars({ ...host.vars }, vars);
  }
}

function placed(vars: PlainDict, at: Place, value: (key: string) => Place): void {
  notePlaces(vars, { self: at, value: (key) => value(String(key)), key: () => at });
}

/** Words of a host line as a shell splits them, comments left out. */
function shellWords(line: string, at: Place): { text: string; at: number }[] {
  const words: { text: string; at: number }[] = [];
  let text: string | undefined;
  let start = 0;
  let quote = "";
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    if (quote !== "") {
      if (character === quote) quote = "";
      else text += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      if (text === undefined) start = index;
      text ??= "";
    } else if (/\s/.test(character)) {
      if (text !== undefined) words.push({ text, at: start });
      text = undefined;
    } else if (character === "#" && text === undefined) break;
    else {
      if (text === undefined) start = index;
      text = (text ?? "") + (character === "\\" && index + 1 < line.length ? line[++index] : character);
    }
  }
  if (quote !== "")
    throw new Fault("INVENTORY_INVALID", `No closing quotation in host line: ${line}`, { at });
  if (text !== undefined) words.push({ text, at: start });
  return words;
}

function readVar(line: string, group: string, at: Place, inventory: Inventory): void {
  const found = /^([^=:\s]+)\s*=\s*([\s\S]*)$/.exec(line);
  if (!found)
    throw new Fault("INVENTORY_INVALID", `Expected key=value in [${group}:vars], got: ${line}`, { at });
  const vars: PlainDict = { [found[1]!]: pythonLiteral(unquoteHash(found[2]!)) };
  placed(vars, at, () => ({ ...at, column: at.column + line.length - found[2]!.length }));
  const target = ensureGroup(inventory, group);
  const before = target.vars;
  target.vars = { ...before, ...vars };
  notePlaces(target.vars, { self: at, value: () => at, key: () => at });
}

function unquoteHash(value: string): string {
  return value.replace(/\s+#.*$/, "").trim();
}
