import { createHash } from "node:crypto";
import type { Connection, Target, Transport } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { Secret } from "../../model/secret.js";
import type { Become, HostSession } from "../../model/session.js";
import { powershell } from "../../shell/powershell/dialect.js";
import { posix } from "../../shell/session/posix.js";
import { openSession } from "../../shell/session/session.js";
import type { Handles, Holder } from "./handles.js";
import { Use, type WatchedSession, watchedSession } from "./watched_session.js";

/** What a task needs to reach its host: compared as a whole. */
export interface LinkSpec {
  transport: string;
  target: Target;
  become: Become | undefined;
  /** another host does its work here: what fails of this host's own must not stop it */
  delegated: boolean;
}

/** Told to the connection too, which may ask for it with the login. */
type SessionProgram = Promise<ReturnType<typeof posix.program>>;

interface OpenSession {
  session: Promise<WatchedSession>;
  user: string | undefined;
}

interface Link {
  transport: Promise<Transport>;
  connection: Promise<Connection>;
  sessions: Map<string, OpenSession>;
  holder: Holder;
  use: Use;
}

/** What the connections of all hosts share. */
export interface Connecting {
  findTransport(name: string): Promise<Transport | undefined>;
  transportNames(): string[];
  signal: AbortSignal;
  handles: Handles;
}

/** The open connections of one host: one per way of reaching it, one session per user become. */
export class HostLinks {
  readonly #links = new Map<string, Link>();
  readonly #dropped: Link[] = [];
  readonly #shared: Connecting;
  readonly #note: (text: string) => void;

  constructor(shared: Connecting, note: (text: string) => void) {
    this.#shared = shared;
    this.#note = note;
  }

  static key({ transport, target, become, delegated }: LinkSpec): string {
    const { connectTimeout: _, connectRetries: __, options, ...way } = target;
    const { verbosity: ___, ...own } = options;
    const purpose = delegated ? "delegated" : "";
    return [transport, compared([way, own]), become ? compared(become) : "", purpose].join("|");
  }

  /** The session for the spec, opened on first use. Faults: CONNECTION_*, BECOME_FAILED. */
  session(spec: LinkSpec): Promise<HostSession> {
    const program = this.#shared
      .findTransport(spec.transport)
      .then((way) => (way?.shell === "powershell" ? powershell : posix).program(spec.become));
    const link = this.#link(spec, program);
    const key = HostLinks.key(spec);
    const known = link.sessions.get(key);
    if (known) return used(link, known.session);
    const session = this.#open(link, spec, { program, onLost: () => this.#drop(link, key) });
    const one: OpenSession = { session, user: spec.become?.user };
    session.catch(() => forget(link.sessions, key, one));
    link.sessions.set(key, one);
    return used(link, session);
  }

  /** What runs the requests on hosts that are reached this way; a name that nobody knows is told when it is used. */
  async shell(transport: string): Promise<"sh" | "powershell"> {
    return (await this.#shared.findTransport(transport))?.shell ?? "sh";
  }

  /** Ends the shells of a user, who is about to be removed: until they are gone. */
  async leaveUser(user: string): Promise<void> {
    for (const { sessions } of this.#links.values())
      for (const [key, one] of [...sessions]) {
        if (one.user !== user) continue;
        sessions.delete(key);
        const session = await one.session.catch(() => undefined);
        session?.groupOver();
        await session?.close(true);
      }
  }

  /** Lets sessions that stopped at a failure go on: the failure was rescued. */
  async resume(): Promise<void> {
    for (const link of this.#links.values())
      for (const session of await Promise.allSettled(opened(link)))
        if (session.status === "fulfilled") session.value.resume();
  }

  /** All that a loop sends has been sent: what was noted for its last round keeps nothing open. */
  async groupOver(): Promise<void> {
    for (const link of this.#links.values())
      for (const session of await Promise.allSettled(opened(link)))
        if (session.status === "fulfilled") session.value.groupOver();
  }

  /** What comes next connects anew; what others have under way here comes to its end before that is closed. */
  async leave(): Promise<void> {
    const links = [...this.#links.values()];
    this.#links.clear();
    const [free, used] = [links.filter(({ use }) => use.isFree), links.filter(({ use }) => !use.isFree)];
    this.#dropped.push(...used);
    for (const link of used) void link.use.free().then(() => this.#closeDropped(link));
    await Promise.allSettled(free.map((link) => this.#closeLink(link, false)));
  }

  async #closeDropped(link: Link): Promise<void> {
    const at = this.#dropped.indexOf(link);
    // all has been closed meanwhile
    if (at < 0) return;
    this.#dropped.splice(at, 1);
    await this.#closeLink(link, false).catch(() => {});
  }

  async #open(
    { transport, connection, use }: Link,
    { become, target }: LinkSpec,
    { program, onLost }: { program: SessionProgram; onLost: () => void },
  ): Promise<WatchedSession> {
    const [way, open, opened] = await Promise.all([transport, connection, program]);
    const session = way.openSession
      ? await way.openSession(open, become)
      : await openSession(open, {
          become,
          program: opened,
          timeout: target.connectTimeout,
          onLost,
          ...shellOf(way),
        });
    return watchedSession(session, use);
  }

  /** What was lost is not tried again by later tasks: they connect anew. */
  #drop(link: Link, lost: string): void {
    void link.sessions.get(lost)?.session.then(
      (session) => session.groupOver(),
      () => {},
    );
    link.sessions.delete(lost);
    for (const [key, one] of this.#links) if (one === link) this.#links.delete(key);
    this.#dropped.push(link);
  }

  #link(spec: LinkSpec, first: SessionProgram): Link {
    const key = HostLinks.key({ ...spec, become: undefined, delegated: false });
    const known = this.#links.get(key);
    if (known) return known;
    const transport = this.#transport(spec.transport);
    const holder: Holder = {
      // a program on this machine has three pipes
      cost: spec.transport === "ssh" ? 1 : 4,
      idleSince: undefined,
      release: async () => {
        if (this.#links.get(key) === link) this.#links.delete(key);
        await this.#closeLink(link, false);
      },
    };
    const connection = transport.then((way) => this.#connect(way, { target: spec.target, first }, holder));
    const link: Link = { transport, connection, sessions: new Map(), holder, use: new Use(holder) };
    connection.catch(() => forget(this.#links, key, link));
    this.#links.set(key, link);
    return link;
  }

  async #transport(name: string): Promise<Transport> {
    const transport = await this.#shared.findTransport(name);
    if (transport) return transport;
    throw new Fault("CONNECTION_FAILED", `there is no connection type \`${name}\``, {
      hint: [
        suggest(name, this.#shared.transportNames()) ?? [],
        `connection types: ${this.#shared.transportNames().join(", ")}`,
      ]
        .flat()
        .join("\n"),
    });
  }

  async #connect(
    transport: Transport,
    { target, first }: { target: Target; first: SessionProgram },
    holder: Holder,
  ): Promise<Connection> {
    const { handles, signal } = this.#shared;
    await handles.take(holder);
    try {
      const { command } = await first;
      const connection = await transport.connect(target, signal, transport.openSession ? undefined : command);
      for (const note of connection.notes) this.#note(note);
      return connection;
    } catch (error) {
      handles.give(holder);
      throw error;
    }
  }

  /** Closes everything; what is running on the host is killed first where `kill` is set (Ctrl-C). */
  async close(kill = false): Promise<void> {
    const links = [...this.#links.values(), ...this.#dropped.splice(0)];
    this.#links.clear();
    await Promise.allSettled(links.map((link) => this.#closeLink(link, kill)));
  }

  async #closeLink(link: Link, kill: boolean): Promise<void> {
    const sessions = await Promise.allSettled(opened(link));
    await Promise.allSettled(
      sessions.map((one) =>
        one.status === "fulfilled" ? (kill ? one.value.kill() : one.value.close()) : undefined,
      ),
    );
    try {
      await (await link.connection).close();
    } finally {
      this.#shared.handles.give(link.holder);
    }
  }
}

/** PowerShell takes a second to start, on a busy host many: it is given more time than `sh`. */
const shellOf = ({ shell }: Transport) =>
  shell === "powershell" ? { dialect: powershell, timeout: POWERSHELL_PATIENCE } : {};
const POWERSHELL_PATIENCE = 120;

/** Whoever asks for a session is about to use it: until it is there its connection must not go. */
function used({ use }: Link, session: Promise<HostSession>): Promise<HostSession> {
  const there = use.during(session);
  there.catch(() => {}); // told to whoever sends
  return there;
}

/** Only while it is that one: another may have taken its place. */
function forget<T>(map: Map<string, T>, key: string, one: T): void {
  if (map.get(key) === one) map.delete(key);
}

const opened = ({ sessions }: Link) => [...sessions.values()].map(({ session }) => session);

/** Equal for equal values, secrets included; shown nowhere. */
function compared(value: object): string {
  const text = JSON.stringify(value, function (this: Record<string, unknown>, name, one) {
    // a secret's JSON would be its mask
    const own = this[name];
    return own instanceof Secret ? own.reveal() : one;
  });
  return createHash("sha256").update(text).digest("base64");
}
