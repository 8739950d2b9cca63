import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Connection, Transport } from "../../src/model/connection.js";
import { Fault } from "../../src/model/errors.js";
import type { Answer } from "../../src/model/result.js";
import type { RequestOptions, Script } from "../../src/model/script.js";
import type { Become, HostSession } from "../../src/model/session.js";

/** One request that a host has run. */
export interface Recorded {
  target: string;
  /** the host of the play on whose behalf it ran */
  by: string;
  request: string;
}

/** Hosts that run nothing: they note what they are asked to do, after delays, and fail where the request says so. */
export class RecordingHosts {
  readonly requests: Recorded[] = [];
  readonly #tries = new Map<string, number>();
  readonly #random: () => number;
  readonly #unreachable: ReadonlySet<string>;

  constructor(random: () => number, unreachable: ReadonlySet<string>) {
    this.#random = random;
    this.#unreachable = unreachable;
  }

  readonly transport = (name: string): Transport => ({
    name,
    about: "hosts that note what they are asked to do",
    variables: {},
    connect: async (target) => {
      await this.delay();
      if (this.#unreachable.has(target.name))
        throw new Fault("CONNECTION_FAILED", `${target.name} is not there`);
      return new NamedConnection(target.name);
    },
    openSession: async (connection, become) => {
      await this.delay();
      return new RecordingSession(this, (connection as NamedConnection).name, become);
    },
  });

  /** Some turns of the event loop: what arrives first is different each time. */
  async delay(): Promise<void> {
    for (let turns = Math.floor(this.#random() * 6); turns > 0; turns--)
      await new Promise((resolve) => setImmediate(resolve));
  }

  /** The how-manieth time is this asked for? */
  tries(request: string): number {
    const count = (this.#tries.get(request) ?? 0) + 1;
    this.#tries.set(request, count);
    return count;
  }
}

class NamedConnection implements Connection {
  readonly notes = [];
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  open = () => Promise.reject(new Error("no channels here"));
  close = async () => {};
}

/** Does with halts what the shell on a real host does: see the prelude. */
class RecordingSession implements HostSession {
  readonly #hosts: RecordingHosts;
  readonly #host: string;
  readonly #become: string;
  #turn: Promise<unknown> = Promise.resolve();
  #halted = false;
  #noted = false;
  #lost: Fault | undefined;

  constructor(hosts: RecordingHosts, host: string, become: Become | undefined) {
    this.#hosts = hosts;
    this.#host = host;
    this.#become = become?.user ?? "";
  }

  send(script: Script, options: RequestOptions): Promise<Answer | "halted"> {
    return this.#next(async () => {
      await this.#hosts.delay();
      if (this.#lost) throw this.#lost;
      if (this.#halted) return "halted";
      const answer = this.#run(script, options);
      await this.#hosts.delay();
      if (this.#lost) throw this.#lost;
      if (answer.code !== 0 && options.onFailure === "halt") this.#halted = true;
      if (answer.code !== 0 && options.onFailure === "note") this.#noted = true;
      if (options.haltIfNoted) {
        this.#halted ||= this.#noted;
        this.#noted = false;
      }
      return answer;
    });
  }

  async sendNow(script: Script, options: RequestOptions): Promise<Answer> {
    return (await this.send(script, options)) as Answer;
  }

  resume(): void {
    void this.#next(async () => {
      this.#halted = false;
      this.#noted = false;
    });
  }

  readFile = async () => {};
  close = async () => {
    this.#lost ??= new Fault("CONNECTION_LOST", "the session is closed");
  };
  kill = () => this.close();

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  #run(script: Script, { check, environment }: RequestOptions): Answer {
    const files = Object.entries(script.files).map(([name, { sha1 }]) => `${name}=${sha1}`);
    const vars = JSON.stringify(
      Object.fromEntries(Object.entries(script.vars).filter(([, value]) => value !== "")),
    );
    const words = [
      script.name,
      this.#become && `as ${this.#become}`,
      check && "check",
      vars,
      ...files,
      env(environment),
    ];
    const request = words.filter(Boolean).join(" ");
    const by = /@(\w+)/.exec(vars)?.[1] ?? this.#host;
    this.#hosts.requests.push({ target: this.#host, by, request });
    if (names(vars, "lost", by)) this.#lost = new Fault("CONNECTION_LOST", `${this.#host} went away`);
    return this.#answer(script, vars, by);
  }

  #answer(script: Script, vars: string, by: string): Answer {
    const number = this.#hosts.tries(`${this.#host} ${script.name} ${vars}`);
    const failed = names(vars, "fail", by) || number < Number(/fails(\d)/.exec(vars)?.[1] ?? 0);
    const write = /write (\S+) (\w+)/.exec(String(script.vars.cmd ?? ""));
    if (write && !failed) {
      mkdirSync(dirname(write[1]!), { recursive: true });
      writeFileSync(write[1]!, write[2]!);
    }
    const isCommand = script.name === "command" || script.name === "shell";
    return {
      said: isCommand ? { rc: failed ? 1 : 0 } : script.name === "setup" ? { system: "Linux" } : {},
      changed: script.name !== "setup",
      ...(failed ? { failure: isCommand ? "non-zero return code" : "it failed" } : {}),
      warnings: [],
      diffs: [],
      stdout: Buffer.from(/out-(\w+)/.exec(vars)?.[1] ?? ""),
      stderr: Buffer.alloc(0),
      code: failed ? 1 : 0,
      seconds: 0,
      timedOut: 0,
    };
  }
}

/** `fail-h1-h3` in the request: it fails for those hosts. */
function names(vars: string, what: string, host: string): boolean {
  return new RegExp(`${what}((?:-h\\d)+)`).exec(vars)?.[1]?.split("-").includes(host) ?? false;
}

function env(environment: RequestOptions["environment"]): string {
  return Object.keys(environment).length === 0 ? "" : JSON.stringify(environment);
}
