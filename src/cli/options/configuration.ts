import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { homeFolder } from "../../disk/local_user.js";
import { type IniSections, parseIni } from "./ini_file.js";

/** An ansible.cfg: sections of texts. */
export interface Configuration {
  path?: string | undefined;
  sections: IniSections;
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
  const sections = path === undefined ? new Map() : parseIni(readFileSync(path, "utf8"), path);
  return { path, sections, warnings };
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
  return [join(env.HOME ?? homeFolder(), ".ansible.cfg"), "/etc/ansible/ansible.cfg"].find((path) =>
    existsSync(path),
  );
}
