import { Fault } from "../../model/errors.js";
import type { LocalFile } from "../../model/script.js";
import type { Aside } from "./aside.js";
import type { Destination, Uploaded, Uploader } from "./dialect.js";
import { quote } from "./quote.js";
import { chunksOf } from "./request.js";

/** A file of the controller that has gone or cannot be read any more is a failure of its task; other faults stay. */
export function unread(error: unknown): { failure: string } {
  if (error instanceof Fault) throw error;
  return { failure: `cannot read a file of the controller: ${(error as Error).message}` };
}

/**
 * Sends files to a host, each by a channel of its own, into the folder that the session made there. Those of requests
 * that are done are removed with the next one: a folder for temporary files need not hold all files of a run at once.
 */
export class Uploads implements Uploader {
  readonly #aside: Aside;
  #count = 0;
  #done: string[] = [];

  constructor(aside: Aside) {
    this.#aside = aside;
  }

  /** These are not needed any more. */
  done(paths: Iterable<string>): void {
    this.#done.push(...paths);
  }

  /** Faults: CONNECTION_LOST, where the connection ends before the file is there. */
  async send(file: LocalFile, { folder, name }: Destination): Promise<Uploaded> {
    this.#count += 1;
    const path = `${folder}/${name}-${this.#count}`;
    const done = this.#done.length > 0 ? `rm -f -- ${this.#done.map(quote).join(" ")}; ` : "";
    this.#done = [];
    const target = quote(path);
    const command = `umask 077; ${done}LC_ALL=C; export LC_ALL; set -C; cat >${target} && wc -c <${target} || { rm -f -- ${target}; exit 1; }`;
    const { stdout, stderr, code } = await this.#aside.run(command, chunksOf(file.content));
    const said = stderr.toString().trim().split("\n").at(-1)!;
    if (code === null) throw new Fault("CONNECTION_LOST", "the connection was lost while a file was sent");
    if (code !== 0)
      return { failure: `cannot send a file to ${folder}: ${said.split(": ").at(-1) || `status ${code}`}` };
    const size = Number(stdout.toString());
    if (size !== file.size)
      return { failure: `a file did not arrive whole: ${size} of ${file.size} bytes are in ${folder}` };
    return { path };
  }
}
