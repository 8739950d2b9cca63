import { spawn } from "node:child_process";
import { connect } from "node:net";

/** A program that a command of a shell has started. */
export interface Running {
  write(data: Buffer): void;
  end(): void;
  kill(): void;
}

export interface Heard {
  stdout(data: Buffer): void;
  stderr(data: Buffer): void;
  exit(code: number): void;
}

/** What runs the command lines of a server. */
export type Executor = (commandLine: string, heard: Heard) => Running;

/** This machine's own shell: what travels is true, what runs is no Windows. */
export const posixExecutor: Executor = (commandLine, heard) => {
  const child = spawn("/bin/sh", ["-c", commandLine], { detached: true });
  child.stdout.on("data", heard.stdout);
  child.stderr.on("data", heard.stderr);
  child.stdin.on("error", () => {});
  child.on("close", (code) => heard.exit(code ?? 0xc000013a));
  return {
    write: (data) => {
      child.stdin.write(data);
    },
    end: () => {
      child.stdin.end();
    },
    kill: () => {
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        // it has ended already
      }
    },
  };
};

/** The agent of the lab, which starts genuine Windows programs. */
export function agentExecutor(port: number): Executor {
  return (commandLine, heard) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let rest = Buffer.alloc(0);
    let ended = false;
    const exit = (code: number): void => {
      if (ended) return;
      ended = true;
      heard.exit(code);
    };
    const frame = (kind: string, data: Buffer): void => {
      const head = Buffer.alloc(5);
      head.write(kind, "latin1");
      head.writeUInt32LE(data.length, 1);
      if (!socket.destroyed) socket.write(Buffer.concat([head, data]));
    };
    socket.on("data", (data) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32LE(1)) {
        const body = rest.subarray(5, 5 + rest.readUInt32LE(1));
        const kind = String.fromCharCode(rest[0]!);
        rest = rest.subarray(5 + body.length);
        if (kind === "1") heard.stdout(Buffer.from(body));
        else if (kind === "2") heard.stderr(Buffer.from(body));
        else exit(body.readInt32LE(0));
      }
    });
    socket.on("error", () => exit(0xc000013a));
    socket.on("close", () => exit(0xc000013a));
    frame("C", Buffer.from(commandLine));
    return {
      write: (data) => frame("I", data),
      end: () => frame("E", Buffer.alloc(0)),
      kill: () => frame("K", Buffer.alloc(0)),
    };
  };
}
