import { readFileSync, statSync, writeFileSync } from "node:fs";
import { Fault } from "../model/errors.js";
import type { Secret } from "../model/secret.js";
import { decryptVault, encryptVault, isVaulted } from "../yaml/vault.js";
import { vaultSecrets } from "./engine/vault_secrets.js";
import { vaultOptions } from "./options/merge.js";
import type { Input } from "./options/option.js";
import { readSettings } from "./options/settings.js";

type Secrets = ReadonlyMap<string, Secret>;

export async function run({ values, operands }: Input): Promise<number> {
  const [action, ...words] = operands;
  const settings = readSettings(process.env, process.cwd());
  const secrets = await vaultSecrets(vaultOptions(values, settings));
  if (secrets.size === 0)
    throw new Fault("USAGE", "no vault password is given", {
      hint: "use -J (ask), --vault-password-file or --vault-id",
    });
  const label = values.encryptVaultId as string | undefined;
  if (action === "encrypt_string")
    return encryptStrings(words, secrets, label, values.stringName as string | undefined);
  for (const path of words.length > 0 ? words : ["-"]) {
    const text = readFileSync(path === "-" ? 0 : path, "utf8");
    const made =
      action === "encrypt"
        ? encrypted(text, path, secrets, label)
        : decryptVault(text, secrets, { path, line: 1, column: 1 });
    put(made, action === "view" ? "-" : ((values.outputFile as string | undefined) ?? path));
  }
  return 0;
}

function encrypted(text: string, path: string, secrets: Secrets, label: string | undefined): string {
  if (isVaulted(text)) throw new Fault("VAULT_FAILED", `${path} is encrypted already`);
  return encryptVault(text, ...secretFor(secrets, label));
}

/** The password to encrypt with, and the label to write beside it. */
function secretFor(secrets: Secrets, label: string | undefined): [Secret, string?] {
  const [first] = secrets;
  const [name, secret] = label === undefined ? first! : [label, secrets.get(label)];
  if (!secret)
    throw new Fault("USAGE", `there is no vault password labelled \`${label}\``, {
      hint: `there are: ${[...secrets.keys()].join(", ")}`,
    });
  return name === "default" ? [secret] : [secret, name];
}

/** As values for a YAML file. */
function encryptStrings(
  words: readonly string[],
  secrets: Secrets,
  label: string | undefined,
  name: string | undefined,
): number {
  const texts = words.length > 0 && words[0] !== "-" ? words : [readFileSync(0, "utf8")];
  for (const text of texts) {
    const lines = encryptVault(text, ...secretFor(secrets, label))
      .trimEnd()
      .split("\n");
    process.stdout.write(
      `${name === undefined ? "" : `${name}: `}!vault |\n${lines.map((line) => `          ${line}\n`).join("")}`,
    );
  }
  return 0;
}

function put(text: string, path: string): void {
  if (path === "-") process.stdout.write(text);
  else writeFileSync(path, text, { mode: existingMode(path) });
}

function existingMode(path: string): number {
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return 0o600;
  }
}
