import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../disk/local_user.js";

/** The region that the environment names, as the AWS CLI reads it. The SDK itself knows AWS_REGION only. */
export function defaultRegion(): string | undefined {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
}

/** The profile that the environment names. */
export function defaultProfile(): string | undefined {
  return process.env.AWS_PROFILE || undefined;
}

/** The names of all profiles, in the order of the files; for messages, so that files which cannot be read have none. */
export function profileNames(): string[] {
  const folder = join(homeFolder(), ".aws");
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  const config = sections(AWS_CONFIG_FILE ?? join(folder, "config")).flatMap(
    (title) => /^(?:profile\s+)?"?([^"]+?)"?$/.exec(title)?.[1] ?? [],
  );
  const named = config.filter((name) => !/^(sso-session|services)\s/.test(name));
  return [...new Set([...named, ...sections(AWS_SHARED_CREDENTIALS_FILE ?? join(folder, "credentials"))])];
}

function sections(path: string): string[] {
  try {
    return existsSync(path)
      ? [...readFileSync(path, "utf8").matchAll(/^\s*\[\s*([^\]]+?)\s*\]/gm)].map(([, title]) => title!)
      : [];
  } catch {
    return [];
  }
}
