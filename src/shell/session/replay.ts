import type { Answer } from "../../model/result.js";
import { AnswerBuilder } from "./answer.js";
import { type Frame, FrameReader } from "./frame.js";

/** What a job has printed on its own, without anybody who listened. */
export interface Recording {
  mark: string;
  stdout: Buffer;
  stderr: Buffer;
  /** the status of its shell */
  code: number;
  /** when, in seconds */
  begun: number;
  ended: number;
}

/** The answer that a session would have got. Faults: SESSION_BROKEN, for records that none of ours can be. */
export function replay({ mark, stdout, stderr, code, begun, ended: at }: Recording): Answer {
  const builder = new AnswerBuilder();
  const ended = new FrameScript(builder);
  new FrameReader(mark, (frame) => ended.hear(frame)).push(stdout);
  let isTask = false;
  const errors = new FrameReader(mark, (frame) => {
    if (frame.kind === "record") isTask = frame.verb === "hello";
    else if (isTask) builder.errorOutput(frame.bytes);
  });
  errors.push(stderr);
  const answer =
    ended.code === undefined
      ? builder.failed(`the job ended before its time, with status ${code}`)
      : builder.finish(ended.code);
  return { ...answer, seconds: at - begun, ended: new Date(at * 1000) };
}

/** Follows the records from `begin` to `end`. */
class FrameScript {
  readonly #builder: AnswerBuilder;
  #isTask = false;
  code: number | undefined;

  constructor(builder: AnswerBuilder) {
    this.#builder = builder;
  }

  hear(frame: Frame): void {
    if (frame.kind === "output") {
      if (this.#isTask) this.#builder.output(frame.bytes);
    } else if (frame.verb === "end") {
      this.#isTask = false;
      this.code = Number(frame.words[0]);
    } else if (frame.verb === "begin") this.#isTask = true;
    else this.#builder.record(frame);
  }
}
