import { Fault } from "../../model/errors.js";
import type { Secret } from "../../model/secret.js";
import type { VaultSecrets } from "../../yaml/vault.js";
import { vaultSecrets } from "../engine/vault_secrets.js";
import type { Input } from "../options/option.js";
import type { Settings } from "../options/settings.js";

/** The password to encrypt with, and the label to write beside it. */
export interface Chosen {
  secret: Secret;
  label: string | undefined;
}

export function chosenSecret(secrets: VaultSecrets, wanted: string | undefined): Chosen {
  const [first] = secrets;
  if (wanted === undefined && secrets.size > 1)
    throw new Fault(
      "OPTIONS",
      `The vault-ids ${[...secrets.keys()].join(",")} are available to encrypt. Specify the vault-id to encrypt with --encrypt-vault-id`,
    );
  const [label, secret] = wanted === undefined ? first! : [wanted, secrets.get(wanted)];
  if (!secret)
    throw new Fault("VAULT_FAILED", `there is no vault password labelled \`${label}\``, {
      hint: `there are: ${[...secrets.keys()].join(", ")}`,
    });
  return { secret, label: label === "default" ? undefined : label };
}

/** Before anything is read. Fault: USAGE. */
export function checkNewSecret({ newVaultId: id, newVaultPasswordFile: file }: Input["values"]): void {
  if (id === undefined || file === undefined) return;
  throw new Fault("USAGE", "--new-vault-id and --new-vault-password-file are two ways to say the same", {
    hint: "give one of them",
  });
}

/** `--new-vault-id` or `--new-vault-password-file`; where neither is given it is asked for. */
export async function newSecret(
  { newVaultId: id, newVaultPasswordFile: file }: Input["values"],
  settings: Pick<Settings, "vaultIdMatch" | "vaultIdentity">,
): Promise<Chosen> {
  const vaultIds = id === undefined ? [] : [String(id)];
  const vaultPasswordFiles = file === undefined ? [] : [String(file)];
  const asks = id === undefined && file === undefined;
  return chosenSecret(
    await vaultSecrets({ vaultIds, vaultPasswordFiles, askVaultPass: asks }, settings),
    undefined,
  );
}
