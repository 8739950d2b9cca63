import { resolve } from "node:path";
import { homeFolder } from "../../disk/local_user.js";

/** Where a setting may stand: environment variables, then `[section] key` of ansible.cfg. */
export interface Setting<T> {
  env: readonly string[];
  ini: readonly [section: string, key: string][];
  default: T;
  /** is it one of a few words? */
  isChoice?: boolean;
  /** what values it takes, for documents and messages */
  takes: string;
  /** undefined: the text is no such value. `base` is the folder that relative paths start from */
  read(text: string, base: string): T | undefined;
}

type Where = { env?: readonly string[]; ini?: readonly string[] };

function setting<T>(where: Where, takes: string, fallback: T, read: Setting<T>["read"]): Setting<T> {
  const ini = (where.ini ?? []).map((one) => one.split(".") as [string, string]);
  return { env: where.env ?? [], ini, default: fallback, takes, read };
}

const TRUE = /^(y|yes|on|1|true|t|1\.0)$/i;
const FALSE = /^(n|no|off|0|false|f|0\.0)$/i;

export function readFlag(text: string): boolean | undefined {
  if (TRUE.test(text.trim())) return true;
  return FALSE.test(text.trim()) ? false : undefined;
}

export function flagSetting<T extends boolean | undefined>(fallback: T, where: Where): Setting<boolean | T> {
  return setting<boolean | T>(where, "true or false", fallback, readFlag);
}

export function numberSetting<T extends number | undefined>(fallback: T, where: Where): Setting<number | T> {
  return setting<number | T>(where, "a whole number", fallback, (text) =>
    /^\s*\d+\s*$/.test(text) ? Number(text) : undefined,
  );
}

export function textSetting<T extends string | undefined>(fallback: T, where: Where): Setting<string | T> {
  return setting<string | T>(where, "text", fallback, (text) => unquoted(text));
}

export function choiceSetting<const T extends string, D extends NoInfer<T> | undefined>(
  choices: readonly T[],
  fallback: D,
  where: Where,
): Setting<T | D> {
  const made = setting<T | D>(where, choices.join(", "), fallback, (text) =>
    choices.find((choice) => choice === text.trim()),
  );
  return { ...made, isChoice: true };
}

/** Comma-separated. */
export function listSetting(where: Where, fallback: string[] = []): Setting<string[]> {
  return setting<string[]>(where, "a comma-separated list", fallback, (text) => splitList(text));
}

export function pathSetting(where: Where): Setting<string | undefined> {
  return setting<string | undefined>(where, "a path", undefined, (text, base) =>
    absolute(unquoted(text), base),
  );
}

/** Comma-separated files and folders. */
export function pathListSetting(where: Where): Setting<string[]> {
  return setting<string[]>(where, "comma-separated paths", [], (text, base) =>
    splitList(text).map((path) => absolute(path, base)),
  );
}

/** Colon-separated folders. */
export function pathsSetting(where: Where, fallback: string[] = []): Setting<string[]> {
  return setting<string[]>(where, "colon-separated paths", fallback, (text, base) =>
    text
      .split(":")
      .filter((path) => path.trim() !== "")
      .map((path) => absolute(path, base)),
  );
}

export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function absolute(path: string, base: string): string {
  return resolve(base, path.trim().replace(/^~(?=\/|$)/, process.env.HOME ?? homeFolder()));
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
