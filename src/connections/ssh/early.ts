import type { Client } from "ssh2";
import { type Program, startProgram } from "./program.js";

/** What of ssh2 is used beyond its types, to write requests before their turn. */
interface Internals {
  _remoteVer?: string;
  _chanMgr?: { remove(id: number): void };
  _protocol?: {
    exec(channel: number, command: string, wantReply?: boolean): void;
    channelWindowAdjust(channel: number, bytes: number): void;
  };
}

/** The first channel of a connection, on either side of it: OpenSSH counts from nought, as ssh2 does. */
const FIRST = 0;

/**
 * The first program of a connection, asked for in the same breath as the login. A server reads what comes after
 * the request that lets the user in when it has done so (RFC 4252, 5.3), so that opening the channel and starting
 * the program cost no round trips of their own. Only with OpenSSH: others hang up at a request before its time,
 * and it is known there which number the channel gets. A login that is refused takes it back.
 */
export class EarlyProgram {
  readonly #client: Client;
  readonly #command: string;
  #started: Promise<Program> | undefined;
  #restore: (() => void) | undefined;

  constructor(client: Client, command: string) {
    this.#client = client;
    this.#command = command;
    client.once("ready", () => this.#release());
  }

  /** It has been asked for, and nobody has it yet. */
  get isAsked(): boolean {
    return this.#started !== undefined;
  }

  /** To be called when the request to log in has been written. */
  ask(): void {
    const { _protocol: protocol, _remoteVer: server } = this.#internals;
    if (this.#started || !protocol || !this.#internals._chanMgr || !/^OpenSSH_/.test(server ?? "")) return;
    this.#started = startProgram(this.#client, this.#command, {});
    this.#started.catch(() => {}); // told to whoever wants the program
    protocol.exec(FIRST, this.#command, true);
    this.#skipExec(protocol);
  }

  /** The login was refused: what was asked for with it does not come. */
  takeBack(): void {
    if (!this.#started) return;
    this.#started = undefined;
    this.#restore?.();
    this.#internals._chanMgr?.remove(FIRST);
  }

  /** The program, for the first who wants this one. */
  taken(command: string): Promise<Program> | undefined {
    const started = command === this.#command ? this.#started : undefined;
    if (started) this.#started = undefined;
    return started;
  }

  get #internals(): Internals {
    return this.#client as unknown as Internals;
  }

  /** ssh2 asks for the program when it hears of the channel: that has been done. */
  #skipExec(protocol: NonNullable<Internals["_protocol"]>): void {
    const exec = protocol.exec.bind(protocol);
    this.#restore = () => {
      protocol.exec = exec;
      this.#restore = undefined;
    };
    protocol.exec = () => this.#restore?.();
  }

  /** The server holds small packets back until what it sent before is acknowledged: with this, that is at once. */
  #release(): void {
    if (this.#started) this.#internals._protocol?.channelWindowAdjust(FIRST, 0);
  }
}
