import { randomBytes } from "node:crypto";
import type { Channel, Connection } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import type { Answer } from "../../model/result.js";
import type { RequestOptions, Script } from "../../model/script.js";
import type { Become, HostSession } from "../../model/session.js";
import { AnswerBuilder } from "./answer.js";
import { Aside } from "./aside.js";
import { becomeFault, startAs } from "./become.js";
import type { Dialect, Mark, Uploader } from "./dialect.js";
import { type Entry, HeldUp } from "./entry.js";
import { type Frame, FrameReader, nonsense } from "./frame.js";
import { Greeting } from "./greeting.js";
import { within } from "./kill.js";
import { DEFAULT_GRACE, LOOK_AFTER, patienceOf, type SessionOptions } from "./options.js";
import { posix } from "./posix.js";
import { Lookout, opensFiles } from "./stuck.js";
import { unread } from "./upload.js";

/** What went over the wire, for tests and -vvvv. */
export interface SessionCounts {
  requests: number;
  bytesSent: number;
  bytesReceived: number;
}

/** Opens a channel with the session's program on it. Faults: CONNECTION_*, BECOME_FAILED. */
export async function openSession(connection: Connection, options: SessionOptions = {}): Promise<Session> {
  const { become, dialect = posix, program = dialect.program(become) } = options;
  const channel = await connection.open(program.command);
  if (become) await startAs(channel, become, program, patienceOf(options));
  return new Session(connection, channel, options);
}

/**
 * One shell on a host that runs framed requests one after the other. Requests
 * may be sent before earlier ones are answered; the host stops by itself at a
 * failure, and answers what is already in the pipe with "halted".
 */
export class Session implements HostSession {
  readonly counts: SessionCounts = { requests: 0, bytesSent: 0, bytesReceived: 0 };
  readonly #channel: Channel;
  readonly #become: Become | undefined;
  readonly #aside: Aside;
  readonly #uploads: Uploader;
  readonly #dialect: Dialect;
  /** the mark is a secret between the two of us; the folder's name can be seen on the host */
  readonly #mark: Mark = { mark: randomBytes(16).toString("hex"), folder: randomBytes(8).toString("hex") };
  readonly #greeting: Greeting;
  readonly #onLost: (() => void) | undefined;
  readonly #grace: number;
  readonly #lookAfter: number;
  readonly #known = new Set<string>();
  /** sent and not begun, as seen on stdout; not ended, as seen on stderr */
  readonly #unread: Entry[] = [];
  readonly #unended: Entry[] = [];
  #current: Entry | undefined;
  /** waits for a file to be uploaded */
  #needing: Entry | undefined;
  readonly #heldUp = new HeldUp();
  #whenRead: (() => void) | undefined;
  #pid: number | undefined;
  /** the host said that there is a folder of temporary files */
  #hasFiles = false;
  #lost: Fault | undefined;
  #isEnded = false;
  #outgoing = "";

  constructor(connection: Connection, channel: Channel, options: SessionOptions) {
    const { become, grace = DEFAULT_GRACE, lookAfter = LOOK_AFTER, dialect = posix } = options;
    const patience = patienceOf(options);
    this.#grace = grace;
    this.#lookAfter = lookAfter;
    this.#onLost = options.onLost;
    this.#channel = channel;
    this.#become = become;
    this.#dialect = dialect;
    this.#aside = new Aside(connection, { become, seconds: patience, beside: dialect.beside });
    this.#uploads = dialect.uploader(this.#aside, channel);
    this.#greeting = new Greeting(patience, (fault) => this.#giveUp(fault));
    const { mark } = this.#mark;
    const stdout = new FrameReader(mark, (frame) => this.#onStdout(frame));
    const stderr = new FrameReader(mark, (frame) => this.#onStderr(frame));
    channel.onStdout((data) => this.#receive(stdout, data));
    channel.onStderr((data) => this.#receive(stderr, data));
    channel.exit.then(
      ({ code, signal }) => this.#end(this.#endFault(`the shell ended (${signal ?? `status ${code}`})`)),
      (error: unknown) => this.#end(error instanceof Fault ? error : this.#endFault(String(error))),
    );
    this.#write(dialect.prelude(this.#mark));
  }

  /** Runs a script in its turn. `halted`: an earlier failure stopped the session before it. */
  send(script: Script, options: RequestOptions): Promise<Answer | "halted"> {
    return new Promise((resolve, reject) => {
      if (this.#lost) return reject(this.#lost);
      this.counts.requests += 1;
      const entry: Entry = {
        script,
        options,
        uploaded: new Map(),
        builder: new AnswerBuilder(),
        code: undefined,
        errorEnded: false,
        resolve,
        reject,
      };
      if (this.#needing) this.#heldUp.since(entry);
      else this.#transmit(entry);
    });
  }

  /** Runs a script that must not be halted: nothing else is on its way. */
  async sendNow(script: Script, options: RequestOptions): Promise<Answer> {
    const answer = await this.send(script, options);
    if (answer === "halted") throw new Fault("SESSION_BROKEN", "the session is halted");
    return answer;
  }

  /** Lets the session go on after a failure. */
  resume(): void {
    this.#write(this.#dialect.resume);
  }

  /** The bytes of a file, through a channel of its own, as fast as the sink takes them. */
  async readFile(path: string, sink: (chunk: Buffer) => Promise<void>): Promise<void> {
    const { stderr, code } = await this.#aside.read(this.#dialect.read(path), sink);
    if (code !== 0) throw new Fault("FILE_MISSING", stderr.toString().trim() || `cannot read ${path}`);
  }

  /** Ends the shell; where it has temporary files or that is wished, it is waited for until they are gone. */
  async close(wait = false): Promise<void> {
    if (this.#lost) return;
    this.#lost = new Fault("CONNECTION_LOST", "the session is closed");
    this.#greeting.over();
    this.#flush();
    this.#channel.write(this.#dialect.leave);
    this.#channel.end();
    if (wait || this.#hasFiles || !this.#channel.endsWithConnection)
      await within(
        this.#channel.exit.catch(() => {}),
        2000,
      );
    this.#channel.close();
  }

  /** Kills what runs on the host, then closes. */
  async kill(): Promise<void> {
    await within(this.#killChildren(), 5000);
    this.#giveUp(new Fault("CONNECTION_LOST", "the run was stopped"));
  }

  #transmit(entry: Entry): void {
    if (this.#lost) return entry.reject(this.#lost);
    // of its first time, where it was held up
    entry.timer = undefined;
    this.#unread.push(entry);
    this.#unended.push(entry);
    this.#watch();
    const { script, options, uploaded } = entry;
    this.#write(this.#dialect.request(script, options, { known: this.#known, uploaded }));
  }

  /** What is written in one turn of the event loop goes out together: fewer packets, less padding. */
  #write(text: string): void {
    if (this.#outgoing === "") setImmediate(() => this.#flush());
    this.#outgoing += text;
  }

  #flush(): void {
    const text = this.#outgoing;
    this.#outgoing = "";
    if (text === "") return;
    this.counts.bytesSent += Buffer.byteLength(text);
    this.#channel.write(text);
  }

  #receive(reader: FrameReader, data: Buffer): void {
    this.counts.bytesReceived += data.length;
    if (this.#isEnded) return;
    try {
      reader.push(data);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#giveUp(error);
    }
  }

  #onStdout(frame: Frame): void {
    if (frame.kind === "output") {
      if (!this.#greeting.isOver) this.#greeting.hear(frame.bytes);
      if (this.#current) this.#current.builder.output(frame.bytes);
      return;
    }
    switch (frame.verb) {
      case "hello":
        return this.#hello(frame.words[0]);
      case "begin":
        if (this.#current || this.#unread.length === 0) throw nonsense("a beginning that nobody asked for");
        this.#current = this.#unread.shift()!;
        this.#current.builder.begin();
        return this.#startTimer(this.#current);
      case "halted":
        if (this.#current || this.#unread.length === 0) throw nonsense("a halt that nobody asked for");
        return this.#halted(this.#unread.shift()!);
      case "end":
        return this.#ended(frame.words);
      default:
        if (!this.#current?.builder.record(frame)) throw nonsense(`\`${frame.verb}\` outside of an answer`);
    }
  }

  #hello(pid: string | undefined): void {
    if (this.#greeting.isOver || !/^\d{1,10}$/.test(pid ?? "")) throw nonsense("a greeting that is none");
    this.#greeting.over();
    this.#pid = Number(pid);
    this.#watch();
  }

  #onStderr(frame: Frame): void {
    const entry = this.#unended[0];
    if (frame.kind === "output") {
      if (!this.#greeting.isOver) this.#greeting.hear(frame.bytes);
      // what stands before the greeting is said by what starts the shell, not by a task
      if (this.#greeting.errorsBegun) entry?.builder.errorOutput(frame.bytes);
      return;
    }
    if (frame.verb === "hello") return this.#greeting.beginErrors();
    if (frame.verb !== "end" || !entry) throw nonsense("a record where errors are printed");
    this.#unended.shift();
    entry.errorEnded = true;
    this.#finish(entry);
  }

  /** Where the shell has nothing else to do, a task with a `timeout` has to begin at once. */
  #watch(): void {
    const [next] = this.#unread;
    if (this.#pid === undefined || this.#current || !next?.options.timeout || next.timer) return;
    next.timer = this.#silence(next.options.timeout + this.#grace);
  }

  #silence(seconds: number): NodeJS.Timeout {
    const fault = new Fault("CONNECTION_LOST", `the host has not answered for ${seconds} s`);
    return setTimeout(() => this.#giveUp(fault), seconds * 1000);
  }

  #startTimer(entry: Entry): void {
    clearTimeout(entry.timer);
    const { timeout } = entry.options;
    const { endStuck } = this.#dialect;
    if (endStuck && opensFiles(entry.script))
      entry.lookout = new Lookout(this.#lookAfter, entry.builder, () =>
        this.#aside.run(endStuck(this.#pid!)),
      );
    if (!timeout) return;
    entry.timer = setTimeout(() => {
      entry.builder.timedOut(timeout);
      entry.timer = this.#silence(this.#grace);
      this.#killChildren().catch(() => {});
    }, timeout * 1000);
  }

  #ended([code = "", files]: readonly string[]): void {
    const entry = this.#current;
    if (!entry || !/^\d{1,3}$/.test(code)) throw nonsense("an end that nobody asked for");
    this.#hasFiles = files !== undefined;
    this.#current = undefined;
    clearTimeout(entry.timer);
    void entry.lookout?.over();
    entry.code = Number(code);
    // from here on, what comes back "halted" is held up by the missing file, not by a failure
    if (entry.code === 92 && entry.builder.needs !== undefined) this.#needing = entry;
    this.#watch();
    this.#finish(entry);
  }

  #finish(entry: Entry): void {
    if (entry.code === undefined || !entry.errorEnded) return;
    const looking = entry.lookout?.over();
    entry.lookout = undefined;
    if (looking) return void looking.then(() => this.#finish(entry));
    if (entry === this.#needing) return this.#bring(entry);
    this.#uploads.done(entry.uploaded.values());
    entry.resolve(entry.builder.finish(entry.code));
  }

  #halted(entry: Entry): void {
    clearTimeout(entry.timer);
    this.#unended.splice(this.#unended.indexOf(entry), 1);
    if (this.#needing) this.#heldUp.behind(entry);
    else entry.resolve("halted");
    if (this.#unread.length === 0) this.#whenRead?.();
  }

  /** Uploads the file that the host asked for, then sends the request again, and those that were held up by it. */
  #bring(entry: Entry): void {
    const { file, folder } = entry.builder.needs!;
    const uploaded = this.#upload(entry, file, folder);
    Promise.all([uploaded, this.#allRead()]).then(
      ([{ failure }]) => this.#brought(entry, failure),
      (error: unknown) => {
        this.#giveUp(error instanceof Fault ? error : nonsense(String(error)));
        entry.reject(error);
      },
    );
  }

  async #upload(entry: Entry, name: string, folder: string): Promise<{ failure?: string }> {
    const file = Object.hasOwn(entry.script.files, name) ? entry.script.files[name] : undefined;
    if (!file || entry.uploaded.has(name) || !this.#dialect.isFolder(folder))
      throw nonsense(`it asked for a file \`${name}\` that is not to be had`);
    this.#flush();
    const sent = await this.#uploads.send(file, { folder, name }).catch(unread);
    if ("failure" in sent) return sent;
    entry.uploaded.set(name, sent.path);
    return {};
  }

  /** What was in the pipe behind a request that waits for a file has been answered "halted". */
  #allRead(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenRead = resolve;
      if (this.#unread.length === 0) resolve();
    });
  }

  #brought(entry: Entry, failure: string | undefined): void {
    const held = this.#heldUp.release();
    this.#needing = undefined;
    if (failure === undefined) {
      this.#write(this.#dialect.goOn({ isNoted: false, endsGroup: false }));
      const again = { ...entry, builder: new AnswerBuilder(), code: undefined, errorEnded: false };
      for (const one of [again, ...held]) this.#transmit(one);
      return;
    }
    this.#uploads.done(entry.uploaded.values());
    entry.resolve(entry.builder.failed(failure));
    const { onFailure, haltIfNoted } = entry.options;
    if (onFailure === "halt" || (onFailure === "note" && haltIfNoted)) {
      for (const one of held) one.resolve("halted");
      return;
    }
    this.#write(this.#dialect.goOn({ isNoted: onFailure === "note", endsGroup: haltIfNoted ?? false }));
    for (const one of held) this.#transmit(one);
  }

  async #killChildren(): Promise<void> {
    if (this.#pid === undefined) return;
    await this.#aside.run(this.#dialect.kill(this.#pid, this.#mark)).catch(() => {});
  }

  #endFault(text: string): Fault {
    if (this.#pid !== undefined) return new Fault("CONNECTION_LOST", `the connection was lost: ${text}`);
    return this.#become ? becomeFault(this.#become, this.#greeting.said) : this.#greeting.fault(text);
  }

  #giveUp(fault: Fault): void {
    this.#end(fault);
    this.#channel.close();
  }

  #end(fault: Fault): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (!this.#lost) this.#onLost?.();
    this.#lost ??= fault;
    this.#greeting.over();
    this.#aside.close();
    const open = new Set([
      ...(this.#current ? [this.#current] : []),
      ...(this.#needing ? [this.#needing] : []),
      ...this.#unread,
      ...this.#unended,
      ...this.#heldUp.release(),
    ]);
    for (const entry of open) {
      clearTimeout(entry.timer);
      void entry.lookout?.over();
      entry.reject(this.#lost);
    }
    this.#unread.length = 0;
    this.#unended.length = 0;
    this.#current = undefined;
    this.#whenRead?.();
  }
}
