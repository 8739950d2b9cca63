import { Fault } from "../model/errors.js";
import type { Secret } from "../model/secret.js";
import type { Place } from "../model/source.js";
import { openSealed, readSealed, sealText } from "./vault_cipher.js";

/** Vault passwords by id; `default` is that of `--ask-vault-pass`. */
export interface VaultSecrets extends ReadonlyMap<string, Secret> {
  /** `vault_id_match`: those of a text's label, which alone may open it. Unset: all may */
  labelled?(label: string | undefined): Secret[];
}

export function isVaulted(text: string): boolean {
  return text.startsWith("$ANSIBLE_VAULT;");
}

/** The plain text of an Ansible vault text (format 1.1 and 1.2, AES256). Fault: VAULT_FAILED. */
export function decryptVault(text: string, secrets: VaultSecrets, at?: Place): string {
  return unlockVault(text, secrets, at).plain;
}

/** What opens a vault text, so that it can be closed again in the same way. */
export interface Unlocked {
  plain: string;
  secret: Secret;
  label: string | undefined;
}

/** The same, with the password that it was and the label that stood beside it. Fault: VAULT_FAILED. */
export function unlockVault(text: string, secrets: VaultSecrets, at?: Place): Unlocked {
  const sealed = readSealed(text);
  if (sealed === "format")
    throw new Fault("VAULT_FAILED", "this is not an Ansible vault text of format 1.1 or 1.2", { at });
  if (sealed === "damaged")
    throw new Fault("VAULT_FAILED", "the vault text is damaged", {
      at,
      hint: "take it from where it is whole, or encrypt the file anew: `tera vault encrypt FILE`",
    });
  for (const secret of candidates(secrets, sealed.label)) {
    const plain = openSealed(sealed, secret.reveal());
    if (plain !== undefined) return { plain, secret, label: sealed.label };
  }
  throw new Fault("VAULT_FAILED", "Decryption failed (no vault secrets were found that could decrypt)", {
    at,
    hint:
      secrets.size === 0
        ? "use --ask-vault-pass or --vault-password-file"
        : `tried: ${[...secrets.keys()].join(", ")}; another password is given by --vault-password-file or --vault-id`,
  });
}

function candidates(secrets: VaultSecrets, label: string | undefined): Secret[] {
  if (secrets.labelled) return secrets.labelled(label);
  const named = label === undefined ? undefined : secrets.get(label);
  const rest = [...secrets.values()].filter((secret) => secret !== named);
  return named ? [named, ...rest] : rest;
}

/** The plain text, by a single password; undefined where it is another one. Fault: VAULT_FAILED for no vault text. */
export function openVault(text: string, password: string): string | undefined {
  const sealed = readSealed(text);
  if (typeof sealed !== "string") return openSealed(sealed, password);
  throw new Fault(
    "VAULT_FAILED",
    "Vault vaulttext format error: not enough values to unpack (expected 3, got 1)",
  );
}

/** A vault text, ready to be written to a file. */
export function encryptVault(plain: string, secret: Secret, label?: string): string {
  return sealText(plain, secret.reveal(), { label });
}
