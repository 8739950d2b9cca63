import { existsSync, statSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import { decryptVault, encryptVault, isVaulted, unlockVault, type VaultSecrets } from "../../yaml/vault.js";
import { vaultSecrets } from "../engine/vault_secrets.js";
import { readNamed, writeNamed } from "../named_files.js";
import { vaultOptions } from "../options/merge.js";
import type { Input } from "../options/option.js";
import { readSettings, type Settings } from "../options/settings.js";
import { edited } from "./editor.js";
import { type Chosen, checkNewSecret, chosenSecret, newSecret } from "./secrets.js";
import { encryptStrings } from "./strings.js";

/** What an action does to one file. */
interface Work {
  path: string;
  secrets: VaultSecrets;
  values: Input["values"];
  /** the password to encrypt with */
  chosen(): Chosen;
}

const ACTIONS: Readonly<Record<string, (work: Work) => void>> = {
  create: ({ path, values, chosen }) => {
    if (existsSync(path))
      throw new Fault("USAGE", `${path} exists, please use 'edit' instead`, {
        hint: `tera vault edit ${path}`,
      });
    const { secret, label } = chosen();
    put(encryptVault(edited(""), secret, label), outputOf(values) ?? path);
  },
  decrypt: ({ path, secrets, values }) =>
    put(decryptVault(readNamed(path), secrets, placeOf(path)), outputOf(values) ?? path),
  edit: ({ path, secrets }) => {
    const { plain, secret, label } = unlockVault(readNamed(path), secrets, placeOf(path));
    const after = edited(plain);
    if (after !== plain) put(encryptVault(after, secret, label), path);
  },
  encrypt: ({ path, values, chosen }) => {
    const text = readNamed(path);
    if (isVaulted(text)) throw new Fault("VAULT_FAILED", `${path} is encrypted already`);
    const { secret, label } = chosen();
    put(encryptVault(text, secret, label), outputOf(values) ?? path);
  },
  view: ({ path, secrets }) => put(decryptVault(readNamed(path), secrets, placeOf(path)), "-"),
};

export async function run({ values, operands }: Input): Promise<number> {
  const [action, ...words] = operands as [string, ...string[]];
  const settings = readSettings(process.env, process.cwd());
  const secrets = await vaultSecrets(vaultOptions(values, settings), settings);
  if (secrets.size === 0)
    throw new Fault("VAULT_FAILED", "no vault password is given", {
      hint: "use -J (ask), --vault-password-file or --vault-id",
    });
  const chosen = () =>
    chosenSecret(secrets, (values.encryptVaultId as string | undefined) ?? settings.vaultEncryptIdentity);
  if (action === "encrypt_string") return encryptStrings(words, values, chosen());
  if (action === "rekey") return rekey(words, secrets, { values, settings });
  for (const path of words.length > 0 ? words : ["-"]) ACTIONS[action]!({ path, secrets, values, chosen });
  return 0;
}

/** Every file is opened before the first is written: with a wrong password none has the new one. */
async function rekey(
  paths: string[],
  secrets: VaultSecrets,
  { values, settings }: { values: Input["values"]; settings: Settings },
): Promise<number> {
  checkNewSecret(values);
  const opened = paths.map((path) => ({
    path,
    plain: decryptVault(readNamed(path), secrets, placeOf(path)),
  }));
  const { secret, label } = await newSecret(values, settings);
  for (const { path, plain } of opened) put(encryptVault(plain, secret, label), path);
  process.stderr.write("Rekey successful\n");
  return 0;
}

const placeOf = (path: string) => ({ path, line: 1, column: 1 });

function outputOf({ outputFile }: Input["values"]): string | undefined {
  return outputFile as string | undefined;
}

function put(text: string, path: string): void {
  if (path === "-") process.stdout.write(text);
  else writeNamed(path, text, existingMode(path));
}

function existingMode(path: string): number {
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return 0o600;
  }
}
