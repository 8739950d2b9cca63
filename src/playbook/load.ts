import { readFileSync } from "node:fs";
import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { type ReadOptions, readYaml } from "../yaml/read.js";
import { decryptVault, isVaulted, type VaultSecrets } from "../yaml/vault.js";

/** How the files of a run are read: set once by the command line. */
export interface Loading {
  secrets: VaultSecrets;
  /** after the playbook's own `roles/` */
  rolesPath: string[];
  /** folders that hold `ansible_collections/`, after the playbook's own `collections/` */
  collectionsPath?: string[];
  /** what a key that stands twice in a playbook is; in files of variables it is always a warning */
  duplicates?: ReadOptions["duplicates"];
  /** `hash_behaviour = merge`: dicts of several files become one */
  mergesDicts?: boolean;
  /** `private_role_vars`: may the play see the variables of its roles? Not said: of those that are not included */
  publicRoles?: boolean | undefined;
  warn(text: string, at?: Place): void;
  /** is told every decrypted value, so that it can be masked */
  revealed?(plain: string): void;
  /**
   * Evaluates the name of a file or role of a static import; undefined where it
   * cannot be known yet. `vars` are the variables known there, the nearest first.
   */
  resolveName(text: string, at: Place, vars: readonly PlainDict[]): string | undefined;
}

interface Cached {
  raw: string;
  secrets: VaultSecrets;
  value: Value;
}

const cache = new Map<string, Cached>();

/** A YAML file's value, parsed once while its text stays the same. Faults: FILE_MISSING, YAML_INVALID, VAULT_FAILED. */
export function loadYaml(
  path: string,
  loading: Loading,
  at?: Place,
  duplicates: ReadOptions["duplicates"] = loading.duplicates ?? "fault",
): Value {
  const raw = readText(path, at);
  const known = cache.get(path);
  if (known?.raw === raw && known.secrets === loading.secrets) return known.value;
  const value = readYaml(
    isVaulted(raw) ? decryptVault(raw, loading.secrets, { path, line: 1, column: 1 }) : raw,
    path,
    {
      decrypt: (vaulted, place) => decryptInline(vaulted, loading, place),
      duplicates,
      warn: loading.warn,
    },
  );
  cache.set(path, { raw, secrets: loading.secrets, value });
  return value;
}

/** The plain text of one `!vault` value, noted as a secret. Fault: VAULT_FAILED. */
export function decryptInline(vaulted: string, loading: Loading, at: Place): string {
  const plain = decryptVault(vaulted, loading.secrets, at);
  loading.revealed?.(plain);
  return plain;
}

/** The text of a file that may be encrypted as a whole. Faults: FILE_MISSING, VAULT_FAILED. */
export function readVaultable(path: string, loading: Loading): string {
  const raw = readText(path, undefined);
  return isVaulted(raw) ? decryptVault(raw, loading.secrets, { path, line: 1, column: 1 }) : raw;
}

function readText(path: string, at: Place | undefined): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new Fault("FILE_MISSING", `Could not find or access '${path}'`, { at });
    throw new Fault("FILE_MISSING", `'${path}' cannot be read: ${code}`, { at, cause });
  }
}
