import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import local from "../../src/connections/local.js";
import { type Args, convertArgs, type Fields } from "../../src/model/args.js";
import type { Controller, Module } from "../../src/model/module.js";
import type { ResultValues } from "../../src/model/result.js";
import type { PlainDict } from "../../src/model/value.js";
import { valuesFrom } from "../../src/run/task/decode.js";
import { scriptFor } from "../../src/shell/script.js";
import { openSession } from "../../src/shell/session.js";

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
function inBusybox(): string {
  if (applets === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "tera-busybox-"));
    execFileSync("busybox", ["--install", "-s", folder]);
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    applets = folder;
  }
  return `PATH=${applets}:$PATH exec busybox sh`;
}

/** The shells that there are here. */
export function shells(): Shell[] {
  try {
    execFileSync("busybox", ["true"]);
    return ["sh", "busybox"];
  } catch {
    return ["sh"];
  }
}

/** Runs a module on this machine through a real session, as a task would. */
export async function applied<F extends Fields>(
  module: Module<F>,
  given: PlainDict,
  mode: { check?: boolean; diff?: boolean; shell?: Shell } = {},
): Promise<ResultValues> {
  const { args, problems } = convertArgs(module.args, given);
  if (problems.length > 0) throw new Error(problems.map((one) => `${one.name} ${one.problem}`).join(", "));
  const target = {
    name: "here",
    address: "",
    hostKeyChecking: "off",
    connectTimeout: 5,
    connectRetries: 0,
    options: {},
  } as const;
  const here = await local.connect(target, new AbortController().signal);
  const connection = mode.shell === "busybox" ? { ...here, open: () => here.open(inBusybox()) } : here;
  const session = await openSession(connection);
  const options = {
    check: mode.check === true,
    diff: mode.diff === true,
    environment: {},
    onFailure: "ignore",
  } as const;
  const controller = {
    ...options,
    host: "here",
    localContent: (content: Buffer | string) => {
      const bytes = Buffer.from(content as string);
      return { sha1: createHash("sha1").update(bytes).digest("hex"), size: bytes.length, content: bytes };
    },
    localFile: async (path: string) => controller.localContent(readFileSync(path)),
    find: (_folder: string, name: string) => name,
    readFile: async (path: string) => readFileSync(path),
    hide: () => {},
    sleep: (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    send: ({ vars, text, uses }: Parameters<Controller["send"]>[0]) =>
      session.sendNow({ family: "sh", name: "more", text, uses: uses ?? [], vars, files: {} }, options),
  } as unknown as Controller;
  try {
    const brought = (await module.bring?.(args as Args<F>, controller)) ?? {};
    const answer = await session.sendNow(scriptFor(module as unknown as Module, args, brought), options);
    return await valuesFrom(module as unknown as Module, args, answer, controller);
  } finally {
    await session.close();
    await connection.close();
  }
}
