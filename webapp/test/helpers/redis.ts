import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./ports.js";
import { find, REDIS } from "./programs.js";

/** A real Redis server of the test's own, with its own port and folder. */
export class RedisServer {
  readonly port: number;
  #options: string[];
  #folder = mkdtempSync(join(tmpdir(), "webapp-redis-"));
  #process: ChildProcess | undefined;

  constructor(port: number, options: string[] = []) {
    this.port = port;
    this.#options = options;
  }

  url(database = 0): string {
    return `redis://127.0.0.1:${this.port}/${database}`;
  }

  async start(): Promise<void> {
    const options = ["--port", `${this.port}`, "--bind", "127.0.0.1", "--dir", this.#folder];
    const saves = ["--appendonly", "yes", "--appendfsync", "no", "--save", ""];
    this.#process = spawn(find(REDIS)!, [...options, ...saves, ...this.#options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: this.#process.stdout! })) {
      said.push(line);
      if (line.includes("eady to accept connections")) return void this.#process.stdout!.resume();
    }
    throw new Error(`redis-server ended: ${said.join("\n")}`);
  }

  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running?.exitCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
  }

  /** Alive for TCP, silent for everyone else. */
  freeze(): void {
    this.#process?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#process?.kill("SIGCONT");
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function startRedis(...options: string[]): Promise<RedisServer> {
  for (let attempt = 1; ; attempt += 1) {
    const server = new RedisServer(await freePort(), options);
    try {
      await server.start();
      return server;
    } catch (error) {
      await server.remove();
      // Someone else may have taken the port in between.
      if (attempt === 3) throw error;
    }
  }
}
