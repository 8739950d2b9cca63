import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, Connection } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import { type LoggedIn, TooEarly } from "./client.js";
import { Patience } from "./patience.js";
import { type Program, type ProgramEnd, startProgram } from "./program.js";

/** sshd allows 10 sessions on a connection unless told otherwise (MaxSessions). */
const MOST_CHANNELS = 8;

/** One client and its channels; how many it may have is learned where the server refuses one. */
interface Carrier {
  client: LoggedIn;
  open: number;
  most: number;
}

/** What the channels of a connection have in common. */
export interface ChannelOptions {
  /** for every program */
  environment: Record<string, string>;
  /** how long the server may take to start a program */
  seconds: number;
}

/** The server has no room for one more channel on this connection. */
class Refused extends Error {}

/** A host over SSH: one connection, and a further one only where the server allows no more channels on it. */
export class SshConnection implements Connection {
  readonly notes: readonly string[];
  readonly #carriers: Carrier[];
  readonly #logIn: () => Promise<LoggedIn>;
  readonly #options: ChannelOptions;
  #more: Promise<Carrier> | undefined;
  #isClosed = false;

  constructor(first: LoggedIn, logIn: () => Promise<LoggedIn>, options: ChannelOptions) {
    this.#carriers = [carrierOf(first)];
    this.#logIn = logIn;
    this.#options = options;
    this.notes = first.notes;
  }

  /** Starts a command on a channel of its own. Faults: CONNECTION_*. */
  async open(command: string): Promise<Channel> {
    for (;;) {
      if (this.#isClosed) throw closed();
      const carrier = this.#carriers.find(({ open, most }) => open < most) ?? (await this.#another());
      try {
        return await this.#openOn(carrier, command);
      } catch (error) {
        if (error instanceof TooEarly) {
          this.#leave(carrier);
          continue;
        }
        if (!(error instanceof Refused)) throw error;
        // with none open there is nothing that another connection would make better
        if (carrier.open === 0) throw refusal(error);
        carrier.most = carrier.open;
      }
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { client } of this.#carriers) client.close();
  }

  #leave(carrier: Carrier): void {
    const at = this.#carriers.indexOf(carrier);
    if (at >= 0) this.#carriers.splice(at, 1);
  }

  #another(): Promise<Carrier> {
    this.#more ??= this.#logIn()
      .then((client) => {
        const carrier = { ...carrierOf(client), most: this.#carriers[0]?.most ?? MOST_CHANNELS };
        // nobody else would close it
        if (this.#isClosed) {
          client.close();
          throw closed();
        }
        this.#carriers.push(carrier);
        // the first that is lost is the connection itself: that is told to whoever asks
        client.client.once("close", () => this.#leave(carrier));
        return carrier;
      })
      .finally(() => {
        this.#more = undefined;
      });
    return this.#more;
  }

  async #openOn(carrier: Carrier, command: string): Promise<Channel> {
    carrier.open += 1;
    try {
      const program = await this.#start(carrier, command);
      void program.end.then(() => {
        carrier.open -= 1;
        carrier.client.settled();
      });
      return wrap(carrier.client, program);
    } catch (error) {
      carrier.open -= 1;
      carrier.client.settled();
      throw error;
    }
  }

  /** The server may still count a channel that was closed a moment ago. */
  async #start(carrier: Carrier, command: string): Promise<Program> {
    for (let pause = 25; ; pause *= 2) {
      try {
        return await start(carrier.client, command, this.#options);
      } catch (error) {
        if (!(error instanceof Refused) || carrier.open > 1 || pause > 1000) throw error;
        await sleep(pause);
      }
    }
  }
}

const carrierOf = (client: LoggedIn): Carrier => ({ client, open: 0, most: MOST_CHANNELS });

function refusal(error: Error): Fault {
  return new Fault("CONNECTION_LOST", `the host opens no channel: ${error.message}`, { cause: error });
}

const closed = (): Fault => new Fault("CONNECTION_LOST", "the connection is closed");

function lostFault({ endedBecause }: LoggedIn, when: string): Fault {
  const because = endedBecause();
  return new Fault("CONNECTION_LOST", `the connection was lost${when}${because ? `: ${because}` : ""}`);
}

/** Words of ssh2, where the connection has gone. */
const LOST = new Set(["Not connected", "No response from server"]);

async function start(
  logged: LoggedIn,
  command: string,
  { environment, seconds }: ChannelOptions,
): Promise<Program> {
  const { client } = logged;
  const early = logged.early?.taken(command);
  let lost = (): void => {};
  let patience: Patience | undefined;
  try {
    return await Promise.race([
      early ?? startProgram(client, command, environment),
      new Promise<never>((_, reject) => {
        lost = () => reject(early ? new TooEarly() : lostFault(logged, ""));
        client.once("close", lost);
        patience = new Patience(seconds, () => reject(early ? new TooEarly() : silent(seconds)));
      }),
    ]);
  } catch (error) {
    if (error instanceof Fault || error instanceof TooEarly) throw error;
    const failed = error as Error & { reason?: unknown };
    if (early) throw new TooEarly();
    if (LOST.has(failed.message)) throw lostFault(logged, "");
    // only a channel that was not opened has a reason: a command that was refused has none
    throw typeof failed.reason === "number" ? new Refused(failed.message) : refusal(failed);
  } finally {
    client.removeListener("close", lost);
    patience?.end();
  }
}

const silent = (seconds: number): Fault =>
  new Fault("CONNECTION_LOST", `the host started no program for ${seconds} s`);

function wrap(logged: LoggedIn, { stream, end }: Program): Channel {
  const { client, settled } = logged;
  // a busy server is not asked to start the programs of all its connections at once
  const heard = (listener: (data: Buffer) => void) => (data: Buffer) => {
    settled();
    listener(data);
  };
  let congested = false;
  const exit = new Promise<ProgramEnd>((resolve, reject) => {
    const finish = (ended?: ProgramEnd): void => {
      client.removeListener("close", lost);
      if (ended) resolve(ended);
      else reject(lostFault(logged, " while a command was running"));
    };
    const lost = (): void => finish();
    void end.then(finish);
    client.once("close", lost);
  });
  exit.catch(() => {}); // whoever needs it awaits it too
  stream.on("error", () => {});
  return {
    write: (data) => {
      congested = !stream.write(data);
    },
    get congested() {
      return congested;
    },
    onDrain: (listener) => {
      stream.once("drain", listener);
    },
    end: () => {
      stream.end();
    },
    onStdout: (listener) => {
      stream.on("data", heard(listener));
    },
    pause: () => {
      stream.pause();
    },
    resume: () => {
      stream.resume();
    },
    onStderr: (listener) => {
      stream.stderr.on("data", heard(listener));
    },
    exit,
    endsWithConnection: true,
    close: () => {
      stream.close();
    },
  };
}
