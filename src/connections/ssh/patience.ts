/** A timer that is late by so much has not run in time: nor has what it waits for been looked at. */
const LATE_MS = 500;
const MOST_GRACES = 3;

/** How long a phase of connecting may take; a program that was too busy to look gets a little more. */
export class Patience {
  readonly #ms: number;
  readonly #out: () => void;
  #timer: NodeJS.Timeout | undefined;
  #graces = 0;

  constructor(seconds: number, out: () => void) {
    this.#ms = seconds * 1000;
    this.#out = out;
    this.again();
  }

  /** The next phase begins; it may take so many times as long. */
  again(times = 1): void {
    this.#arm(this.#ms * times);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer);
    const due = Date.now() + ms;
    this.#timer = setTimeout(() => {
      const late = Date.now() - due;
      if (late < LATE_MS || this.#graces >= MOST_GRACES) return this.#out();
      this.#graces += 1;
      this.#arm(Math.min(ms, late + 1000));
    }, ms);
  }
}
