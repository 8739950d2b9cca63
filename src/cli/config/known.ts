import type { PlainDict, Value } from "../../model/value.js";
import { CONSTANTS } from "../options/constants.js";
import type { Setting } from "../options/setting_kinds.js";
import { SETTINGS, type SettingName } from "../options/settings.js";

const rows = (): [string, Setting<unknown>][] =>
  (Object.keys(SETTINGS) as SettingName[])
    .map((key): [string, Setting<unknown>] => [CONSTANTS[key], SETTINGS[key]])
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Every setting that is followed: by which names, and what it takes. */
export function listed(): PlainDict {
  return Object.fromEntries(
    rows().map(([name, { env, ini, takes, default: fallback }]): [string, PlainDict] => [
      name,
      {
        ...(fallback === undefined ? {} : { default: fallback as Value }),
        description: takes,
        env: env.map((one) => ({ name: one })),
        ini: ini.map(([section, key]) => ({ section, key })),
        name,
      },
    ]),
  );
}

/** An ansible.cfg with everything in it; `disabled`: as comments. */
export function initialText(disabled: boolean): string {
  const sections = new Map<string, string[]>();
  for (const [name, { ini, takes, default: fallback }] of rows()) {
    const [section, key] = ini[0] ?? [];
    if (section === undefined || key === undefined) continue;
    const value = Array.isArray(fallback)
      ? fallback.join(takes.startsWith("colon") ? ":" : ",")
      : (fallback ?? "");
    const lines = [
      `# ${name}: ${takes}`,
      `${disabled || value === "" ? ";" : ""}${key}=${String(value)}`,
      "",
    ];
    sections.set(section, [...(sections.get(section) ?? []), ...lines]);
  }
  return [...sections].flatMap(([section, lines]) => [`[${section}]`, ...lines]).join("\n");
}
