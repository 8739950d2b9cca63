import { execa } from "execa";
import type { Connection, Target, Transport } from "../model/connection.js";
import { Fault } from "../model/errors.js";
import { channelOf } from "./process_channel.js";

const transport: Transport = {
  name: "docker",
  about: "containers on the engine that the docker command reaches",
  variables: { ansible_docker_host: "the container, where it is not named like the host" },
  connect: async (target: Target): Promise<Connection> => {
    const container = target.options.container ?? target.address;
    const { failed, stderr, stdout } = await execa(
      "docker",
      ["inspect", "-f", "{{.State.Running}}", container],
      { reject: false },
    );
    if (failed || stdout !== "true")
      throw new Fault(
        "CONNECTION_FAILED",
        `the container ${container} cannot be used: ${failed ? stderr || "the docker command is missing" : "it is not running"}`,
      );
    const user = target.user ? ["-u", target.user] : [];
    return {
      notes: [],
      open: async (command) =>
        channelOf(
          execa("docker", ["exec", "-i", ...user, container, "/bin/sh", "-c", command], {
            buffer: false,
            reject: false,
            encoding: "buffer",
            stdin: "pipe",
            stdout: "pipe",
            stderr: "pipe",
          }),
        ),
      close: async () => {},
    };
  },
};

export default transport;
