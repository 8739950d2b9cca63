import type { Client, ClientChannel } from "ssh2";
import type { Channel } from "../model/connection.js";
import { Fault } from "../model/errors.js";

/** sshd allows 10 sessions on a connection unless told otherwise; further ones wait here. */
const MOST_CHANNELS = 8;
const waiting = new WeakMap<Client, { open: number; queue: (() => void)[] }>();

/** Starts a command on a channel of its own. Faults: CONNECTION_LOST. */
export async function openChannel(client: Client, command: string): Promise<Channel> {
  const places = waiting.get(client) ?? { open: 0, queue: [] };
  waiting.set(client, places);
  if (places.open >= MOST_CHANNELS) await new Promise<void>((resolve) => places.queue.push(resolve));
  places.open += 1;
  const stream = await new Promise<ClientChannel>((resolve, reject) => {
    const lost = () => reject(new Fault("CONNECTION_LOST", "the connection was lost"));
    client.once("close", lost);
    try {
      client.exec(command, (error, channel) => {
        client.removeListener("close", lost);
        if (error)
          reject(
            new Fault("CONNECTION_LOST", `the host opens no channel: ${error.message}`, { cause: error }),
          );
        else resolve(channel);
      });
    } catch (error) {
      reject(new Fault("CONNECTION_LOST", "the connection was lost", { cause: error }));
    }
  });
  stream.once("close", () => {
    places.open -= 1;
    places.queue.shift()?.();
  });
  return wrap(client, stream);
}

function wrap(client: Client, stream: ClientChannel): Channel {
  let congested = false;
  let ended: { code: number | null; signal: string | null } | undefined;
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    const finish = (): void =>
      ended
        ? resolve(ended)
        : reject(new Fault("CONNECTION_LOST", "the connection was lost while a command was running"));
    stream.once("exit", (code: number | null, signal?: string) => {
      ended = { code, signal: signal ?? null };
    });
    stream.once("close", finish);
    client.once("close", finish);
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
      stream.on("data", listener);
    },
    onStderr: (listener) => {
      stream.stderr.on("data", listener);
    },
    exit,
    endsWithConnection: true,
    close: () => {
      stream.close();
    },
  };
}
