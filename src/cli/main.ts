#!/usr/bin/env node
import { setMaxListeners } from "node:events";
import { Fault } from "../model/errors.js";
import { whenTooLong } from "../model/patience.js";
import { commandLine, red, report } from "./command_line.js";
import { EXIT_CODES } from "./options/exit_codes.js";

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
commandLine(process.argv.slice(2), {
  signal: stop.signal,
  begins: (command) => {
    endsItself = command.endsItself ?? false;
  },
})
  .catch(report)
  .then((code) => process.stdout.write("", (error) => end(signalCode ?? code, error)), report);
