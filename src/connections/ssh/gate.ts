/** sshd begins to drop connections that have not logged in at 10 of them (MaxStartups). */
const MOST_STARTING = 8;
/** More handshakes at once than this end no sooner: each takes some 10 ms of computing. */
const MOST_HANDSHAKES = 64;

/** Lets a few in at a time; how many is learned from who is turned away. */
class Gate {
  #limit: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
  }

  /** Resolves when there is room; what it gives must be called once, at the end. */
  async enter(): Promise<() => void> {
    if (this.#inside >= Math.floor(this.#limit))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inside -= 1;
      this.#admit();
    };
  }

  /** Somebody was turned away behind the gate: half as many may try at once. */
  narrow(): void {
    this.#limit = Math.max(1, this.#limit / 2);
  }

  /** Somebody came through: soon one more may. */
  widen(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
    this.#admit();
  }

  #admit(): void {
    while (this.#inside < Math.floor(this.#limit) && this.#waiting.length > 0) {
      this.#inside += 1;
      this.#waiting.shift()!();
    }
  }
}

const handshakes = new Gate(MOST_HANDSHAKES);
const endpoints = new Map<string, Gate>();

/** A place among those who connect to an endpoint and have not logged in. */
export interface Place {
  /** the server closed the connection before it said a word: fewer at once */
  dropped(): void;
  /** logged in; the place at the endpoint is kept until the first program there runs */
  admitted(): void;
  leave(): void;
}

/** Waits for a place: few at a time per endpoint, not too many in all. */
export async function placeAt(endpoint: string): Promise<Place> {
  let gate = endpoints.get(endpoint);
  if (!gate) {
    gate = new Gate(MOST_STARTING);
    endpoints.set(endpoint, gate);
  }
  const own = gate;
  const leaveEndpoint = await own.enter();
  const leaveHandshakes = await handshakes.enter();
  return {
    dropped: () => own.narrow(),
    admitted: () => {
      own.widen();
      leaveHandshakes();
    },
    leave: () => {
      leaveHandshakes();
      leaveEndpoint();
    },
  };
}
