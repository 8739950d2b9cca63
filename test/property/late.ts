import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { channelOf } from "../../src/connections/process_channel.js";
import type { Channel, Connection, Transport } from "../../src/model/connection.js";

/** Counted over all channels. */
export interface Wire {
  /** how often something was sent: requests that go together are one */
  writes: number;
}

/** Hosts on this machine, real shells, far away: what they say arrives late, each piece by another delay, in order. */
export function farAway(name: string, random: () => number, wire: Wire): Transport {
  return {
    name,
    about: "this machine, from far away",
    variables: {},
    connect: async () => {
      await late(random);
      return far(random, wire);
    },
  };
}

function far(random: () => number, wire: Wire): Connection {
  const open = new Set<Channel>();
  return {
    notes: [],
    open: async (command) => {
      // a group of its own: a task may kill all of it
      const child = spawn("/bin/sh", ["-c", command], { detached: true, stdio: "pipe" });
      const channel = delayed(channelOf(child), random, wire);
      open.add(channel);
      await late(random);
      return channel;
    },
    close: async () => {
      for (const channel of open) channel.close();
    },
  };
}

const late = async (random: () => number): Promise<void> => {
  const turns = Math.floor(random() * 8);
  if (turns > 5) await sleep(turns - 5);
  else for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
};

function delayed(channel: Channel, random: () => number, wire: Wire): Channel {
  const streams: Promise<void>[] = [];
  /** hands on what was said once somebody listens, one piece after the other */
  const stream = (listen: (listener: (data: Buffer) => void) => void) => {
    const at = streams.push(Promise.resolve()) - 1;
    let hand: (listener: (data: Buffer) => void) => void = () => {};
    const heard = new Promise<(data: Buffer) => void>((resolve) => {
      hand = resolve;
    });
    let listener: ((data: Buffer) => void) | undefined;
    return (next: (data: Buffer) => void) => {
      if (listener === undefined)
        listen((data) => {
          const copy = Buffer.from(data);
          streams[at] = streams[at]!.then(() => heard)
            .then(() => late(random))
            .then(() => listener!(copy));
        });
      listener = next;
      hand(next);
    };
  };
  const [out, err] = [
    stream((listener) => channel.onStdout(listener)),
    stream((listener) => channel.onStderr(listener)),
  ];
  const exit = channel.exit.then(async (ended) => {
    await Promise.all(streams);
    await late(random);
    return ended;
  });
  return new Proxy(channel, {
    get(target, name) {
      if (name === "onStdout") return out;
      if (name === "onStderr") return err;
      if (name === "exit") return exit;
      if (name === "write")
        return (data: Buffer | string) => {
          wire.writes += 1;
          target.write(data);
        };
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
