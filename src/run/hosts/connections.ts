import type { Connection, Target, Transport } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import type { Become, HostSession } from "../../model/session.js";
import { openSession } from "../../shell/session.js";

/** What a task needs to reach its host: compared as a whole. */
export interface LinkSpec {
  transport: string;
  target: Target;
  become: Become | undefined;
  /** another host does its work here: what fails of this host's own must not stop it */
  delegated: boolean;
}

interface Link {
  transport: Promise<Transport>;
  connection: Promise<Connection>;
  sessions: Map<string, Promise<HostSession>>;
}

/** The open connections of one host: one per way of reaching it, one session per user become. */
export class HostLinks {
  readonly #links = new Map<string, Link>();
  readonly #dropped: Link[] = [];
  readonly #findTransport: (name: string) => Promise<Transport | undefined>;
  readonly #transportNames: () => string[];
  readonly #signal: AbortSignal;
  readonly #note: (text: string) => void;

  constructor(
    findTransport: (name: string) => Promise<Transport | undefined>,
    transportNames: () => string[],
    signal: AbortSignal,
    note: (text: string) => void,
  ) {
    this.#findTransport = findTransport;
    this.#transportNames = transportNames;
    this.#signal = signal;
    this.#note = note;
  }

  static key(spec: LinkSpec): string {
    const { address, port, user, options } = spec.target;
    const become = spec.become ? `${spec.become.method}:${spec.become.user}:${spec.become.flags ?? ""}` : "";
    const purpose = spec.delegated ? "delegated" : "";
    return [spec.transport, address, port, user, options.container, become, purpose].join("|");
  }

  /** The session for the spec, opened on first use. Faults: CONNECTION_*, BECOME_FAILED. */
  session(spec: LinkSpec): Promise<HostSession> {
    const link = this.#link(spec);
    const key = HostLinks.key(spec);
    let session = link.sessions.get(key);
    if (!session) {
      session = this.#open(link, spec, () => this.#drop(link, key));
      session.catch(() => link.sessions.delete(key));
      link.sessions.set(key, session);
    }
    return session;
  }

  /** Lets sessions that stopped at a failure go on: the failure was rescued. */
  async resume(): Promise<void> {
    for (const link of this.#links.values())
      for (const session of await Promise.allSettled(link.sessions.values()))
        if (session.status === "fulfilled") session.value.resume();
  }

  async #open(
    { transport, connection }: Link,
    { become, target }: LinkSpec,
    onLost: () => void,
  ): Promise<HostSession> {
    const [way, open] = await Promise.all([transport, connection]);
    if (way.openSession) return way.openSession(open, become);
    return openSession(open, { become, timeout: target.connectTimeout, onLost });
  }

  /** What was lost is not tried again by later tasks: they connect anew. */
  #drop(link: Link, session: string): void {
    link.sessions.delete(session);
    for (const [key, one] of this.#links) if (one === link) this.#links.delete(key);
    this.#dropped.push(link);
  }

  #link(spec: LinkSpec): Link {
    const key = HostLinks.key({ ...spec, become: undefined, delegated: false });
    let link = this.#links.get(key);
    if (!link) {
      const transport = this.#transport(spec.transport);
      const connection = transport.then((way) => this.#connect(way, spec.target));
      const made: Link = { transport, connection, sessions: new Map() };
      made.connection.catch(() => this.#links.delete(key));
      this.#links.set(key, made);
      link = made;
    }
    return link;
  }

  async #transport(name: string): Promise<Transport> {
    const transport = await this.#findTransport(name);
    if (transport) return transport;
    throw new Fault("CONNECTION_FAILED", `there is no connection type \`${name}\``, {
      hint: `connection types: ${this.#transportNames().join(", ")}`,
    });
  }

  async #connect(transport: Transport, target: Target): Promise<Connection> {
    const connection = await transport.connect(target, this.#signal);
    for (const note of connection.notes) this.#note(note);
    return connection;
  }

  /** Closes everything; what is running on the host is killed first where `kill` is set (Ctrl-C). */
  async close(kill = false): Promise<void> {
    const links = [...this.#links.values(), ...this.#dropped];
    this.#links.clear();
    await Promise.allSettled(links.map((link) => closeLink(link, kill)));
  }
}

async function closeLink(link: Link, kill: boolean): Promise<void> {
  const sessions = await Promise.allSettled(link.sessions.values());
  await Promise.allSettled(
    sessions.map((one) =>
      one.status === "fulfilled" ? (kill ? one.value.kill() : one.value.close()) : undefined,
    ),
  );
  await (await link.connection).close();
}
