import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, Connection, Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import { WinrmChannel } from "./channel.js";
import { WinrmClient } from "./client.js";
import { commandIdOf, createShell, deleteShell, shellIdOf, startCommand } from "./operations.js";
import { type WinrmSettings, winrmSettings } from "./settings.js";
import { unreachable } from "./unreachable.js";
import { WsmanFault } from "./wsman_fault.js";

/** A shell that nobody asks for so many seconds is removed by the host. */
const IDLE_SECONDS = 7200;

/** Opens a shell on a host, again where it is not there yet and `connectRetries` says so. */
export async function connectWinrm(target: Target, signal: AbortSignal): Promise<Connection> {
  const settings = winrmSettings(target);
  for (let attempt = 0; ; attempt++) {
    const client = new WinrmClient(settings, signal);
    try {
      const answer = await client.send(createShell(IDLE_SECONDS));
      const shellId = shellIdOf(answer);
      if (shellId === undefined)
        throw new Fault("CONNECTION_FAILED", `${settings.url.host} made no shell: is it WinRM?`);
      return new WinrmConnection(settings, client, shellId);
    } catch (error) {
      client.close();
      const fault = unreachable(settings, error);
      if (!mayComeYet(error, fault) || attempt >= settings.connectRetries || signal.aborted) throw fault;
      await sleep(Math.min(2 ** attempt, 30) * 1000, undefined, { signal }).catch(() => {});
    }
  }
}

/** Starting hosts refuse, and full ones have room later; a wrong password stays wrong. */
function mayComeYet(error: unknown, fault: Fault): boolean {
  if (error instanceof WsmanFault) return error.isFull;
  return fault.code === "CONNECTION_FAILED";
}

/** One shell of a host; its commands run side by side. */
class WinrmConnection implements Connection {
  readonly notes: readonly string[];
  readonly #settings: WinrmSettings;
  readonly #signal = new AbortController();
  readonly #main: WinrmClient;
  readonly #shellId: string;
  readonly #others = new Set<WinrmClient>();

  constructor(settings: WinrmSettings, main: WinrmClient, shellId: string) {
    this.#settings = settings;
    this.#main = main;
    this.#shellId = shellId;
    const sealed = settings.seal ? ", messages encrypted by it" : "";
    this.notes = [`WinRM at ${settings.url.href}, logged on by ${main.method}${sealed}`];
  }

  async open(command: string): Promise<Channel> {
    try {
      const answer = await this.#main.send(startCommand(this.#shellId, command));
      const commandId = commandIdOf(answer);
      if (commandId === undefined) throw new Error("the host started no command");
      const receiving = this.#other();
      const channel = new WinrmChannel(
        { sending: this.#main, receiving },
        { shellId: this.#shellId, commandId },
      );
      const done = (): void => {
        this.#others.delete(receiving);
        receiving.close();
      };
      channel.exit.then(done, done);
      return channel;
    } catch (error) {
      throw unreachable(this.#settings, error);
    }
  }

  /** Deletes the shell, which ends whatever runs in it. */
  async close(): Promise<void> {
    const gone = this.#main.send(deleteShell(this.#shellId)).catch(() => {});
    const limit = sleep(5000, undefined, { ref: false });
    await Promise.race([gone, limit]);
    this.#signal.abort();
    for (const one of [this.#main, ...this.#others]) one.close();
  }

  #other(): WinrmClient {
    const client = new WinrmClient(this.#settings, this.#signal.signal);
    this.#others.add(client);
    return client;
  }
}
