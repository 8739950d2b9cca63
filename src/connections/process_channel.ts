import type { ChildProcess } from "node:child_process";
import type { Channel } from "../model/connection.js";

/** A local process as a channel. */
export function channelOf(child: ChildProcess): Channel {
  const stdin = child.stdin!;
  // the program may end before it has read everything
  stdin.on("error", () => {});
  let congested = false;
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 127, signal: null }));
  });
  return {
    write: (data) => {
      congested = !stdin.write(data);
    },
    get congested() {
      return congested;
    },
    onDrain: (listener) => {
      stdin.once("drain", listener);
    },
    end: () => {
      stdin.end();
    },
    onStdout: (listener) => {
      child.stdout!.on("data", listener);
    },
    pause: () => {
      child.stdout!.pause();
    },
    resume: () => {
      child.stdout!.resume();
    },
    onStderr: (listener) => {
      child.stderr!.on("data", listener);
    },
    exit,
    close: () => {
      stdin.destroy();
      child.kill("SIGTERM");
      // what it has started may live on with these open, and would keep this process alive
      child.stdout!.destroy();
      child.stderr!.destroy();
    },
  };
}
