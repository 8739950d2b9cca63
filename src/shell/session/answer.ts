import { readJson } from "../../model/json_read.js";
import type { Answer, LongOutput } from "../../model/result.js";
import type { Frame } from "./frame.js";
import { Spool, wholeOutput } from "./spool.js";

/** Puts an answer together from the records of one request. */
export class AnswerBuilder {
  readonly #answer: Answer = {
    said: {},
    changed: false,
    warnings: [],
    diffs: [],
    stdout: Buffer.alloc(0),
    stderr: Buffer.alloc(0),
    code: 0,
    seconds: 0,
    timedOut: 0,
  };
  readonly #stdout = new Spool();
  readonly #stderr = new Spool();
  #begun = performance.now();
  #why: string | undefined;
  /** the file that the host asked for, and the folder it is to be put in */
  needs: { file: string; folder: string } | undefined;

  begin(): void {
    this.#begun = performance.now();
  }

  output(bytes: Buffer): void {
    this.#stdout.push(bytes);
  }

  errorOutput(bytes: Buffer): void {
    this.#stderr.push(bytes);
  }

  /** from now on it has failed for this reason, whatever else comes */
  ended(why: string): void {
    this.#why = why;
  }

  timedOut(seconds: number): void {
    this.#answer.timedOut = seconds;
  }

  /** Takes one record; true for those that belong to the middle of an answer. */
  record({ verb, payload }: Frame & { kind: "record" }): boolean {
    const answer = this.#answer;
    const text = (index: number) => payload[index]!.toString();
    switch (verb) {
      case "say":
        answer.said[text(0)] = text(1);
        return true;
      case "json":
        answer.said[text(0)] = parsed(text(1));
        return true;
      case "diff":
      case "content":
        answer.changed = true;
        answer.diffs.push({
          name: text(0),
          before: text(1),
          after: text(2),
          kind: verb === "diff" ? "value" : "content",
        });
        return true;
      case "change":
        answer.changed = true;
        return true;
      case "fail":
        answer.failure = text(0);
        return true;
      case "skip":
        answer.skipped = text(0);
        return true;
      case "warn":
        answer.warnings.push(text(0));
        return true;
      case "need":
        this.needs = { file: text(0), folder: text(1) };
        return true;
      default:
        return false;
    }
  }

  /** An answer that never came: why the request could not be run. */
  failed(why: string): Answer {
    this.#answer.failure = why;
    return this.finish(1);
  }

  #take(name: "stdout" | "stderr", output: Buffer | LongOutput): void {
    const answer = this.#answer;
    if (Buffer.isBuffer(output)) answer[name] = output;
    else {
      answer.long = { ...answer.long, [name]: output };
      const read = (): Buffer => {
        const value = wholeOutput(output);
        Object.defineProperty(answer, name, { value });
        return value;
      };
      Object.defineProperty(answer, name, { get: read, configurable: true });
    }
  }

  finish(code: number): Answer {
    this.#answer.code = code;
    if (this.#why !== undefined) this.#answer.failure = this.#why;
    this.#answer.seconds = (performance.now() - this.#begun) / 1000;
    this.#take("stdout", this.#stdout.finish());
    this.#take("stderr", this.#stderr.finish());
    return this.#answer;
  }
}

function parsed(json: string): unknown {
  try {
    return readJson(json);
  } catch {
    return json;
  }
}
