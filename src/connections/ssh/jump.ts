import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import { splitWords } from "../../model/shell_words.js";
import type { LoggedIn } from "./client.js";
import type { ClientConfig } from "./config.js";
import { countingWay, filledIn, type Route, timeoutOf, type Way } from "./way.js";

/** So many hosts are reached over one connection to a jump host: its sshd has one file open for each. */
const MOST_WAYS = 200;

/** A connection to a jump host, shared by all who go through it. */
interface Jump {
  name: string;
  client: Promise<LoggedIn>;
  users: number;
  most: number;
}

const jumps = new Map<string, Jump[]>();

/** How a client is made: handed in, as a jump host may itself be behind another. */
export type LogIn = (target: Target, signal: AbortSignal) => Promise<LoggedIn>;

/** The last jump host on the way, with those before it as its own. */
export function jumpTarget(config: ClientConfig, target: Target): Target {
  const hops = config.proxyJump!.split(",");
  const last = hops.pop()!;
  const before = hops.length > 0 ? ["-J", hops.join(",")] : [];
  return hopTarget(last.trim(), [...config.jumpArgs, ...before], target);
}

function hopTarget(destination: string, sshArgs: string[], target: Target): Target {
  const [, user, bracketed, plain, port] =
    /^(?:ssh:\/\/)?(?:(.+)@)?(?:\[([^\]]+)\]|([^:@]+))(?::(\d+))?$/.exec(destination) ?? [];
  const host = bracketed ?? plain ?? destination;
  return {
    ...target,
    name: host,
    address: host,
    port: port ? Number(port) : undefined,
    user,
    sshArgs,
  };
}

/** Letters of ssh's options that say nothing of where it goes and how. */
const HARMLESS = /^-[qvxTanNkC4]+$/;

/** The jump host of `ssh -W %h:%p OPTIONS host`: such a command is a jump, and shared as one. Undefined for any other. */
export function jumpOfCommand(config: ClientConfig, target: Target): Target | undefined {
  const command = config.proxyCommand!;
  if (/[;&|<>$`()\n]/.test(command)) return undefined;
  const words = splitWords(command);
  if (words[0] === "exec") words.shift();
  if (!/^(\/usr\/bin\/)?ssh$/.test(words.shift() ?? "")) return undefined;
  const kept: string[] = [];
  let forwards = false;
  let destination: string | undefined;
  while (words.length > 0) {
    const word = words.shift()!;
    const [, letter, rest] = /^-([A-Za-z0-9])(.*)$/s.exec(word) ?? [];
    if (HARMLESS.test(word)) continue;
    if (letter === undefined) {
      if (destination !== undefined) return undefined;
      destination = word;
    } else if ("WoipFlJ".includes(letter)) {
      const value = rest === "" ? words.shift() : rest;
      if (value === undefined) return undefined;
      if (letter !== "W") kept.push(`-${letter}`, value);
      else if (/^(%h|\[%h\]):%p$/.test(value)) forwards = true;
      else return undefined;
    } else return undefined;
  }
  if (!forwards || destination === undefined) return undefined;
  const filled = [destination, ...kept].map((word) => word.replace(/%h|%n|%p/g, "\0"));
  if (filled.some((word) => word.includes("\0"))) return undefined;
  const sshArgs = kept.map((word) => filledIn(word, config));
  return hopTarget(filledIn(destination, config), sshArgs, target);
}

/** The way through a jump host, which is connected when this resolves. Faults: CONNECTION_*. */
export async function jumpRoute(
  config: ClientConfig,
  target: Target,
  { hop, logIn, signal }: { hop: Target; logIn: LogIn; signal: AbortSignal },
): Promise<Route> {
  const jump = takeJump(hop, logIn, signal);
  const leave = once(() => leaveJump(hop, jump));
  try {
    (await jump.client).settled();
  } catch (error) {
    leave();
    throw error;
  }
  return {
    endpoint: `${config.hostName}:${config.port} through ${jumpKey(hop)}`,
    open: async () => {
      try {
        return await openWay(await jump.client, config, timeoutOf(config, target), leave);
      } catch (error) {
        leave();
        const reason = error as Error & { reason?: number };
        // out of channels or files: those who are on it stay, others take another connection
        if (reason.reason === 4 || /resource|too many/i.test(reason.message)) jump.most = jump.users;
        throw new Fault(
          "CONNECTION_FAILED",
          `the jump host ${hop.name} does not reach ${config.hostName}:${config.port}: ${reason.message}`,
        );
      }
    },
    drop: leave,
  };
}

function jumpKey({
  name: _,
  connectTimeout: __,
  connectRetries: ___,
  options: ____,
  ...what
}: Target): string {
  const secrets = [what.password, what.privateKey, what.passphrase].map((secret) => secret?.reveal());
  return createHash("sha256")
    .update(JSON.stringify([what, secrets]))
    .digest("base64");
}

function takeJump(hop: Target, logIn: LogIn, signal: AbortSignal): Jump {
  const key = jumpKey(hop);
  const all = jumps.get(key) ?? [];
  jumps.set(key, all);
  let jump = all.find((one) => one.users < one.most);
  if (!jump) {
    const made: Jump = { name: hop.name, client: logIn(hop, signal), users: 0, most: MOST_WAYS };
    all.push(made);
    const gone = () => {
      const at = all.indexOf(made);
      if (at >= 0) all.splice(at, 1);
    };
    made.client.then(({ client }) => client.once("close", gone), gone);
    jump = made;
  }
  jump.users += 1;
  return jump;
}

function leaveJump(hop: Target, jump: Jump): void {
  jump.users -= 1;
  if (jump.users > 0) return;
  const all = jumps.get(jumpKey(hop)) ?? [];
  const at = all.indexOf(jump);
  if (at >= 0) all.splice(at, 1);
  jump.client.then(
    ({ close }) => close(),
    () => {},
  );
}

function openWay(
  { client }: LoggedIn,
  config: ClientConfig,
  seconds: number,
  leave: () => void,
): Promise<Way> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new Error(`Connection timed out after ${seconds} s`));
    }, seconds * 1000);
    const lost = () => reject(new Error("the connection to it was lost"));
    client.once("close", lost);
    const opened = (error: Error | undefined, channel: Duplex) => {
      clearTimeout(timer);
      client.removeListener("close", lost);
      if (error) return reject(error);
      if (late) return void channel.destroy();
      const close = once(() => {
        channel.destroy();
        leave();
      });
      channel.once("close", close);
      resolve(countingWay(channel, close));
    };
    try {
      client.forwardOut("127.0.0.1", 0, config.hostName, config.port, opened as never);
    } catch (error) {
      clearTimeout(timer);
      reject(error);
    }
  });
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
