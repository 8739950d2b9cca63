import type { Logger } from "pino";
import { createClient } from "redis";
import { within } from "../within.js";
import { DEFAULT_WORD } from "../word.js";
import { type RedisSettings, shown } from "./redis_settings.js";
import { type Store, StoreUnavailable } from "./store.js";

/** The key of the original web app, so that its data stays readable. */
const KEY = "hello";
const PING_MS = 200;
const CLOSE_MS = 1000;
/** Silent answers in a row after which the connection counts as dead, though TCP still believes in it. */
const SILENT_LIMIT = 5;

type Client = ReturnType<typeof connection>;

/** A connection that is tried again for ever, and whose commands fail at once while it is down. */
function connection({ url, password }: RedisSettings) {
  return createClient({
    url,
    ...(password === undefined ? {} : { password }),
    name: "webapp",
    disableOfflineQueue: true,
    socket: {
      connectTimeout: 5000,
      // Also ends a handshake that is never answered.
      socketTimeout: 10_000,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 5), 1000) + Math.random() * 100,
    },
    pingInterval: 3000,
  });
}

export class RedisStore implements Store {
  readonly kind = "redis";
  #settings: RedisSettings;
  #log: Logger;
  #client: Client;
  #connected: Promise<unknown> = Promise.resolve();
  #silent = 0;
  #lastError = "";

  constructor(settings: RedisSettings, log: Logger) {
    this.#settings = settings;
    this.#log = log.child({ redis: shown(settings) });
    this.#client = this.#connect();
  }

  read(): Promise<string> {
    return this.#ask(this.#settings.timeoutMs, async (client) => (await client.get(KEY)) ?? DEFAULT_WORD);
  }

  write(word: string): Promise<void> {
    return this.#ask(this.#settings.timeoutMs, async (client) => void (await client.set(KEY, word)));
  }

  ping(): Promise<void> {
    return this.#ask(PING_MS, async (client) => void (await client.ping()));
  }

  async close(): Promise<void> {
    const client = this.#client;
    // A client destroyed in the middle of connecting would leave its socket open.
    const closed = this.#connected.then(() => client.close());
    await within(CLOSE_MS, closed).catch(() => {});
    if (client.isOpen) client.destroy();
  }

  async #ask<T>(ms: number, command: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#client;
    try {
      const answer = await within(ms, command(client));
      this.#silent = 0;
      return answer;
    } catch (error) {
      if (client === this.#client && client.isReady) this.#countSilence(error);
      throw new StoreUnavailable(error);
    }
  }

  #countSilence(error: unknown): void {
    if (!(error instanceof Error) || error.name !== "TimeoutError") return;
    this.#silent += 1;
    if (this.#silent < SILENT_LIMIT) return;
    this.#log.warn("redis has gone silent, connecting anew");
    this.#silent = 0;
    this.#client.destroy();
    this.#client = this.#connect();
  }

  #connect(): Client {
    const client = connection(this.#settings);
    client.on("error", (error: Error) => this.#report(error));
    client.on("ready", () => this.#welcome(client));
    // Pending until Redis is there, however long that takes; failures reach the listener above.
    this.#connected = client.connect().catch(() => {});
    return client;
  }

  /** NX: a restart or a new release must not reset the word. */
  #welcome(client: Client): void {
    this.#lastError = "";
    this.#log.info("redis is connected");
    client.set(KEY, DEFAULT_WORD, { condition: "NX" }).catch((error: Error) => this.#report(error));
  }

  /** Once for each kind of failure, not once for each attempt. */
  #report(error: Error): void {
    const message = error.message || (error as NodeJS.ErrnoException).code || error.name;
    if (message === this.#lastError) return;
    this.#lastError = message;
    this.#log.warn({ reason: message }, "redis cannot be reached, still trying");
  }
}
