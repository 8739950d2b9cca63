import { Fault, Faults } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import { visible } from "../reporters/text/visible.js";
import { COMMANDS } from "./commands.js";
import { commandHelp, programHelp } from "./help/help.js";
import { codeOf, EXIT_CODES } from "./options/exit_codes.js";
import type { Command } from "./options/option.js";
import { VERSION } from "./options/version.js";

/** What a command that is typed is given beside its words. */
export interface Around {
  signal: AbortSignal;
  /** hears which command it is, before it is loaded */
  begins?(command: Command): void;
}

/** Does what is typed behind `tera`, and gives the code to end with. Throws faults, which `report` shows. */
export async function commandLine(words: readonly string[], { signal, begins }: Around): Promise<number> {
  const [name, ...rest] = words;
  if (name === "--version" || name === "version") return say(`tera ${VERSION}\n`);
  if (name === undefined || name === "--help" || name === "-h") return say(programHelp(COMMANDS, VERSION));
  if (name === "help") return help(rest[0]);
  const command = commandNamed(name);
  const end = rest.indexOf("--");
  const options = end < 0 ? rest : rest.slice(0, end);
  if (options.includes("--help") || options.includes("-h")) return help(name);
  if (options.includes("--version")) return say(`tera ${VERSION}\n`);
  const { parseWords } = await import("./options/parse.js");
  const input = parseWords(command, rest);
  begins?.(command);
  const { run } = await command.load();
  return run({ ...input, signal });
}

function help(name: string | undefined): number {
  if (name === undefined) return say(programHelp(COMMANDS, VERSION));
  return say(commandHelp(commandNamed(name), process.stdout.columns || 80));
}

function commandNamed(name: string) {
  const found = COMMANDS.find((command) => command.name === name);
  if (found) return found;
  const shown = COMMANDS.filter((command) => !command.hidden).map((command) => command.name);
  if (name.startsWith("-")) throw misplaced(name);
  throw new Fault("USAGE", `there is no command \`${name}\``, {
    hint: suggest(name, shown) ?? "see `tera --help`",
  });
}

/** An option before the command: its own two, misspelt, or one of a command. */
function misplaced(option: string): Fault {
  const near = suggest(option, ["--help", "--version"]);
  if (near) return new Fault("USAGE", `there is no option \`${option}\``, { hint: near });
  return new Fault("USAGE", `\`${option}\` stands before the command`, {
    hint: `options belong behind the command: \`tera playbook ${option} ...\`; see \`tera --help\``,
  });
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Shows what went wrong, and says with which code to end. */
export function report(error: unknown): number {
  const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : undefined;
  if (!faults) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${red("ERROR!")} this is a defect of tera, please report it:\n${text}\n`);
    return EXIT_CODES.defect[0];
  }
  for (const fault of faults) process.stderr.write(`${red("ERROR!")} ${visible(fault.format())}\n`);
  return codeOf(faults[0]?.code);
}

export function red(text: string): string {
  return process.stderr.isTTY && !process.env.NO_COLOR ? `\u001b[0;31m${text}\u001b[0m` : text;
}
