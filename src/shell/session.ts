import { randomBytes } from "node:crypto";
import type { Channel, Connection } from "../model/connection.js";
import { Fault } from "../model/errors.js";
import type { Answer } from "../model/result.js";
import type { LocalFile, RequestOptions, Script } from "../model/script.js";
import type { Become, HostSession } from "../model/session.js";
import { AnswerBuilder } from "./answer.js";
import { becomeCommand, becomeFault } from "./become.js";
import { type Frame, FrameReader } from "./frame.js";
import { prelude } from "./prelude.js";
import { quote } from "./quote.js";
import { chunksOf, definitions, requestText } from "./request.js";

export interface SessionOptions {
  become?: Become | undefined;
}

/** What went over the wire, for tests and -vvvv. */
export interface SessionCounts {
  requests: number;
  bytesSent: number;
  bytesReceived: number;
}

interface Entry {
  script: Script;
  options: RequestOptions;
  uploaded: Map<string, string>;
  builder: AnswerBuilder;
  code: number | undefined;
  errorEnded: boolean;
  timer?: NodeJS.Timeout;
  resolve(answer: Answer | "halted"): void;
  reject(error: unknown): void;
}

/** Opens a channel with one `sh` on it, as the user to become. Faults: CONNECTION_*, BECOME_FAILED. */
export async function openSession(connection: Connection, options: SessionOptions = {}): Promise<Session> {
  const mark = randomBytes(8).toString("hex");
  if (!options.become) return new Session(connection, await connection.open("exec /bin/sh"), mark, undefined);
  const { command, prompt } = becomeCommand(options.become, mark);
  const channel = await connection.open(command);
  if (prompt) await answerPrompt(channel, options.become, prompt, `${mark}-ready`);
  return new Session(connection, channel, mark, options.become);
}

/** Gives the password when it is asked for, and goes on when the shell says it is there. */
function answerPrompt(channel: Channel, become: Become, prompt: RegExp, ready: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    let asked = 0;
    let done = false;
    const fail = (text: string) => {
      done = true;
      channel.close();
      reject(becomeFault(become, text));
    };
    const look = (data: Buffer): void => {
      if (done) return;
      output += data.toString();
      if (output.includes(ready)) {
        done = true;
        resolve();
      } else if (prompt.test(output)) {
        output = "";
        asked += 1;
        if (asked > 1) fail("Sorry, try again");
        else channel.write(`${become.password!.reveal()}\n`);
      }
    };
    channel.onStdout(look);
    channel.onStderr(look);
    channel.exit.then(
      () => !done && fail(output),
      (error) => !done && reject(error),
    );
  });
}

/**
 * One `sh` on a host that runs framed requests one after the other. Requests
 * may be sent before earlier ones are answered; the host stops by itself at a
 * failure, and answers what is already in the pipe with "halted".
 */
export class Session implements HostSession {
  readonly counts: SessionCounts = { requests: 0, bytesSent: 0, bytesReceived: 0 };
  readonly #connection: Connection;
  readonly #channel: Channel;
  readonly #mark: string;
  readonly #become: Become | undefined;
  readonly #known = new Set<string>();
  /** sent and not yet begun, as seen on stdout; not yet ended, as seen on stderr */
  readonly #unread: Entry[] = [];
  readonly #unended: Entry[] = [];
  #current: Entry | undefined;
  /** waits for a file to be uploaded; what comes after it is sent again */
  #needing: Entry | undefined;
  #again: Entry[] = [];
  #pid: number | undefined;
  /** the host said that there is a folder of temporary files */
  #hasFiles = false;
  #noise = "";
  #lost: Fault | undefined;

  constructor(connection: Connection, channel: Channel, mark: string, become: Become | undefined) {
    this.#connection = connection;
    this.#channel = channel;
    this.#mark = mark;
    this.#become = become;
    const stdout = new FrameReader(mark, (frame) => this.#onStdout(frame));
    const stderr = new FrameReader(mark, (frame) => this.#onStderr(frame));
    channel.onStdout((data) => {
      this.counts.bytesReceived += data.length;
      stdout.push(data);
    });
    channel.onStderr((data) => {
      this.counts.bytesReceived += data.length;
      stderr.push(data);
    });
    channel.exit.then(
      ({ code, signal }) => this.#end(this.#endFault(`the shell ended (${signal ?? `status ${code}`})`)),
      (error: unknown) => this.#end(error instanceof Fault ? error : this.#endFault(String(error))),
    );
    this.#write(prelude(mark));
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
      if (this.#needing) this.#again.push(entry);
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
    this.#write("T_H= T_N=\n");
  }

  /** The bytes of a file, through a channel of its own. */
  async readFile(path: string): Promise<Buffer> {
    const { stdout, stderr, code } = await this.#aside(`cat ${quote(path)}`);
    if (code !== 0) throw new Fault("FILE_MISSING", stderr.toString().trim() || `cannot read ${path}`);
    return stdout;
  }

  /** Ends the shell; where it has temporary files, it is waited for until they are gone. */
  async close(): Promise<void> {
    if (this.#lost) return;
    this.#lost = new Fault("CONNECTION_LOST", "the session is closed");
    this.#flush();
    this.#channel.write("exit 0\n");
    this.#channel.end();
    if (this.#hasFiles || !this.#channel.endsWithConnection)
      await Promise.race([
        this.#channel.exit.catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, 2000).unref()),
      ]);
    this.#channel.close();
  }

  /** Kills what runs on the host, then closes. */
  async kill(): Promise<void> {
    await this.#killChildren();
    this.#channel.close();
  }

  #transmit(entry: Entry): void {
    this.#unread.push(entry);
    this.#unended.push(entry);
    this.#write(
      definitions(entry.script, this.#known) + requestText(entry.script, entry.options, entry.uploaded),
    );
  }

  /** What is written in one turn of the event loop goes out together: fewer packets, less padding. */
  #write(text: string): void {
    if (this.#outgoing === "") setImmediate(() => this.#flush());
    this.#outgoing += text;
  }

  #outgoing = "";

  #flush(): void {
    const text = this.#outgoing;
    this.#outgoing = "";
    if (text === "") return;
    this.counts.bytesSent += Buffer.byteLength(text);
    this.#channel.write(text);
  }

  #onStdout(frame: Frame): void {
    if (frame.kind === "output") {
      if (this.#current) this.#current.builder.output(frame.bytes);
      return;
    }
    if (this.#current?.builder.record(frame)) return;
    switch (frame.verb) {
      case "hello":
        this.#pid = Number(frame.words[0]);
        return;
      case "begin":
        this.#current = this.#unread.shift();
        this.#current?.builder.begin();
        if (this.#current) this.#startTimer(this.#current);
        return;
      case "halted":
        return this.#halted(this.#unread.shift()!);
      case "end":
        this.#hasFiles = frame.words.length > 1;
        return this.#ended(Number(frame.words[0]));
      default:
        return;
    }
  }

  #onStderr(frame: Frame): void {
    const entry = this.#unended[0];
    if (frame.kind === "output") {
      if (entry) entry.builder.errorOutput(frame.bytes);
      if (this.#pid === undefined) this.#noise += frame.bytes.toString();
      return;
    }
    if (frame.verb !== "end" || !entry) return;
    this.#unended.shift();
    entry.errorEnded = true;
    this.#finish(entry);
  }

  #startTimer(entry: Entry): void {
    if (!entry.options.timeout) return;
    entry.timer = setTimeout(() => {
      entry.builder.timedOut();
      this.#killChildren().catch(() => {});
    }, entry.options.timeout * 1000);
  }

  #ended(code: number): void {
    const entry = this.#current;
    this.#current = undefined;
    if (!entry) return;
    clearTimeout(entry.timer);
    entry.code = code;
    // from here on, what comes back "halted" is held up by the missing file, not by a failure
    if (code === 92 && entry.builder.needs !== undefined) this.#needing = entry;
    this.#finish(entry);
  }

  #finish(entry: Entry): void {
    if (entry.code === undefined || !entry.errorEnded) return;
    const { needs } = entry.builder;
    if (entry.code === 92 && needs !== undefined) this.#bring(entry, needs);
    else entry.resolve(entry.builder.finish(entry.code));
  }

  #halted(entry: Entry): void {
    this.#unended.splice(this.#unended.indexOf(entry), 1);
    if (this.#needing) this.#again.push(entry);
    else entry.resolve("halted");
  }

  /** Uploads the file that the host asked for, then sends the request again, and those that were held up by it. */
  #bring(entry: Entry, name: string): void {
    const file = entry.script.files[name];
    const path = `\${TMPDIR:-/tmp}/.tera-${this.#mark}`;
    const send = file
      ? this.#upload(file, path, name)
      : Promise.reject(
          new Fault(
            "SESSION_BROKEN",
            `the script ${entry.script.name} needs a file \`${name}\` that nobody brought`,
          ),
        );
    send.then(
      (remote) => {
        entry.uploaded.set(name, remote);
        this.#sendAgain({ ...entry, builder: new AnswerBuilder(), code: undefined, errorEnded: false });
      },
      (error) => {
        entry.reject(error);
        this.#sendAgain(undefined);
      },
    );
  }

  #sendAgain(entry: Entry | undefined): void {
    // what was in the pipe has been answered "halted" by now or will be before the next begin
    if (this.#unread.length > 0) {
      setTimeout(() => this.#sendAgain(entry), 1);
      return;
    }
    const held = this.#again;
    this.#needing = undefined;
    this.#again = [];
    this.resume();
    for (const one of entry ? [entry, ...held] : held) this.#transmit(one);
  }

  #uploads = 0;

  async #upload(file: LocalFile, folder: string, name: string): Promise<string> {
    this.#uploads += 1;
    const command = `umask 077; mkdir -p "${folder}" && f="${folder}/${name}-${this.#uploads}" && cat >"$f" && wc -c <"$f" && printf %s "$f"`;
    const { stdout, stderr, code } = await this.#aside(command, chunksOf(file));
    if (code !== 0)
      throw new Fault("CONNECTION_FAILED", `a file could not be sent: ${stderr.toString().trim()}`);
    const [size = "", path = ""] = stdout.toString().trimStart().split("\n");
    if (Number(size) !== file.size)
      throw new Fault(
        "CONNECTION_FAILED",
        `a file did not arrive whole: ${size.trim()} of ${file.size} bytes`,
      );
    return path;
  }

  /** A command on a channel of its own, as the session's user. */
  async #aside(
    command: string,
    input?: AsyncIterable<Buffer>,
  ): Promise<{ stdout: Buffer; stderr: Buffer; code: number | null }> {
    const channel = await this.#asideChannel(command);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    channel.onStdout((data) => stdout.push(data));
    channel.onStderr((data) => stderr.push(data));
    for await (const chunk of input ?? []) {
      channel.write(chunk);
      if (channel.congested) await new Promise<void>((resolve) => channel.onDrain(resolve));
    }
    channel.end();
    const { code } = await channel.exit;
    return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), code };
  }

  async #asideChannel(command: string): Promise<Channel> {
    if (!this.#become) return this.#connection.open(`exec /bin/sh -c ${quote(command)}`);
    const became = becomeCommand(this.#become, this.#mark, command);
    const channel = await this.#connection.open(became.command);
    if (became.prompt) await answerPrompt(channel, this.#become, became.prompt, `${this.#mark}-ready`);
    return channel;
  }

  async #killChildren(): Promise<void> {
    if (this.#pid === undefined) return;
    await this.#aside(KILL_TREE.replace("PID", String(this.#pid))).catch(() => {});
  }

  #endFault(text: string): Fault {
    if (this.#pid === undefined && this.#become) return becomeFault(this.#become, this.#noise);
    return new Fault("CONNECTION_LOST", `the connection was lost: ${text}`);
  }

  #end(fault: Fault): void {
    this.#lost ??= fault;
    const open = new Set([
      ...(this.#current ? [this.#current] : []),
      ...this.#unread,
      ...this.#unended,
      ...this.#again,
    ]);
    for (const entry of open) {
      clearTimeout(entry.timer);
      entry.reject(this.#lost);
    }
    this.#unread.length = 0;
    this.#unended.length = 0;
  }
}

/** Ends everything below the session's shell, children before it sees them: TERM, then KILL. */
const KILL_TREE = `
below() { ps -A -o pid= -o ppid= | awk -v top=PID '{p[$1]=$2} END{do{n=0;for(i in p)if((p[i]==top||(p[i] in k))&&!(i in k)){k[i];n=1}}while(n);for(i in k)print i}'; }
pids=$(below); [ -z "$pids" ] || kill -TERM $pids 2>/dev/null
i=0; while [ $i -lt 20 ]; do pids=$(below); [ -n "$pids" ] || exit 0; sleep 0.1; i=$((i+1)); done
kill -KILL $pids 2>/dev/null; exit 0
`;
