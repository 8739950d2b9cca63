import type { Value } from "../../model/value.js";
import { toText } from "../../template/values/python.js";
import { readConfiguration } from "../options/configuration.js";
import { CONSTANTS } from "../options/constants.js";
import { type Environment, findSetting, SETTINGS, type SettingName } from "../options/settings.js";

/** A setting as it is now. */
export interface HeldSetting {
  /** Ansible's name for it */
  name: string;
  value: Value;
  /** `default`, `env: NAME`, or the path of the ansible.cfg */
  origin: string;
}

export function heldSettings(env: Environment, cwd: string): HeldSetting[] {
  const configuration = readConfiguration(env, cwd);
  return (Object.keys(SETTINGS) as SettingName[])
    .map((key) => {
      const { value, origin } = findSetting(SETTINGS[key], configuration, {
        env,
        cwd,
        named: CONSTANTS[key],
      });
      return { name: CONSTANTS[key], value: (value ?? null) as Value, origin };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const changed = ({ origin }: HeldSetting): boolean => origin !== "default";

export function dumpLines(held: readonly HeldSetting[]): string[] {
  return held.map(
    ({ name, value, origin }) => `${name}(${origin}) = ${value === null ? "None" : toText(value)}`,
  );
}
