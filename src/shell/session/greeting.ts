import { Fault } from "../../model/errors.js";
import { nonsense } from "./frame.js";

/** A shell prints nothing of its own before it runs our first line; a profile may print a page. */
const NOISE_LIMIT = 1024 * 1024;
const SHOWN = 300;

/**
 * Waits for the first word of a session's shell, and keeps what the host prints instead: restricted shells and
 * expired accounts say there what is the matter.
 */
export class Greeting {
  readonly #lost: (fault: Fault) => void;
  readonly #timer: NodeJS.Timeout;
  #noise = "";
  #length = 0;
  #isOver = false;
  #errorsBegun = false;

  constructor(seconds: number, lost: (fault: Fault) => void) {
    this.#lost = lost;
    this.#timer = setTimeout(() => {
      // what has come meanwhile is looked at first: this side may have been busy
      setTimeout(() => this.#fail(`the shell on the host did not answer within ${seconds} s`), 500);
    }, seconds * 1000);
  }

  /** Until here everything was noise. */
  over(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** What comes on stderr from here on is said by tasks, not by what starts the shell. */
  beginErrors(): void {
    if (this.#errorsBegun) throw nonsense("a second greeting where errors are printed");
    this.#errorsBegun = true;
  }

  get errorsBegun(): boolean {
    return this.#errorsBegun;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  hear(bytes: Buffer): void {
    if (this.#isOver) return;
    this.#length += bytes.length;
    if (this.#noise.length < 4096) this.#noise += bytes.subarray(0, 4096).toString();
    if (this.#length > NOISE_LIMIT) this.#fail("the shell on the host prints without end");
  }

  /** What was printed, as it may be shown to a person. */
  get said(): string {
    const text = this.#noise.replace(/[\s\0]+/g, " ").trim();
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    return shown.replace(
      /[\x00-\x1f\x7f-\x9f]/g,
      (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
  }

  /** Why there is no shell: `what`, and what the host said. */
  fault(what: string): Fault {
    if (this.#noise.includes("T_M=") && this.#noise.includes("t_go()"))
      return new Fault("SESSION_BROKEN", `${what}: it sends back what it is told`, { hint: HINT });
    const { said } = this;
    return new Fault("SESSION_BROKEN", said === "" ? what : `${what}, it printed: ${said}`, { hint: HINT });
  }

  #fail(what: string): void {
    if (this.#isOver) return;
    this.over();
    this.#lost(this.fault(what));
  }
}

const HINT =
  "the user's login shell must be one that runs commands: what does `ssh HOST /bin/sh -c true` print?";
