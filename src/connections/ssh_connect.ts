import { spawn } from "node:child_process";
import { userInfo } from "node:os";
import { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { NodeSSH } from "node-ssh";
import type { Client, ConnectConfig } from "ssh2";
import type { Connection, Target } from "../model/connection.js";
import { Fault } from "../model/errors.js";
import { openChannel } from "./ssh_channel.js";
import { type ClientConfig, configFor } from "./ssh_config.js";
import { type Credential, credentialsFor } from "./ssh_keys.js";
import { checkHostKey, hostEntry, knownTypes } from "./ssh_known_hosts.js";

/** Opens a connection to an OpenSSH server, again where it fails for a moment and `connectRetries` says so. */
export async function connectSsh(target: Target, signal: AbortSignal): Promise<Connection> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await connectOnce(target, signal);
    } catch (error) {
      const again =
        error instanceof Fault && error.code === "CONNECTION_FAILED" && attempt < target.connectRetries;
      if (!again || signal.aborted) throw error;
      await sleep(Math.min(2 ** attempt, 30) * 1000, undefined, { signal });
    }
  }
}

async function connectOnce(target: Target, signal: AbortSignal): Promise<Connection> {
  const { client, notes, close } = await connectClient(target, signal);
  return { notes, open: (command) => openChannel(client, command), close: async () => close() };
}

interface Connected {
  client: Client;
  notes: string[];
  close(): void;
}

async function connectClient(target: Target, signal: AbortSignal): Promise<Connected> {
  const config = configFor(target);
  const user = config.user ?? userInfo().username;
  const way = await wayTo(config, target, signal);
  const ssh = new NodeSSH();
  const notes: string[] = [];
  const attempt = new Attempt(target, config, credentialsFor(target, config, user), notes);
  const stop = () => ssh.connection?.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const ready = ssh.connect({ ...attempt.options(user), ...(way ? { sock: way.stream } : {}) } as never);
    // from the first byte on: the key exchange ends in two small packets, the second of which would
    // otherwise wait for the host's delayed acknowledgement of the first (40 ms and a round trip)
    ssh.connection?.once("connect", () => ssh.connection?.setNoDelay(true));
    await ready;
  } catch (error) {
    way?.close();
    throw withProxy(attempt.fault(error as Error & { level?: string; code?: string }, user), way);
  } finally {
    signal.removeEventListener("abort", stop);
  }
  const client = ssh.connection!;
  // without a listener a connection that breaks between two calls would end the process
  client.on("error", () => {});
  return {
    client,
    notes,
    close: () => {
      client.end();
      way?.close();
    },
  };
}

/** One try to connect: what is offered, and why it failed in words. */
class Attempt {
  readonly #target: Target;
  readonly #config: ClientConfig;
  readonly #credentials: Credential[];
  readonly #notes: string[];
  readonly #tried: string[] = [];
  #keyFault: Fault | undefined;

  constructor(target: Target, config: ClientConfig, credentials: Credential[], notes: string[]) {
    this.#target = target;
    this.#config = config;
    this.#credentials = credentials;
    this.#notes = notes;
  }

  options(user: string): ConnectConfig {
    const { hostName, port, knownHosts, strict } = this.#config;
    const host = hostEntry(hostName, port);
    const mode =
      strict === "no" || strict === "off"
        ? "off"
        : strict === "yes"
          ? "strict"
          : this.#target.hostKeyChecking;
    const types = knownTypes(knownHosts, host);
    const left = [...this.#credentials];
    return {
      host: hostName,
      port,
      username: user,
      readyTimeout: this.#target.connectTimeout * 1000,
      keepaliveInterval: 15_000,
      keepaliveCountMax: 4,
      ...(types.length > 0
        ? { algorithms: { serverHostKey: { append: [], prepend: types as never, remove: [] } } }
        : {}),
      hostVerifier: (key: Buffer) => {
        this.#keyFault = checkHostKey(key, { host, paths: knownHosts, mode, name: this.#target.name });
        return this.#keyFault === undefined;
      },
      // what is offered is given one by one, without the `none` request that costs a round trip
      authHandler: (methods, _partial, next) => {
        let credential = left.shift();
        while (credential && methods && !methods.includes(methodName(credential) as never))
          credential = left.shift();
        if (!credential) return next(false as never);
        this.#tried.push(credential.name);
        next(credential.method as never);
      },
      // ssh2 describes every packet where somebody listens
      ...(Number(this.#target.options.verbosity) >= 3 ? { debug: (line) => this.#note(line) } : {}),
    };
  }

  #note(line: string): void {
    if (/^Handshake: .*(kex|host key|cipher|hmac)|Host authenticity/i.test(line)) this.#notes.push(line);
  }

  fault(error: Error & { level?: string; code?: string }, user: string): Fault {
    const { hostName, port } = this.#config;
    const at = `${hostName} port ${port}`;
    if (this.#keyFault) return this.#keyFault;
    if (error.level === "client-authentication") return this.#authFault(user);
    const words: Record<string, string> = {
      ECONNREFUSED: "Connection refused",
      ETIMEDOUT: "Connection timed out",
      EHOSTUNREACH: "No route to host",
      ENETUNREACH: "Network is unreachable",
      ENOTFOUND: "Could not resolve hostname",
      EAI_AGAIN: "Could not resolve hostname (temporary failure)",
      ECONNRESET: "Connection reset by peer",
    };
    if (error.level === "client-timeout" || /timed out/i.test(error.message))
      return new Fault(
        "CONNECTION_FAILED",
        `Failed to connect to the host via ssh: ${at}: Connection timed out after ${this.#target.connectTimeout} s`,
        { hint: "is the host up, and does a firewall let port 22 through?", cause: error },
      );
    return new Fault(
      "CONNECTION_FAILED",
      `Failed to connect to the host via ssh: ${at}: ${words[error.code ?? ""] ?? error.message}`,
      { cause: error },
    );
  }

  #authFault(user: string): Fault {
    const tried =
      this.#tried.length > 0
        ? `tried: ${this.#tried.join(", ")}`
        : "there was nothing to try: no key, no agent, no password";
    return new Fault(
      "CONNECTION_AUTH",
      `Permission denied: ${this.#target.name} accepted nothing that was offered for user ${user} (${tried})`,
      {
        hint: "set ansible_user, ansible_ssh_private_key_file or ansible_password, or use -k",
      },
    );
  }
}

function methodName({ method }: Credential): string {
  const { type } = method as { type: string };
  return type === "agent" ? "publickey" : type;
}

interface Way {
  stream: Duplex;
  /** what the proxy command has said on stderr, its end */
  said?(): string;
  close(): void;
}

/** The stream to the host through jump hosts or a proxy command; undefined where it is reached directly. */
async function wayTo(config: ClientConfig, target: Target, signal: AbortSignal): Promise<Way | undefined> {
  if (config.proxyJump) return jump(config, target, signal);
  if (!config.proxyCommand) return undefined;
  const command = config.proxyCommand
    .replace(/%h/g, config.hostName)
    .replace(/%p/g, String(config.port))
    .replace(/%r/g, config.user ?? "");
  const child = spawn("/bin/sh", ["-c", `exec ${command}`], { stdio: ["pipe", "pipe", "pipe"] });
  child.on("error", () => {});
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  return {
    stream: Duplex.from({ readable: child.stdout, writable: child.stdin }),
    said: () => said.trim(),
    close: () => void child.kill(),
  };
}

/** A proxy command that fails closes its stream: why, only its stderr tells. */
function withProxy(fault: Fault, way: Way | undefined): Fault {
  const said = way?.said?.();
  if (!said || fault.code !== "CONNECTION_FAILED") return fault;
  const { hint, cause } = fault;
  return new Fault(fault.code, `${fault.message}; the proxy command says: ${said}`, { hint, cause });
}

async function jump(config: ClientConfig, target: Target, signal: AbortSignal): Promise<Way> {
  const hops = config.proxyJump!.split(",");
  const last = hops.pop()!;
  const [, user, host = last, port] =
    /^(?:ssh:\/\/)?(?:([^@]+)@)?([^:]+)(?::(\d+))?$/.exec(last.trim()) ?? [];
  const hop: Target = {
    ...target,
    name: host,
    address: host,
    port: port ? Number(port) : undefined,
    user,
    sshArgs: hops.length > 0 ? ["-J", hops.join(",")] : [],
  };
  const connection = await connectClient(hop, signal);
  const stream = await new Promise<Duplex>((resolve, reject) => {
    connection.client.forwardOut("127.0.0.1", 0, config.hostName, config.port, (error, channel) =>
      error ? reject(error) : resolve(channel as unknown as Duplex),
    );
  }).catch((error: Error) => {
    connection.close();
    throw new Fault(
      "CONNECTION_FAILED",
      `the jump host ${host} does not reach ${config.hostName}:${config.port}: ${error.message}`,
    );
  });
  return { stream, close: connection.close };
}
