import type { Channel } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import type { WinrmClient } from "./client.js";
import { type CommandRef, outputOf, receiveOutput, sendInput, signalCommand } from "./operations.js";
import { lostFault } from "./unreachable.js";
import { WsmanFault } from "./wsman_fault.js";

/** Raw bytes of one Send: with base64 and the envelope they stay below the 500 kB that a host takes. */
const MOST_SENT = 350_000;
/** Waiting bytes from which on the writer is asked to wait. */
const CONGESTED = 4 << 20;

/** What a command needs: input and output travel by connections of their own, since a Receive waits at the server. */
export interface Clients {
  sending: WinrmClient;
  receiving: WinrmClient;
}

/** A command of a WinRM shell as a channel of three byte streams. */
export class WinrmChannel implements Channel {
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
  readonly #clients: Clients;
  readonly #command: CommandRef;
  readonly #stdout = new Listeners();
  readonly #stderr = new Listeners();
  readonly #drained: (() => void)[] = [];
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isEnded = false;
  #isSending = false;
  #isClosed = false;
  #resume: (() => void) | undefined;
  #paused: Promise<void> | undefined;

  constructor(clients: Clients, command: CommandRef) {
    this.#clients = clients;
    this.#command = command;
    this.exit = this.#receive();
    this.exit.catch(() => {});
  }

  write(data: Buffer | string): void {
    if (this.#isEnded || this.#isClosed) return;
    const bytes = Buffer.from(data);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#startSending();
  }

  get congested(): boolean {
    return this.#waitingBytes > CONGESTED;
  }

  onDrain(listener: () => void): void {
    this.#drained.push(listener);
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#startSending();
  }

  onStdout(listener: (data: Buffer) => void): void {
    this.#stdout.add(listener);
  }

  onStderr(listener: (data: Buffer) => void): void {
    this.#stderr.add(listener);
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#resume?.();
    this.#paused = undefined;
  }

  /** Ends the command, and what it has started. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.resume();
    this.#clients.sending.send(signalCommand(this.#command, "terminate")).catch(() => {});
  }

  #startSending(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    // what is written in one turn goes out together
    setImmediate(() => this.#sendAll().catch(() => {}));
  }

  async #sendAll(): Promise<void> {
    try {
      while (!this.#isClosed && (this.#waitingBytes > 0 || this.#isEnded)) {
        const piece = this.#take();
        const isLast = this.#isEnded && this.#waitingBytes === 0;
        await this.#clients.sending.send(sendInput(this.#command, piece, isLast));
        if (!this.congested) for (const listener of this.#drained.splice(0)) listener();
        if (isLast) return;
      }
    } catch (error) {
      // the command may have ended by itself: what it said comes by Receive. Anything else ends it
      if (!(error instanceof WsmanFault)) this.#fail(error);
      this.#isClosed = true;
      for (const listener of this.#drained.splice(0)) listener();
      return;
    }
    this.#isSending = false;
  }

  #take(): Buffer {
    const all = Buffer.concat(this.#waiting);
    const piece = all.subarray(0, MOST_SENT);
    this.#waiting = piece.length < all.length ? [all.subarray(piece.length)] : [];
    this.#waitingBytes = all.length - piece.length;
    return piece;
  }

  #failure: unknown;

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#clients.sending.send(signalCommand(this.#command, "terminate")).catch(() => {});
  }

  async #receive(): Promise<{ code: number | null; signal: string | null }> {
    for (;;) {
      await this.#paused;
      const output = await this.#ask();
      for (const bytes of output?.stdout ?? []) this.#stdout.give(bytes);
      for (const bytes of output?.stderr ?? []) this.#stderr.give(bytes);
      if (output?.code === undefined) continue;
      const code = output.code;
      if (!this.#isClosed) this.close();
      if (this.#failure) throw lostFault(this.#failure);
      return { code, signal: null };
    }
  }

  async #ask() {
    try {
      return outputOf(await this.#clients.receiving.send(receiveOutput(this.#command)));
    } catch (error) {
      if (error instanceof WsmanFault && error.isSilence && !this.#failure) {
        if (this.#isClosed) throw new Fault("CONNECTION_LOST", "the command was ended");
        return undefined;
      }
      this.#isClosed = true;
      for (const listener of this.#drained.splice(0)) listener();
      throw lostFault(this.#failure ?? error);
    }
  }
}

/** Who listens to a stream; what comes before anybody does is kept for the first. */
class Listeners {
  readonly #listeners: ((data: Buffer) => void)[] = [];
  #early: Buffer[] = [];

  add(listener: (data: Buffer) => void): void {
    this.#listeners.push(listener);
    for (const data of this.#early.splice(0)) listener(data);
  }

  give(data: Buffer): void {
    if (this.#listeners.length === 0) this.#early.push(data);
    for (const listener of this.#listeners) listener(data);
  }
}
