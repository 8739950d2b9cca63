import { Fault } from "../../model/errors.js";
import { addOption, type SshOptions, splitOption } from "./config_file.js";

/** What ssh's command line says: options as in a file, and a file in place of the usual ones. */
export interface CommandLine {
  options: SshOptions;
  /** -F */
  file?: string | undefined;
}

/** Letters with a value, and the option that each is another name of. */
const NAMED: Readonly<Record<string, string>> = {
  J: "ProxyJump",
  i: "IdentityFile",
  p: "Port",
  l: "User",
  b: "BindAddress",
  c: "Ciphers",
  m: "MACs",
};
const FLAGS: Readonly<Record<string, readonly [name: string, value: string]>> = {
  A: ["ForwardAgent", "yes"],
  a: ["ForwardAgent", "no"],
  4: ["AddressFamily", "inet"],
  6: ["AddressFamily", "inet6"],
};
/** Letters that count in place of all that was said before: the last one wins. */
const LAST = new Set("Aa46bcm");
/** Other letters that take a value: it is no option of its own. */
const WITH_VALUE = new Set("BDEILOQRSWwe");

/**
 * Reads words as ssh does. What bears on nothing that is done here (-C, -v, -q, control sockets) changes nothing; a
 * word that is no option would be the host for ssh. Fault: CONNECTION_FAILED.
 */
export function readCommandLine(words: readonly string[]): CommandLine {
  const line: CommandLine = { options: new Map() };
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === "") continue;
    if (!/^-[A-Za-z0-9]/.test(word))
      throw new Fault("CONNECTION_FAILED", `\`${word}\` among ssh's arguments is no option`, {
        hint: "ansible_ssh_args, ansible_ssh_common_args, ansible_ssh_extra_args and their settings take ssh's options",
      });
    for (let at = 1; at < word.length; at++) {
      const letter = word[at]!;
      const flag = FLAGS[letter];
      if (flag) setOption(line, letter, flag);
      const takesValue = letter in NAMED || letter === "o" || letter === "F" || WITH_VALUE.has(letter);
      if (!takesValue) continue;
      const rest = word.slice(at + 1);
      setValue(line, letter, rest === "" ? (words[++index] ?? "") : rest);
      break;
    }
  }
  return line;
}

function setValue(line: CommandLine, letter: string, value: string): void {
  if (letter === "F") line.file = value;
  else if (letter === "o") {
    const option = splitOption(value);
    if (option) addOption(line.options, option);
  } else if (letter in NAMED) setOption(line, letter, [NAMED[letter]!, value]);
}

function setOption({ options }: CommandLine, letter: string, [name, value]: readonly [string, string]): void {
  if (LAST.has(letter)) options.delete(name.toLowerCase());
  addOption(options, { name, words: [value] });
}
