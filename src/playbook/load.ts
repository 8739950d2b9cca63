import { readFileSync } from "node:fs";
import { Fault } from "../model/errors.js";
import { forgetText, type Place } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { type ReadOptions, readYaml } from "../yaml/read.js";
import { decryptVault, isVaulted, type VaultSecrets } from "../yaml/vault.js";
import { hintOfMissing } from "./near_file.js";

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
  /** every file that was read */
  read?: Set<string>;
  /** is told every decrypted value, and what was read from encrypted files, so that it can be masked */
  revealed?(plain: Value): void;
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
  loading.read?.add(path);
  const raw = readText(path, at);
  const known = cache.get(path);
  if (known?.raw === raw && known.secrets === loading.secrets) return known.value;
  const options: ReadOptions = {
    decrypt: (vaulted, place) => decryptInline(vaulted, loading, place),
    duplicates,
    warn: loading.warn,
  };
  const value = isVaulted(raw) ? readSealed(path, raw, { loading, options }) : readYaml(raw, path, options);
  cache.set(path, { raw, secrets: loading.secrets, value });
  return value;
}

/** The value of a file that is encrypted as a whole: all of it is secret, what is wrong with it too. */
function readSealed(
  path: string,
  raw: string,
  { loading, options }: { loading: Loading; options: ReadOptions },
): Value {
  const text = decryptVault(raw, loading.secrets, { path, line: 1, column: 1 });
  try {
    const value = readYaml(text, path, options);
    loading.revealed?.(value);
    return value;
  } catch (error) {
    loading.revealed?.(text);
    throw error;
  } finally {
    forgetText(path);
  }
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
  if (!isVaulted(raw)) return raw;
  const text = decryptVault(raw, loading.secrets, { path, line: 1, column: 1 });
  loading.revealed?.(text);
  // `name=value` of an INI file, `name: value` of YAML
  for (const [, quoted, bare] of text.matchAll(/[=:]\s*(?:["'](.*?)["']|(\S+))/g))
    loading.revealed?.(quoted ?? bare ?? "");
  return text;
}

function readText(path: string, at: Place | undefined): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new Fault("FILE_MISSING", `Could not find or access '${path}'`, {
        at,
        hint: hintOfMissing(path),
      });
    throw new Fault("FILE_MISSING", `'${path}' cannot be read: ${code}`, { at, cause });
  }
}
