import { readFileSync } from "node:fs";

export type Env = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used. Its message is the one line the operator sees. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

interface Range {
  min?: number;
  max: number;
}

/** Unset and empty mean the same: unit files and compose files pass empty variables on. */
export function optionalText(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

export function text(env: Env, name: string, fallback: string): string {
  return optionalText(env, name) ?? fallback;
}

export function optionalInteger(env: Env, name: string, { min = 0, max }: Range): number | undefined {
  const given = optionalText(env, name);
  if (given === undefined) return undefined;
  const number = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${given}"`);
}

export function integer(env: Env, name: string, range: Range & { default: number }): number {
  return optionalInteger(env, name, range) ?? range.default;
}

export function oneOf<T extends string>(env: Env, name: string, known: readonly T[], fallback: T): T {
  const given = text(env, name, fallback);
  const found = known.find((one) => one === given);
  if (found) return found;
  throw new ConfigError(`${name} must be one of ${known.join(", ")}, not "${given}"`);
}

/** A secret given as NAME or as the path of a file in NAME_FILE. */
export function secret(env: Env, name: string): string | undefined {
  const path = optionalText(env, `${name}_FILE`);
  const given = optionalText(env, name);
  if (path === undefined) return given;
  if (given !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set; keep one`);
  return readSecret(`${name}_FILE`, path);
}

function readSecret(name: string, path: string): string {
  let content: string;
  try {
    content = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new ConfigError(`${name} cannot be read: ${(error as Error).message}`);
  }
  if (content) return content;
  throw new ConfigError(`${name} names an empty file: ${path}`);
}
