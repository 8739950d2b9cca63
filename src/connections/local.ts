import { execa } from "execa";
import type { Channel, Connection, Transport } from "../model/connection.js";
import { channelOf } from "./process_channel.js";

const transport: Transport = {
  name: "local",
  about: "runs on the machine tera runs on",
  variables: {},
  connect: async (): Promise<Connection> => {
    const open = new Set<Channel>();
    return {
      notes: [],
      open: async (command) => {
        const channel = channelOf(
          execa("/bin/sh", ["-c", command], {
            buffer: false,
            reject: false,
            encoding: "buffer",
            stdin: "pipe",
            stdout: "pipe",
            stderr: "pipe",
          }),
        );
        open.add(channel);
        return channel;
      },
      close: async () => {
        for (const channel of open) channel.close();
      },
    };
  },
};

export default transport;
