import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ExecutionContext } from "ava";
import type { Env } from "../../src/env.js";
import { until } from "./until.js";

type Line = Record<string, unknown> & { msg: string };

export interface Running {
  url: string;
  ports: number[];
  process: ChildProcess;
  lines: Line[];
  /** the exit code */
  exited: Promise<number | null>;
}

let folder: string | undefined;

/** What is copied to hosts, alone in a folder: no node_modules, no package.json. */
export function bundle(): string {
  if (folder) return folder;
  const made = mkdtempSync(join(tmpdir(), "webapp-bundle-"));
  folder = made;
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  const built = spawnSync(process.execPath, ["webapp/scripts/build.mjs", folder], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
  return folder;
}

/** The bundle as a process that listens, with only these variables; ended with the test. */
export async function runBundle(t: ExecutionContext, env: Env = {}): Promise<Running> {
  const app = launch(["app.mjs"], { PORT: "0", ...env });
  const output = createInterface({ input: app.stdout! });
  const exited = Promise.all([once(app, "close"), once(output, "close")]).then(
    ([[code]]) => code as number | null,
  );
  t.teardown(async () => {
    app.kill("SIGKILL");
    await exited;
  });
  const lines: Line[] = [];
  output.on("line", (text) => void lines.push(JSON.parse(text)));
  const listening = await Promise.race([
    waitFor(lines, "listening"),
    exited.then((code) => Promise.reject(new Error(`the app ended with ${code}`))),
  ]);
  const ports = listening.ports as number[];
  return { url: `http://127.0.0.1:${ports[0]}`, ports, process: app, lines, exited };
}

async function waitFor(lines: Line[], msg: string): Promise<Line> {
  await until(() => lines.some((line) => line.msg === msg));
  return lines.find((line) => line.msg === msg)!;
}

/** A run that is expected to end by itself. */
export function runToEnd(args: string[], env: Env) {
  return spawnSync(process.execPath, args, { cwd: bundle(), env: variables(env), encoding: "utf8" });
}

function launch(args: string[], env: Env): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: bundle(),
    env: variables(env),
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function variables(env: Env): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, ...env };
}
