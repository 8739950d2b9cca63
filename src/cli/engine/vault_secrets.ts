import { readFileSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import { Secret } from "../../model/secret.js";
import type { VaultSecrets } from "../../yaml/vault.js";
import type { RunOptions } from "../options/run_options.js";
import type { Settings } from "../options/settings.js";
import { ask } from "./ask.js";
import { passwordFile } from "./password_file.js";

type VaultOptions = Pick<RunOptions, "vaultIds" | "vaultPasswordFiles" | "askVaultPass">;

/** The vault passwords of --vault-id, --vault-password-file and --ask-vault-pass, by label. */
export async function vaultSecrets(
  options: VaultOptions,
  settings: Pick<Settings, "vaultIdMatch" | "vaultIdentity">,
): Promise<VaultSecrets> {
  const usual = settings.vaultIdentity;
  const secrets = new Map<string, Secret>();
  const byLabel = new Map<string, Secret[]>();
  const add = (name: string, label: string, secret: Secret) => {
    secrets.set(name, secret);
    byLabel.set(label, [...(byLabel.get(label) ?? []), secret]);
  };
  for (const id of options.vaultIds) {
    const at = id.lastIndexOf("@");
    const label = at < 0 ? usual : id.slice(0, at) || usual;
    add(free(label, secrets), label, await secretFrom(at < 0 ? id : id.slice(at + 1), label));
  }
  for (const [index, file] of options.vaultPasswordFiles.entries())
    add(
      index === 0 && !secrets.has(usual) ? usual : `${usual}-${index}`,
      usual,
      await secretFrom(file, usual),
    );
  if (options.askVaultPass) add(usual, usual, await secretFrom("prompt", usual));
  if (!settings.vaultIdMatch) return secrets;
  return Object.assign(secrets, { labelled: (label = usual) => byLabel.get(label) ?? [] });
}

/** Several passwords may have one label: all are tried, the first is encrypted with. */
function free(label: string, secrets: ReadonlyMap<string, Secret>): string {
  for (let name = label, count = 1; ; name = `${label}-${count++}`) if (!secrets.has(name)) return name;
}

async function secretFrom(source: string, label: string): Promise<Secret> {
  if (source !== "prompt" && source !== "prompt_ask_vault_pass") return secretOf(source, label);
  const prompt = `Vault password (${label}): `;
  const answer = process.stdin.isTTY ? await ask(prompt, { echo: false }) : pipedLine();
  if (answer === undefined)
    throw new Fault("VAULT_FAILED", "nobody is there to give the vault password", {
      hint: "use --vault-password-file",
    });
  return new Secret(answer);
}

function secretOf(file: string, label: string): Secret {
  const text = passwordFile(file, label);
  if (text === "")
    throw new Fault("VAULT_FAILED", `Invalid vault password was provided from ${file}: it is empty`);
  return new Secret(text);
}

/** What a program that stands for the terminal writes: `echo PASSWORD | tera playbook -J …`. */
function pipedLine(): string | undefined {
  const [line = ""] = readFileSync(0, "utf8").split(/\r?\n/);
  return line === "" ? undefined : line;
}
