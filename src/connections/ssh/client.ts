import { NodeSSH } from "node-ssh";
import type ssh2 from "ssh2";
import type { Client, ConnectConfig } from "ssh2";
import type { Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import { algorithmsFor } from "./algorithms.js";
import { aliveSettings, watchPeer } from "./alive.js";
import type { ClientConfig } from "./config.js";
import { EarlyProgram } from "./early.js";
import { type Checked, checkHostKey, type HostKeyCheck } from "./host_keys.js";
import { agentFor, type Credential, credentialsFor } from "./keys.js";
import { Patience } from "./patience.js";
import { noWay, timeoutOf, type Way, wordsFor } from "./way.js";

/** A client whose user is logged in. */
export interface LoggedIn {
  client: Client;
  notes: string[];
  /** the first program, where it was asked for with the login */
  early?: EarlyProgram | undefined;
  /** why the connection ended, where that is known */
  endedBecause(): string | undefined;
  close(): void;
  /** its first program runs, or there will be none: others may connect to the same server */
  settled(): void;
}

/** The server closed the connection before it said who it is: it may do better with fewer at a time. */
export class Dropped extends Error {}

/** The connection ended at a program that was asked for with the login: without that it may go well. */
export class TooEarly extends Error {}

/** Who logs in where, and what for. */
export interface Login {
  target: Target;
  config: ClientConfig;
  signal: AbortSignal;
  /** the first program that will be wanted, where that is known */
  first?: string | undefined;
}

/** Speaks SSH on a way until the user is logged in. Faults: CONNECTION_*; Dropped. */
export async function logInOn(way: Way, login: Login): Promise<Omit<LoggedIn, "settled">> {
  const { target, config, signal, first } = login;
  const attempt = new Attempt(target, config);
  const ssh = new NodeSSH();
  let early: EarlyProgram | undefined;
  let because: string | undefined;
  const patience = new Patience(timeoutOf(config, target), () => {
    attempt.timedOut = true;
    way.close();
    ssh.connection?.destroy();
    // the stream of a proxy command tells nobody of its end
    ssh.connection?.emit("error", new Error("timed out"));
  });
  const stop = () => ssh.connection?.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const refused = () => early?.takeBack();
    const ready = ssh.connect({ ...attempt.options(refused), sock: way.stream } as never);
    const client = ssh.connection!;
    // without a listener a connection that breaks between two calls would end the process
    client.on("error", (error: Error) => {
      because ??= wordsFor(error);
    });
    client.once("handshake", () => {
      // a login may take its time: names are looked up, directories asked
      patience.again(2);
    });
    if (first !== undefined && !config.forwardAgent) early = new EarlyProgram(client, first);
    signAtOnce(client, () => (attempt.isUnsafe ? undefined : early));
    await ready;
  } catch (error) {
    const said = await way.said?.();
    way.close();
    const failure = attempt.failure(error as Error & { level?: string; code?: string }, ssh.connection, said);
    throw early?.isAsked && !attempt.timedOut ? new TooEarly(failure.message, { cause: failure }) : failure;
  } finally {
    patience.end();
    signal.removeEventListener("abort", stop);
  }
  const logged = loggedIn(ssh.connection!, way, config, attempt.notes);
  return { ...logged, early, endedBecause: () => because ?? logged.endedBecause() };
}

function loggedIn(
  client: Client,
  way: Way,
  config: ClientConfig,
  notes: string[],
): Omit<LoggedIn, "settled"> {
  let because: string | undefined;
  client.setMaxListeners(0);
  const unwatch = watchPeer(way.received, aliveSettings(config), (seconds) => {
    because ??= `nothing came from the host for ${seconds} s`;
    client.destroy();
    way.close();
  });
  client.once("close", () => {
    unwatch();
    way.close();
  });
  return {
    client,
    notes,
    endedBecause: () => because,
    close: () => {
      unwatch();
      client.end();
      // a stream without an end of its own is closed when the farewell is out
      setImmediate(way.close);
    },
  };
}

/** What of ssh2 is used beyond its types: a request with a key is made in two ways. */
interface Protocol {
  authPK(
    user: string,
    key: ssh2.ParsedKey,
    algorithm?: string,
    sign?: (data: Buffer, done: (signature: Buffer) => void) => void,
  ): void;
}

const HASHES: Readonly<Record<string, string>> = { "rsa-sha2-256": "sha256", "rsa-sha2-512": "sha512" };

/**
 * ssh2 asks whether a key would do, and signs when it would: a signed request at once saves a round trip. What was
 * asked for with a login that is refused is taken back before the next is tried.
 */
function signAtOnce(client: Client, early: () => EarlyProgram | undefined): void {
  const protocol = (client as unknown as { _protocol?: Protocol })._protocol;
  if (typeof protocol?.authPK !== "function") return;
  const request = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    early()?.takeBack();
    const canSign = sign === undefined && typeof key.isPrivateKey === "function" && key.isPrivateKey();
    if (!canSign) return request(user, key, algorithm, sign);
    request(user, key, algorithm, (data, done) => {
      const signature = key.sign(data, HASHES[algorithm ?? ""]);
      if (signature instanceof Error) return request(user, key, algorithm);
      done(signature);
      early()?.ask();
    });
  };
}

/** Whether the server's banner has come. One that is full says so in other words (Exceeded MaxStartups). */
function saysWhoItIs(client: Client | null): boolean {
  return (client as unknown as { _remoteVer?: string } | null)?._remoteVer !== undefined;
}

/** What a proxy command that is an `ssh` says when its server has dropped it. */
const DROPPED_BY_SSH = /kex_exchange_identification|Connection (closed|reset) by/;

/** One try to log in: what is offered, and why it failed in words. */
class Attempt {
  readonly notes: string[] = [];
  timedOut = false;
  readonly #target: Target;
  readonly #config: ClientConfig;
  readonly #credentials: Credential[];
  readonly #tried: string[] = [];
  #checked: Checked | undefined;

  constructor(target: Target, config: ClientConfig) {
    this.#target = target;
    this.#config = config;
    this.#credentials = credentialsFor(target, config);
  }

  /** The host may be another one than the known one. */
  get isUnsafe(): boolean {
    return this.#checked?.unsafe === true;
  }

  /** `refused` is told before another way to log in is tried. */
  options(refused: () => void): ConnectConfig {
    const { hostName, port, user, forwardAgent, identityAgent } = this.#config;
    const check = this.#check();
    const left = [...this.#credentials];
    const agent = forwardAgent ? agentFor(identityAgent) : undefined;
    return {
      host: hostName,
      port,
      username: user,
      readyTimeout: 0,
      // only asks: whether the peer lives is told by any byte that comes
      keepaliveInterval: aliveSettings(this.#config).interval * 1000,
      keepaliveCountMax: Number.MAX_SAFE_INTEGER,
      algorithms: algorithmsFor(this.#config, check),
      ...(agent ? { agent, agentForward: true } : {}),
      hostVerifier: (key: Buffer) => {
        this.#checked = checkHostKey(key, check);
        this.notes.push(...this.#checked.notes);
        return this.#checked.fault === undefined;
      },
      // what is offered is given one by one, without the `none` request that costs a round trip
      authHandler: (methods, _partial, next) => {
        refused();
        let credential = left.shift();
        while (credential && !this.#mayTry(credential, methods)) credential = left.shift();
        if (!credential) return next(false as never);
        this.#tried.push(credential.name);
        next(credential.method as never);
      },
      // ssh2 describes every packet where somebody listens
      ...(Number(this.#target.options.verbosity) >= 3 ? { debug: (line) => this.#note(line) } : {}),
    };
  }

  #check(): HostKeyCheck {
    const { hostName: host, port, keys: options } = this.#config;
    const { name, hostKeyChecking } = this.#target;
    const otherwise = { off: "no", strict: "yes", "accept-new": "accept-new" } as const;
    return { host, port, options, otherwise: otherwise[hostKeyChecking], name };
  }

  /** A host that may be another one is told no password, as with ssh. */
  #mayTry({ method }: Credential, methods: unknown): boolean {
    const { type } = method as { type: string };
    if (this.isUnsafe && type !== "publickey" && type !== "agent") return false;
    const name = type === "agent" ? "publickey" : type;
    return !Array.isArray(methods) || methods.includes(name);
  }

  #note(line: string): void {
    if (/^Handshake: .*(kex|host key|cipher|hmac)|Host authenticity/i.test(line)) this.notes.push(line);
  }

  failure(error: Error & { level?: string; code?: string }, client: Client | null, said?: string): Error {
    if (this.#checked?.fault) return this.#checked.fault;
    if (error.level === "client-authentication") return this.#authFault();
    if (error instanceof Fault) return error;
    const more = said ? `; the proxy command says: ${said}` : "";
    if (this.timedOut)
      return noWay(
        this.#config,
        `Connection timed out after ${timeoutOf(this.#config, this.#target)} s${more}`,
        { hint: "is the host up, and does a firewall let the port through?", cause: error },
      );
    const fault = noWay(this.#config, `${wordsFor(error)}${more}`, { cause: error });
    const dropped = !saysWhoItIs(client) && (!said || DROPPED_BY_SSH.test(said));
    return dropped ? new Dropped(fault.message, { cause: fault }) : fault;
  }

  #authFault(): Fault {
    const { name } = this.#target;
    const tried =
      this.#tried.length > 0
        ? `tried: ${this.#tried.join(", ")}`
        : "there was nothing to try: no key, no agent, no password";
    const unsafe = this.#checked?.unsafe
      ? "; no password is told to a host whose key is not the known one"
      : "";
    return new Fault(
      "CONNECTION_AUTH",
      `Permission denied: ${name} accepted nothing that was offered for user ${this.#config.user} (${tried}${unsafe})`,
      {
        hint: this.#tried.includes("password")
          ? "is it this user's password (ansible_user, ansible_password)? -k asks for it; a host that takes keys only wants ansible_ssh_private_key_file"
          : "set ansible_user, ansible_ssh_private_key_file or ansible_password, or use -k",
      },
    );
  }
}
