import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** An ansible.cfg: sections of texts. */
export interface Configuration {
  path?: string | undefined;
  sections: Map<string, Map<string, string>>;
  warnings: string[];
}

/**
 * The first of $ANSIBLE_CONFIG, ./ansible.cfg, ~/.ansible.cfg and
 * /etc/ansible/ansible.cfg. One in a folder that everybody may write to is
 * not read: it could have been put there by anybody.
 */
export function readConfiguration(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Configuration {
  const warnings: string[] = [];
  const path = findConfiguration(env, cwd, warnings);
  return { path, sections: path === undefined ? new Map() : parseIni(readFileSync(path, "utf8")), warnings };
}

function findConfiguration(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  warnings: string[],
): string | undefined {
  if (env.ANSIBLE_CONFIG) {
    const named = resolve(cwd, env.ANSIBLE_CONFIG);
    const path = existsSync(named) && statSync(named).isDirectory() ? join(named, "ansible.cfg") : named;
    if (existsSync(path)) return path;
  }
  const beside = join(cwd, "ansible.cfg");
  if (existsSync(beside)) {
    if ((statSync(cwd).mode & 0o002) === 0) return beside;
    warnings.push(`${cwd} is world writable: the ansible.cfg in it is ignored`);
  }
  return [join(env.HOME ?? homedir(), ".ansible.cfg"), "/etc/ansible/ansible.cfg"].find((path) =>
    existsSync(path),
  );
}

/** Python's configparser as Ansible uses it: `key = value`, `#` and `;` comments, ` ;` inline, continuation lines. */
export function parseIni(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line);
    if (header) {
      section = sections.get(header[1]!) ?? new Map();
      sections.set(header[1]!, section);
      key = undefined;
      continue;
    }
    const clean = line.replace(/\s;.*$/, "").trimEnd();
    if (/^\s/.test(line) && key !== undefined && section) {
      section.set(key, `${section.get(key)}\n${clean.trim()}`);
      continue;
    }
    const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(clean);
    if (!pair || !section) continue;
    key = pair[1]!.trim().toLowerCase();
    section.set(key, pair[2]!);
  }
  return sections;
}
