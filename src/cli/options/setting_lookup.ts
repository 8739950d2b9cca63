import type { Value } from "../../model/value.js";
import { readConfiguration } from "./configuration.js";
import { CONSTANTS } from "./constants.js";
import { otherSetting } from "./other_settings.js";
import { type Environment, findSetting, SETTINGS, type SettingName } from "./settings.js";

/** Every setting that is followed has a name. */
CONSTANTS satisfies Readonly<Record<SettingName, string>>;

/** A setting by Ansible's name for it (`DEFAULT_FORKS`), with where it comes from; undefined where there is none. */
export function settingByName(
  name: string,
  where: { env: Environment; cwd: string },
): { value: Value; origin: string } | undefined {
  const configuration = readConfiguration(where.env, where.cwd);
  if (name === "CONFIG_FILE") return { value: configuration.path ?? null, origin: "default" };
  const key = (Object.keys(SETTINGS) as SettingName[]).find((one) => CONSTANTS[one] === name);
  if (key === undefined) return otherSetting(name, configuration, where.env);
  const { value, origin } = findSetting(SETTINGS[key], configuration, { ...where, named: name });
  return { value: (value ?? null) as Value, origin };
}
