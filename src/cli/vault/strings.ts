import { encryptVault } from "../../yaml/vault.js";
import { readNamed, writeNamed } from "../named_files.js";
import type { Input } from "../options/option.js";
import type { Chosen } from "./secrets.js";

/** Values for a YAML file: each text with its name, and what comes from standard input with one of its own. */
export function encryptStrings(words: readonly string[], values: Input["values"], chosen: Chosen): number {
  const {
    stringNames: names = [],
    stdinName,
    outputFile,
  } = values as {
    stringNames?: string[];
    stdinName?: string;
    outputFile?: string;
  };
  const given = words.filter((word) => word !== "-");
  const reads = given.length === 0 || given.length < words.length || stdinName !== undefined;
  const blocks = given.map((text, index) => block(text, names[index], chosen));
  if (reads) blocks.unshift(block(readNamed("-"), stdinName ?? names[given.length], chosen));
  if (outputFile === undefined || outputFile === "-") process.stdout.write(blocks.join("\n"));
  else writeNamed(outputFile, blocks.join("\n"), 0o600);
  return 0;
}

function block(text: string, name: string | undefined, { secret, label }: Chosen): string {
  const lines = encryptVault(text, secret, label).trimEnd().split("\n");
  return `${name === undefined ? "" : `${name}: `}!vault |\n${lines.map((line) => `          ${line}\n`).join("")}`;
}
