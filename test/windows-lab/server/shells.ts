import { randomUUID } from "node:crypto";
import type { Executor, Running } from "./processes.js";

/** One command of a shell, and what it said that nobody has asked for yet. */
export class Command {
  readonly id = randomUUID().toUpperCase();
  readonly #running: Running;
  #said: { name: string; data: Buffer }[] = [];
  #code: number | undefined;
  #wake: (() => void) | undefined;

  constructor(executor: Executor, commandLine: string) {
    const say = (name: string) => (data: Buffer) => {
      this.#said.push({ name, data });
      this.#wake?.();
    };
    this.#running = executor(commandLine, {
      stdout: say("stdout"),
      stderr: say("stderr"),
      exit: (code) => {
        this.#code = code;
        this.#wake?.();
      },
    });
  }

  get hasEnded(): boolean {
    return this.#code !== undefined;
  }

  input(data: Buffer, isLast: boolean): void {
    if (data.length > 0) this.#running.write(data);
    if (isLast) this.#running.end();
  }

  /** Output, or the end; undefined where neither came in time. */
  async output(
    milliseconds: number,
  ): Promise<{ said: { name: string; data: Buffer }[]; code?: number } | undefined> {
    if (this.#said.length === 0 && this.#code === undefined)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#wake = undefined;
    const said = this.#said;
    this.#said = [];
    if (said.length === 0 && this.#code === undefined) return undefined;
    return { said, ...(this.#code === undefined ? {} : { code: this.#code }) };
  }

  kill(): void {
    if (!this.hasEnded) this.#running.kill();
  }
}

export class Shell {
  readonly id = randomUUID().toUpperCase();
  readonly commands = new Map<string, Command>();

  end(): void {
    for (const command of this.commands.values()) command.kill();
  }
}
