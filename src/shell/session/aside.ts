import type { Channel, Connection } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import type { Become } from "../../model/session.js";
import { becomeCommand, startAs } from "./become.js";

export interface Finished {
  stdout: Buffer;
  stderr: Buffer;
  code: number | null;
}

export interface AsideOptions {
  become: Become | undefined;
  /** in which another user has to be become */
  seconds: number;
  /** how the shell of the host is asked to run a command */
  beside(command: string): string;
}

/** Commands on channels of their own, as the user of a session, which ends them with itself. */
export class Aside {
  readonly #connection: Connection;
  readonly #become: Become | undefined;
  readonly #seconds: number;
  readonly #beside: (command: string) => string;
  readonly #open = new Set<Channel>();
  #isClosed = false;

  constructor(connection: Connection, options: AsideOptions) {
    this.#connection = connection;
    this.#become = options.become;
    this.#seconds = options.seconds;
    this.#beside = options.beside;
  }

  /** Runs a command; settles too where the channel ends before everything was written. */
  async run(command: string, input?: AsyncIterable<Buffer>): Promise<Finished> {
    const { channel, first } = await this.#start(command);
    try {
      const stdout: Buffer[] = [first];
      const stderr: Buffer[] = [];
      channel.onStdout((data) => stdout.push(data));
      channel.onStderr((data) => stderr.push(data));
      await write(channel, input);
      const { code } = await channel.exit;
      return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), code };
    } catch (error) {
      channel.close();
      throw error;
    } finally {
      this.#open.delete(channel);
    }
  }

  /** Runs a command whose output is taken piece by piece; the host waits where the sink is slow. */
  async read(command: string, sink: (chunk: Buffer) => Promise<void>): Promise<Omit<Finished, "stdout">> {
    const { channel, first } = await this.#start(command);
    try {
      const stderr: Buffer[] = [];
      channel.onStderr((data) => stderr.push(data));
      const flow = new Flow(channel, sink);
      if (first.length > 0) flow.take(first);
      channel.onStdout((data) => flow.take(data));
      channel.end();
      const { code } = await channel.exit;
      await flow.done();
      return { stderr: Buffer.concat(stderr), code };
    } catch (error) {
      channel.close();
      throw error;
    } finally {
      this.#open.delete(channel);
    }
  }

  /** Gives up on all of them. */
  close(): void {
    this.#isClosed = true;
    for (const channel of this.#open) channel.close();
  }

  async #start(command: string): Promise<{ channel: Channel; first: Buffer }> {
    if (!this.#become) {
      const channel = await this.#channel(this.#beside(command));
      return { channel, first: Buffer.alloc(0) };
    }
    const became = becomeCommand(this.#become, command);
    const channel = await this.#channel(became.command);
    try {
      return { channel, first: await startAs(channel, this.#become, became, this.#seconds) };
    } catch (error) {
      this.#open.delete(channel);
      throw error;
    }
  }

  /** One that comes when all was given up is closed at once: nobody else would end it. */
  async #channel(command: string): Promise<Channel> {
    const channel = await this.#connection.open(command);
    if (this.#isClosed) {
      channel.close();
      throw new Fault("CONNECTION_LOST", "the session is closed");
    }
    this.#open.add(channel);
    return channel;
  }
}

/** So many bytes may be on their way to a sink before the host is told to wait. */
const MOST_WAITING = 4 << 20;

/** Hands pieces to a sink one after the other, and holds the channel where they pile up. */
class Flow {
  readonly #channel: Channel;
  readonly #sink: (chunk: Buffer) => Promise<void>;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failed = false;

  constructor(channel: Channel, sink: (chunk: Buffer) => Promise<void>) {
    this.#channel = channel;
    this.#sink = sink;
  }

  take(chunk: Buffer): void {
    this.#waiting += chunk.length;
    if (this.#waiting > MOST_WAITING) this.#channel.pause?.();
    this.#work = this.#work.then(() => this.#give(chunk));
    // told by `done`; the program need not go on
    this.#work.catch(() => {
      if (!this.#failed) this.#channel.close();
      this.#failed = true;
    });
  }

  async done(): Promise<void> {
    await this.#work;
  }

  async #give(chunk: Buffer): Promise<void> {
    await this.#sink(chunk);
    this.#waiting -= chunk.length;
    if (this.#waiting <= MOST_WAITING / 2) this.#channel.resume?.();
  }
}

async function write(channel: Channel, input: AsyncIterable<Buffer> | undefined): Promise<void> {
  let ended = false;
  const end = channel.exit.then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  for await (const chunk of input ?? []) {
    if (ended) return;
    channel.write(chunk);
    if (channel.congested)
      await Promise.race([end, new Promise<void>((resolve) => channel.onDrain(resolve))]);
  }
  channel.end();
}
