#!/usr/bin/env node
import { setMaxListeners } from "node:events";
import { Fault, Faults } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import { whenTooLong } from "../model/patience.js";
import { visible } from "../reporters/text/visible.js";
import { COMMANDS } from "./commands.js";
import { commandHelp, programHelp } from "./help/help.js";
import { codeOf, EXIT_CODES } from "./options/exit_codes.js";
import { VERSION } from "./options/version.js";

const stop = new AbortController();
// every host that is being connected to listens: Node would warn of a leak from the eleventh on
setMaxListeners(0, stop.signal);
/** the code that the program ends with since what it prints reaches nobody */
let unheard: number | undefined;
let endsItself: boolean | "soon" = false;
/** the code of the signal that ends the program: it can be no other one then */
let signalCode: number | undefined;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** so long may what was begun take to end, in milliseconds */
const PATIENCE = 1500;

/** A run closes its connections and shows how far it came; a second Ctrl-C does not wait for that. */
function onSignal(name: "SIGINT" | "SIGTERM"): void {
  const isFirst = signalCode === undefined;
  signalCode ??= EXIT_CODES[name === "SIGINT" ? "interrupted" : "terminated"][0];
  if (!isFirst || !endsItself) leave(signalCode);
  stop.abort(new Fault("INTERRUPTED", `stopped by ${name === "SIGINT" ? "the user (Ctrl-C)" : "SIGTERM"}`));
  if (endsItself === "soon") setTimeout(leave, PATIENCE, signalCode).unref();
}

/** The reader has gone (`| head`), or the disk of the log is full: a run that nobody can follow is stopped. */
function onOutputError({ code, message }: NodeJS.ErrnoException): void {
  if (unheard !== undefined) return;
  const isGone = code === "EPIPE";
  unheard = EXIT_CODES[isGone ? "brokenPipe" : "error"][0];
  if (!isGone) process.stderr.write(`${red("ERROR!")} the output cannot be written: ${message}\n`);
  stop.abort(new Fault("INTERRUPTED", "nobody reads the output any more"));
}

/** All that was printed has been written, or cannot be. */
function end(code: number, failure: Error | null | undefined): never {
  if (failure) onOutputError(process.stdout.errored ?? failure);
  leave(code);
}

function leave(code: number): never {
  if (process.stdout.isTTY && process.env.TERM !== "dumb" && unheard === undefined)
    process.stdout.write("\u001b[?25h"); // a live view may have hidden the cursor
  process.exit(unheard ?? code);
}

async function main(words: readonly string[]): Promise<number> {
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
  endsItself = command.endsItself ?? false;
  const { run } = await command.load();
  return run({ ...input, signal: stop.signal });
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
function report(error: unknown): number {
  const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : undefined;
  if (!faults) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${red("ERROR!")} this is a defect of tera, please report it:\n${text}\n`);
    return EXIT_CODES.defect[0];
  }
  for (const fault of faults) process.stderr.write(`${red("ERROR!")} ${visible(fault.format())}\n`);
  return codeOf(faults[0]?.code);
}

function red(text: string): string {
  return process.stderr.isTTY && !process.env.NO_COLOR ? `\u001b[0;31m${text}\u001b[0m` : text;
}

/** Nothing is left that could go on, and yet the work is not finished: that must not look like success. */
function onIdle(): void {
  // it waited for a reader
  if (unheard !== undefined) leave(unheard);
  process.stderr.write(
    `${red("ERROR!")} this is a defect of tera, please report it: the work stopped before it was finished\n`,
  );
  leave(signalCode ?? EXIT_CODES.defect[0]);
}

/** While something computes without a pause, a signal ends the program as it would end any other. */
function letSignalsThrough(): () => void {
  for (const name of SIGNALS) process.off(name, onSignal);
  return listenToSignals;
}

function listenToSignals(): void {
  for (const name of SIGNALS) process.on(name, onSignal);
}

listenToSignals();
whenTooLong(letSignalsThrough);
process.stdout.on("error", onOutputError);
process.stderr.on("error", () => {});
process.on("beforeExit", onIdle);
main(process.argv.slice(2))
  .catch(report)
  .then((code) => process.stdout.write("", (error) => end(signalCode ?? code, error)), report);
