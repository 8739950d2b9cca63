import { Fault } from "../../model/errors.js";
import { noteText, type Place } from "../../model/source.js";

/** What stands behind a key of an ansible.cfg. */
export interface IniValue {
  text: string;
  /** of the value */
  at: Place;
  /** of the key */
  keyAt: Place;
}

/** Sections, and in each its keys in small letters. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, IniValue>>;

const HEADER = /^\s*\[(.+)\]/;
const PAIR = /^(\s*)([^\s=:][^=:]*?)(\s*[=:]\s*)(.*)$/;

/**
 * Python's configparser as Ansible uses it: `key = value`, `#` and `;`
 * comments, ` ;` inline, continuation lines. Throws USAGE at a line that is
 * neither section nor pair, and at a section or key that stands twice: nothing
 * of such a file may be taken for what was meant.
 */
export function parseIni(text: string, path: string): IniSections {
  noteText(path, text);
  const sections = new Map<string, Map<string, IniValue>>();
  let section: Map<string, IniValue> | undefined;
  let last: IniValue | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const clean = line.replace(/\s;.*$/, "").trimEnd();
    const at = { path, line: index + 1, column: line.search(/\S/) + 1 };
    if (/^\s/.test(line) && last !== undefined) {
      last.text += `\n${clean.trim()}`;
      continue;
    }
    last = undefined;
    const name = HEADER.exec(clean)?.[1];
    if (name !== undefined) {
      if (sections.has(name)) throw fault(`the section [${name}] stands twice`, at, "put both together");
      section = new Map();
      sections.set(name, section);
    } else last = addPair(section, clean, at);
  }
  return sections;
}

function addPair(section: Map<string, IniValue> | undefined, line: string, at: Place): IniValue {
  const pair = PAIR.exec(line);
  if (!pair) throw fault("this line is neither a section nor `key = value`", at, hintFor(line));
  if (!section)
    throw fault("a setting stands before the first section", at, "write `[defaults]` in a line above it");
  const [, lead = "", key = "", sign = "", text = ""] = pair;
  const name = key.toLowerCase();
  if (section.has(name)) throw fault(`the setting \`${key}\` stands twice`, at, "keep one of them");
  const column = lead.length + key.length + sign.length + 1;
  const value = { text, at: { ...at, column }, keyAt: at };
  section.set(name, value);
  return value;
}

function hintFor(line: string): string {
  if (/^\s*\[/.test(line)) return `close the bracket: \`${line.trim()}]\``;
  return "write `key = value`, or `#` before a comment";
}

function fault(message: string, at: Place, hint: string): Fault {
  return new Fault("USAGE", message, { at, hint });
}
