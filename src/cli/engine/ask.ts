import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Asks at the terminal; undefined where there is none or nobody answers in time. */
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
    return await new Promise((resolve) => {
      if (options.seconds !== undefined) setTimeout(() => resolve(undefined), options.seconds * 1000).unref();
      lines.once("close", () => resolve(undefined));
      lines.question(prompt, resolve);
      muted = !options.echo;
    });
  } finally {
    lines.close();
    if (!options.echo) process.stderr.write("\n");
  }
}
