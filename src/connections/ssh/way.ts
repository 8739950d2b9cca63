import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import type { ClientConfig } from "./config.js";

/** The stream to a host, on which SSH is spoken. */
export interface Way {
  stream: Duplex;
  /** bytes that have come from the host so far */
  received(): number;
  /** what a proxy command has said on stderr until its end */
  said?(): Promise<string>;
  close(): void;
}

/** How a host is reached. Made ready first (a jump host may have to be connected), opened when it is this host's turn. */
export interface Route {
  /** connections of one name go to one server: it may limit how many */
  endpoint: string;
  open(signal: AbortSignal): Promise<Way>;
  /** for routes that are not opened after all */
  drop(): void;
}

/** A direct connection. */
export function directRoute(config: ClientConfig, target: Target): Route {
  const { hostName, port } = config;
  return {
    endpoint: `${hostName}:${port}`,
    open: async (signal) => {
      const socket = await connectTcp(config, timeoutOf(config, target), signal);
      return { stream: socket, received: () => socket.bytesRead, close: () => socket.destroy() };
    },
    drop: () => {},
  };
}

/** Seconds that each phase of connecting may take. */
export function timeoutOf(config: ClientConfig, target: Target): number {
  return config.connectTimeout ?? target.connectTimeout;
}

function connectTcp(config: ClientConfig, seconds: number, signal: AbortSignal): Promise<Socket> {
  const { hostName: host, port, addressFamily: family, bindAddress: localAddress } = config;
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      // small packets must not wait for an acknowledgement of those before
      noDelay: true,
      // of a name with several addresses each gets its time
      autoSelectFamilyAttemptTimeout: Math.max(250, Math.min(3000, (seconds * 1000) / 2)),
      ...(family ? { family } : {}),
      ...(localAddress ? { localAddress } : {}),
    });
    const end = (error?: Error) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      socket.removeListener("error", end);
      if (!error) return resolve(socket);
      socket.destroy();
      reject(error);
    };
    const stop = () => end(new Error("stopped"));
    const timer = setTimeout(
      () => end(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" })),
      seconds * 1000,
    );
    signal.addEventListener("abort", stop, { once: true });
    // kept for what breaks between now and the moment when ssh2 listens
    socket.on("error", () => {});
    socket.once("error", end).once("connect", () => end());
  });
}

/** A command that forwards its input and output to the host. */
export function commandRoute(config: ClientConfig): Route {
  const written = config.proxyCommand!;
  return {
    // one command forwards for all its hosts: it may go through one server
    endpoint: `command ${written}`,
    open: async () => startCommand(filledIn(written, config)),
    drop: () => {},
  };
}

export function filledIn(command: string, { hostName, port, user }: ClientConfig): string {
  const tokens: Record<string, string> = { h: hostName, n: hostName, p: String(port), r: user, "%": "%" };
  return command.replace(/%(.)/g, (whole, letter: string) => tokens[letter] ?? whole);
}

function startCommand(command: string): Way {
  const child = spawn("/bin/sh", ["-c", `exec ${command}`], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      said = error.message;
      resolve();
    });
  });
  child.stdin.on("error", () => {});
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  return {
    stream: Duplex.from({ readable: child.stdout, writable: child.stdin }),
    received: () => counted(child.stdout),
    said: async () => {
      await Promise.race([ended, sleep(1000, undefined, { ref: false })]);
      return said.trim();
    },
    close: () => void child.kill(),
  };
}

const counts = new WeakMap<object, number>();

/** Bytes that a pipe has brought; a process's pipe is a socket that counts them. */
function counted(stream: object): number {
  return (stream as Partial<Socket>).bytesRead ?? counts.get(stream) ?? 0;
}

/** A stream without a count of its own, counted. */
export function countingWay(stream: Duplex, close: () => void): Way {
  let bytes = 0;
  const push = stream.push.bind(stream);
  stream.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    bytes += chunk?.length ?? 0;
    return push(chunk, encoding);
  };
  return { stream, received: () => bytes, close };
}

/** The words for what the system calls by a number. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  ETIMEDOUT: "Connection timed out",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  EADDRNOTAVAIL: "Cannot assign requested address",
  ENOTFOUND: "Could not resolve hostname",
  EAI_AGAIN: "Could not resolve hostname (temporary failure)",
  ECONNRESET: "Connection reset by peer",
  EPIPE: "Connection closed by the other side",
  EMFILE: "too many open files on this machine",
  ENFILE: "too many open files on this machine",
};

/** What went wrong on the way to a host, as ssh would say it. */
export function wordsFor(error: Error & { code?: string | undefined }): string {
  return WORDS[error.code ?? ""] ?? error.message;
}

/** A fault of a way that did not come to be. */
export function noWay(
  config: ClientConfig,
  words: string,
  details: { hint?: string; cause?: unknown } = {},
): Fault {
  return new Fault(
    "CONNECTION_FAILED",
    `Failed to connect to the host via ssh: ssh: connect to host ${config.hostName} port ${config.port}: ${words}`,
    details,
  );
}
