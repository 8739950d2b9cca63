import type { Role } from "../../model/play.js";
import type { Position } from "../order/position.js";
import type { Failure } from "./host.js";

/** A failure of one host that is one of all hosts of its batch. */
export interface Fatal {
  position: Position;
  failure: Failure;
  /** `limit` (max_fail_percentage): nobody goes on, not even to rescue or to clean up */
  kind: "failure" | "limit";
}

/** The steps that an `always` cleans up after: those of its block that come before it. */
export interface Guard {
  block: Position;
  always: Position;
}

interface Held {
  failure: Failure | undefined;
  failedAt: Position;
  survived: Fatal | undefined;
  after: Guard;
}

const isWithin = (position: Position, { block, always }: Guard): boolean =>
  position.startsWith(block) && position < always;

/** What has become of one host in a play. Nothing but the verbs here changes it. */
export class Fate {
  #failure: Failure | undefined;
  #held: Held[] = [];
  #unreachable = false;
  #failedAt: Position = "";
  #endedAt: Position | undefined;
  #removedAt: Position | undefined;
  #survived: Fatal | undefined;
  #endedRole: Role | undefined;
  #forgiven = false;
  #brokenOff: string | undefined;

  /** the failure that keeps the host from going on */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  get unreachable(): boolean {
    return this.#unreachable;
  }

  /** `meta: end_host` was met */
  get ended(): boolean {
    return this.#endedAt !== undefined;
  }

  /** Has it neither failed without a rescue nor ended before `position`, however far it is by now? */
  isLeftAt(position: Position): boolean {
    return [this.#endedAt, this.#removedAt].every((at) => at === undefined || at >= position);
  }

  /** set by `meta: end_role` until the role's block is left */
  get endedRole(): Role | undefined {
    return this.#endedRole;
  }

  /** `meta: clear_host_errors` came after its failure: it is not out of the next plays */
  get forgiven(): boolean {
    return this.#forgiven;
  }

  /** `isRescued`: some block around it has a rescue, so that the host is still among those of the play. */
  fail(failure: Failure, position: Position, isRescued: boolean): void {
    if (!isRescued) this.#removedAt ??= position;
    if (!this.#failure) this.#failedAt = position;
    this.#forgiven = false;
    this.#failure ??= failure;
    this.#unreachable ||= failure.result.status === "unreachable";
  }

  /** Does the batch's fatal failure stop this host at `position`? */
  isStoppedBy(fatal: Fatal | undefined, position: Position): boolean {
    if (fatal === undefined || position <= fatal.position) return false;
    if (fatal.kind === "limit") return true;
    return fatal !== this.#survived && !this.#held.some(({ after }) => isWithin(fatal.position, after));
  }

  /** The failure is over: its own, or that of all hosts. */
  rescueFrom(fatal: Fatal | undefined): void {
    this.#failure = undefined;
    this.#survived = fatal;
  }

  /** Its own failure, or the one of all hosts that it has not survived yet. */
  failureOf(fatal: Fatal | undefined): Failure | undefined {
    return this.#failure ?? this.#fatalFor(fatal)?.failure;
  }

  #fatalFor(fatal: Fatal | undefined): Fatal | undefined {
    return fatal === this.#survived ? undefined : fatal;
  }

  /** Sets the failure aside for what runs in spite of it. The function given back makes it stand again. */
  cleanUp(fatal: Fatal | undefined, after: Guard): (fatalNow: Fatal | undefined) => void {
    const held: Held = {
      failure: this.#failure,
      failedAt: this.#failedAt,
      survived: this.#survived,
      after,
    };
    this.#held.push(held);
    this.#failure = undefined;
    this.#survived = fatal;
    return (fatalNow) => {
      this.#held = this.#held.filter((one) => one !== held);
      this.#failure ??= held.failure;
      if (fatalNow === fatal) this.#survived = held.survived;
    };
  }

  /**
   * `meta: clear_host_errors` at `position`: a host that is cleaning up has not failed any more, one that has stopped
   * stays so. What comes after it in the play is not forgiven, though hosts may be ahead.
   */
  forgive(fatal: Fatal | undefined, position: Position): void {
    this.#forgiven ||= this.#failure !== undefined && this.#failedAt < position;
    const survived = fatal && fatal.position < position ? { survived: fatal } : {};
    for (const held of this.#held)
      if (held.failure === undefined || held.failedAt < position)
        Object.assign(held, { failure: undefined, ...survived });
  }

  /** The user has stopped the run while this step was under way. */
  breakOff(step: string): void {
    this.#brokenOff ??= step;
  }

  /** the step that was broken off: what was begun after it is not concluded */
  get brokenOff(): string | undefined {
    return this.#brokenOff;
  }

  end(position: Position): void {
    this.#endedAt ??= position;
  }

  endRole(role: Role | undefined): void {
    this.#endedRole = role;
  }

  /** The role's block is left. */
  leaveRole(role: Role): void {
    if (this.#endedRole === role) this.#endedRole = undefined;
  }
}
