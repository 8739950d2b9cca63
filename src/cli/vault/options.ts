import type { OptionGroup } from "../options/option.js";

/** What `tera vault` writes, and with which password. */
export const vaultWriting: OptionGroup = {
  title: "What is written",
  options: [
    {
      name: "outputFile",
      flags: "--output",
      value: "FILE",
      completes: "file",
      about: "write there instead (`-`: standard output)",
    },
    {
      name: "stringNames",
      flags: "-n, --name",
      value: "NAME",
      kind: "list",
      about: "encrypt_string: name of the variable; one for each text",
    },
    {
      name: "stdinName",
      flags: "--stdin-name",
      value: "NAME",
      about: "encrypt_string: name of what comes from standard input",
    },
    {
      name: "encryptVaultId",
      flags: "--encrypt-vault-id",
      value: "LABEL",
      about: "which of several passwords to encrypt with",
    },
    {
      name: "newVaultId",
      flags: "--new-vault-id",
      value: "LABEL@SOURCE",
      about: "rekey: the new password, with its label",
    },
    {
      name: "newVaultPasswordFile",
      flags: "--new-vault-password-file",
      value: "FILE",
      completes: "file",
      about: "rekey: file with the new password",
    },
  ],
};
