import type { Value } from "../../model/value.js";
import { readConfiguration } from "./configuration.js";
import { type Environment, findSetting, SETTINGS } from "./settings.js";

/** Names of Ansible's that do not follow from the environment variable. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  DEFAULT_HOST_LIST: "ANSIBLE_INVENTORY",
  DEFAULT_MODULE_PATH: "ANSIBLE_LIBRARY",
};

/** A setting by Ansible's name for it (`DEFAULT_FORKS`), with where it comes from; undefined where it is not followed. */
export function settingByName(
  name: string,
  where: { env: Environment; cwd: string },
): { value: Value; origin: string } | undefined {
  const configuration = readConfiguration(where.env, where.cwd);
  if (name === "CONFIG_FILE") return { value: configuration.path ?? null, origin: "default" };
  const variable = OTHER_NAMES[name] ?? `ANSIBLE_${name.replace(/^DEFAULT_/, "")}`;
  const setting = Object.values(SETTINGS).find(({ env }) => (env as readonly string[]).includes(variable));
  if (!setting) return undefined;
  const { value, origin } = findSetting(setting, configuration, where);
  return { value: (value ?? null) as Value, origin };
}
