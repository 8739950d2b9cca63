import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import local from "../../src/connections/local.js";
import { type Args, convertArgs, type Fields } from "../../src/model/args.js";
import type { Controller, Module } from "../../src/model/module.js";
import type { ResultValues } from "../../src/model/result.js";
import type { LocalFile } from "../../src/model/script.js";
import type { PlainDict } from "../../src/model/value.js";
import { valuesFrom } from "../../src/run/task/decode.js";
import { scriptFor } from "../../src/shell/session/script.js";
import { openSession, type Session } from "../../src/shell/session/session.js";

/** A folder of its own for one test. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tera-module-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** This machine's sh with its programs, or busybox with its own. */
export type Shell = "sh" | "busybox";

let applets: string | undefined;

/** Starts busybox's shell with its applets before other programs; they are removed with the test process. */
function inBusybox(command: string): string {
  if (applets === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "tera-busybox-"));
    execFileSync("busybox", ["--install", "-s", folder]);
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    applets = folder;
  }
  return `PATH=${applets}:$PATH; ${command.replace("/bin/sh", "busybox sh")}`;
}

/** How a command is started there, for `withSession`. */
export const wrappedFor = (shell: Shell) => (shell === "busybox" ? { wrapped: inBusybox } : {});

/** The shells that there are here. */
export function shells(): Shell[] {
  try {
    execFileSync("busybox", ["true"]);
    return ["sh", "busybox"];
  } catch {
    return ["sh"];
  }
}

const TARGET = {
  name: "here",
  address: "",
  hostKeyChecking: "off",
  connectTimeout: 5,
  connectRetries: 0,
  options: {},
} as const;

/** This machine as a host; `wrapped` says how a command is run there, where not plainly. */
export async function connectHere(wrapped: (command: string) => string = (command) => command) {
  const here = await local.connect(TARGET, new AbortController().signal);
  return { ...here, open: (command: string) => here.open(wrapped(command)) };
}

export interface Mode {
  check?: boolean;
  diff?: boolean;
}

/** Runs a module on this machine through a real session, as a task would. */
export async function applied<F extends Fields>(
  module: Module<F>,
  given: PlainDict,
  mode: Mode & { shell?: Shell } = {},
): Promise<ResultValues> {
  const connection = await connectHere(mode.shell === "busybox" ? inBusybox : undefined);
  const session = await openSession(connection);
  try {
    return await appliedIn(session, { module, given, mode });
  } finally {
    await session.close();
    await connection.close();
  }
}

const localContent = (content: Buffer | string): LocalFile => {
  const bytes = Buffer.from(content as string);
  return { sha1: createHash("sha1").update(bytes).digest("hex"), size: bytes.length, content: bytes };
};

/** The same in a session that is open. */
export async function appliedIn<F extends Fields>(
  session: Session,
  { module, given, mode = {} }: { module: Module<F>; given: PlainDict; mode?: Mode },
): Promise<ResultValues> {
  const { args, problems } = convertArgs(module.args, given);
  if (problems.length > 0) throw new Error(problems.map((one) => `${one.name} ${one.problem}`).join(", "));
  const options = {
    check: mode.check === true,
    diff: mode.diff === true,
    diffLimit: 104_448,
    environment: {},
    onFailure: "ignore",
  } as const;
  const controller = {
    ...options,
    host: "here",
    localContent,
    localFile: async (path: string) => localContent(readFileSync(path)),
    absolute: (path: string) => path,
    find: (_folder: string, name: string) => name,
    readFile: async (path: string) => readFileSync(path),
    stat: async (path: string) => {
      const found = statSync(path);
      return {
        kind: found.isDirectory() ? "directory" : "file",
        size: found.size,
        mode: found.mode & 0o7777,
      };
    },
    shell: async () => "sh",
    hide: () => {},
    sleep: (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    send: ({ vars, text, uses, files }: Parameters<Controller["send"]>[0]) =>
      session.sendNow(
        { family: "sh", name: `${module.name}_more`, text, uses: uses ?? [], vars, files: files ?? {} },
        options,
      ),
  } as unknown as Controller;
  const brought = (await module.bring?.(args as Args<F>, controller)) ?? {};
  const answer = await session.sendNow(scriptFor(module as unknown as Module, args, brought), options);
  return valuesFrom(module as unknown as Module, args, answer, controller);
}
