import { existsSync, readFileSync, statSync } from "node:fs";
import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";
import type { Value } from "../model/value.js";
import { type ReadOptions, readYaml } from "../yaml/read.js";
import { decryptVault, isVaulted, type VaultSecrets } from "../yaml/vault.js";

/** How the files of a run are read: set once by the command line. */
export interface Loading {
  secrets: VaultSecrets;
  rolesPath: string[];
  warn(text: string, at?: Place): void;
  /** evaluates a file or role name of a static import; undefined where it cannot be known yet */
  resolveName(text: string, at: Place): string | undefined;
}

const cache = new Map<string, { changed: number; value: Value }>();

/** A YAML file's value, read once while it does not change. Faults: FILE_MISSING, YAML_INVALID, VAULT_FAILED. */
export function loadYaml(
  path: string,
  loading: Loading,
  at?: Place,
  duplicates: ReadOptions["duplicates"] = "fault",
): Value {
  if (!existsSync(path)) throw new Fault("FILE_MISSING", `Could not find or access '${path}'`, { at });
  const changed = statSync(path).mtimeMs;
  const known = cache.get(path);
  if (known?.changed === changed) return known.value;
  const raw = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const text = isVaulted(raw) ? decryptVault(raw, loading.secrets, at) : raw;
  const value = readYaml(text, path, {
    decrypt: (vaulted, place) => decryptVault(vaulted, loading.secrets, place),
    duplicates,
    warn: loading.warn,
  });
  cache.set(path, { changed, value });
  return value;
}
