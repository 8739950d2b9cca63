import type { Answer } from "../../model/result.js";
import type { RequestOptions, Script } from "../../model/script.js";
import type { AnswerBuilder } from "./answer.js";
import type { Lookout } from "./stuck.js";

/** A request on its way, and what has been heard of it. */
export interface Entry {
  script: Script;
  options: RequestOptions;
  /** files that were sent for it: name -> path on the host */
  uploaded: Map<string, string>;
  builder: AnswerBuilder;
  code: number | undefined;
  errorEnded: boolean;
  timer?: NodeJS.Timeout | undefined;
  lookout?: Lookout | undefined;
  resolve(answer: Answer | "halted"): void;
  reject(error: unknown): void;
}

/** What a request holds up that waits for a file: what was in the pipe behind it comes before what was sent since. */
export class HeldUp {
  #behind: Entry[] = [];
  #since: Entry[] = [];

  /** the host has answered it with "halted" */
  behind(entry: Entry): void {
    this.#behind.push(entry);
  }

  /** it has not left yet */
  since(entry: Entry): void {
    this.#since.push(entry);
  }

  /** All of them, in the order in which they were sent; none is held up any more. */
  release(): Entry[] {
    const all = [...this.#behind, ...this.#since];
    this.#behind = [];
    this.#since = [];
    return all;
  }
}
