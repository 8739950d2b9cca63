import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Fault } from "../../model/errors.js";

/** Ctrl-C, where a question or a program that asks one hears it before we do. */
export const stoppedByUser = (): Fault => new Fault("INTERRUPTED", "stopped by the user (Ctrl-C)");

/**
 * Asks at the terminal; undefined where there is none, nobody answers in time, or the input ends. Ctrl-C is no answer: it
 * stops the program as it does elsewhere, where the terminal would only hand it to the one who asks. Fault: INTERRUPTED.
 */
export async function ask(
  prompt: string,
  options: { echo: boolean; seconds?: number },
): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  let muted = false;
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (!muted) process.stderr.write(chunk as Buffer);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      if (options.seconds !== undefined) setTimeout(() => resolve(undefined), options.seconds * 1000).unref();
      lines.once("SIGINT", () => {
        // before the question fails: a run has to know why
        if (!process.emit("SIGINT", "SIGINT")) process.kill(process.pid, "SIGINT");
        reject(stoppedByUser());
      });
      lines.once("close", () => resolve(undefined));
      lines.question(prompt, resolve);
      muted = !options.echo;
    });
  } finally {
    lines.close();
    if (!options.echo) process.stderr.write("\n");
  }
}
